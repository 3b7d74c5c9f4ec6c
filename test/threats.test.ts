import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDoc } from './support/docs.js';
import { ROOT } from './support/paths.js';

const [, section = ''] = /^## Threats$(.*?)^## /ms.exec(readDoc('docs/security.md')) ?? [];

const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => path.replace(/(\.browser|\.slow)?\.test\.ts$/, ''));

test('every row of the threat table in docs/security.md names existing tests', () => {
  expect(rows.length).toBeGreaterThan(10);
  for (const [, threat, stop, named = ''] of rows) {
    expect([threat, stop, named].every(Boolean), threat).toBe(true);
    expect(
      named.split(', ').filter((name) => !tests.includes(name)),
      threat,
    ).toEqual([]);
  }
});
