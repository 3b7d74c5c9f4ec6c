import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { importResume } from '../../src/index.js';
import { packageFolder } from '../support/paths.js';

describe('importResume', () => {
  test('recognizes a format and lists the values without a key of their own', async () => {
    const source = {
      cv: { name: 'Ada Lovelace', sections: { skills: [{ label: 'Math', details: 'Analysis' }] } },
      design: { theme: 'classic' },
    };
    const [imported, ...others] = await importResume({ content: JSON.stringify(source), file: 'ada.json' });
    expect(others).toEqual([]);
    expect(imported).toMatchObject({ slug: 'ada-lovelace', format: 'RenderCV' });
    expect(parse(imported?.yaml ?? '')).toMatchObject({ basics: { name: 'Ada Lovelace' } });
    expect(imported?.leftOut.map(({ path }) => path)).toEqual(['design']);
  });

  test('reads a file by its path', async () => {
    const [imported] = await importResume(join(packageFolder('@jsonresume/schema'), 'sample.resume.json'));
    expect(imported?.format).toBe('JSON Resume');
  });

  test('rejects a file of no known format', async () => {
    await expect(importResume({ content: '{"a": 1}', file: 'a.json' })).rejects.toMatchObject({
      code: 'IMPORT_UNKNOWN',
    });
    const pdf = await PDFDocument.create();
    pdf.addPage();
    await expect(importResume({ content: await pdf.save(), file: 'a.pdf' })).rejects.toMatchObject({
      code: 'IMPORT_SCAN',
    });
    await expect(importResume('nowhere/a.json')).rejects.toMatchObject({ code: 'PROFILE_MISSING' });
  });
});
