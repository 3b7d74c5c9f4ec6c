import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { importResume } from '../../src/index.js';
import { packageFolder, ROOT } from '../support/paths.js';

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

  const MARKDOWN = '# Jane Example\n\njane@example.com\n\n## Experience\n\n### Engineer, Acme GmbH\n\n2019 – 2023\n';

  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['cv.md', () => new TextEncoder().encode(MARKDOWN), 'Markdown'],
    [
      'cv.html',
      () =>
        new TextEncoder().encode(
          '<html><body><h1>Jane Example</h1><p>jane@example.com</p><h2>Experience</h2><h3>Engineer, Acme GmbH</h3><p>2019 – 2023</p></body></html>',
        ),
      'HTML',
    ],
    [
      'cv.docx',
      () =>
        Packer.toBuffer(
          new Document({
            sections: [
              {
                children: [
                  new Paragraph({ text: 'Jane Example', heading: HeadingLevel.TITLE }),
                  new Paragraph('jane@example.com'),
                  new Paragraph({ text: 'Experience', heading: HeadingLevel.HEADING_1 }),
                  new Paragraph({ text: 'Engineer, Acme GmbH', heading: HeadingLevel.HEADING_2 }),
                  new Paragraph('2019 – 2023'),
                ],
              },
            ],
          }),
        ),
      'Word',
    ],
  ])('reads the bytes of %s, and returns the places of its values', async (file, bytes, format) => {
    const [imported, ...others] = await importResume({ content: await bytes(), file });
    expect(others).toEqual([]);
    expect(imported).toMatchObject({
      format,
      slug: 'jane-example',
      person: { name: 'Jane Example', email: 'jane@example.com', employers: ['Acme GmbH'] },
      language: 'en',
    });
    expect(imported?.pageCount).toBeUndefined();
    expect(parse(imported?.yaml ?? '')).toMatchObject({ work: [{ name: 'Acme GmbH', position: 'Engineer' }] });
    expect(parse(imported?.overlay ?? '')).toEqual({ basics: { email: 'jane@example.com' } });
    const [page] = imported?.pages ?? [];
    const employer = imported?.values.find(({ path }) => path === 'work[0].name');
    const [left = 0, top = 0, right = 0, bottom = 0] = employer?.box ?? [];
    const there = page?.texts.filter(({ x, y, width }) => x + width > left && x < right && y > top && y < bottom);
    expect(there?.map(({ text }) => text).join('')).toContain('Acme GmbH');
  });

  test('reads the bytes of a PDF, with the pages on which its values stand and those that are unsure', async () => {
    const file = 'chromium-two-column-sidebar.pdf';
    const content = await readFile(join(ROOT, 'test', 'fixtures', 'import', 'pdfs', file));
    const [imported] = await importResume({ content, file });
    expect(imported).toMatchObject({ format: 'PDF', slug: 'jamie-rivera', pageCount: 2 });
    expect(imported?.pages.map(({ number }) => number)).toEqual([1, 2]);
    expect(imported?.values.filter(({ why }) => why !== undefined).map(({ path }) => path)).toContain('work[1].name');
    await expect(importResume({ content, file }, { strict: true })).rejects.toMatchObject({ code: 'IMPORT_UNKNOWN' });
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
