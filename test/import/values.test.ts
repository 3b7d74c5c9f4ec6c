import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DOCUMENTS, imported, load, lost } from './support.js';

describe.each(DOCUMENTS.map((path) => [basename(path), path] as const))('%s', (name, path) => {
  test('shows every value in the résumé', async () => {
    const source = load(path);
    expect(await lost(source, imported(source, {}, name))).toEqual({});
  });
});
