import { PDFDocument, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DossierError } from '../../../src/errors.js';
import { importFile } from '../../../src/import/import.js';

async function pdf(draw: (document: PDFDocument) => Promise<void> | void): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  await draw(document);
  return document.save();
}

/** A PDF with some lines of text on each page. */
function written(lines: readonly string[], pages = 1): Promise<Uint8Array> {
  return pdf(async (document) => {
    const font = await document.embedFont(StandardFonts.Helvetica);
    for (let number = 0; number < pages; number++) {
      const page = document.addPage([595, 842]);
      for (const [index, line] of lines.entries())
        page.drawText(line, { x: 50, y: 780 - index * 14, size: index === 0 ? 18 : 10, font });
    }
  });
}

const failure = (bytes: Uint8Array, options = {}) =>
  importFile(bytes, 'cv.pdf', options).then(
    () => undefined,
    (error: DossierError) => ({ code: error.code, message: error.message, hint: error.hint }),
  );

describe('a PDF that cannot be read', () => {
  test('is an error with a hint if it has no text', async () => {
    const scan = await pdf(
      (document) => void document.addPage().drawRectangle({ x: 10, y: 10, width: 50, height: 50 }),
    );
    expect(await failure(scan)).toEqual({
      code: 'IMPORT_SCAN',
      message: 'the PDF contains no text, only pictures of it',
      hint: expect.stringContaining('OCR'),
    });
  });

  test('is an error if it is damaged', async () => {
    const bytes = new TextEncoder().encode('%PDF-1.7\nthis is nothing');
    expect(await failure(bytes)).toMatchObject({ code: 'PDF_INVALID', message: 'the PDF cannot be read' });
  });

  test('is an error if it has too many pages', async () => {
    expect(await failure(await written(['Ada'], 41))).toMatchObject({
      code: 'IMPORT_UNKNOWN',
      message: 'the PDF has 41 pages',
    });
  });

  test('without a name is an error with --strict only', async () => {
    const bytes = await written(['+++ 12 +++', '12 34']);
    expect((await importFile(bytes, 'cv.pdf'))[0]).toMatchObject({ slug: 'cv' });
    expect(await failure(bytes, { strict: true })).toMatchObject({ code: 'IMPORT_UNKNOWN' });
  });
});

describe('hostile text', () => {
  test.each([
    [
      'YAML',
      [
        'Ada Example',
        'Experience',
        '- {a: [b',
        'key: "value',
        '# comment',
        '&anchor *alias',
        '? !!js/function x',
        '--- ...',
      ],
    ],
    [
      'Markdown',
      [
        'Ada Example',
        'Summary',
        '[click](javascript:alert(1)) **bold `code` <b>x</b> and more text, so that it is a sentence.',
      ],
    ],
    ['very long words', ['Ada Example', 'Skills', 'x'.repeat(5000), 'a,'.repeat(2000)]],
    [
      'dates only',
      ['Ada Example', 'Experience', ...Array.from({ length: 50 }, (_, index) => `0${(index % 9) + 1}/2019 - 05/2020`)],
    ],
    ['brackets', ['Ada Example', 'Skills', '('.repeat(800), ')'.repeat(800), 'Education', '((((2019 – 2020)']],
  ])('with %s gives a profile that is read back with its words', async (_what, lines) => {
    const [imported] = await importFile(await written(lines), 'cv.pdf');
    const profile = parse(imported?.yaml ?? '');
    expect(profile.basics.name).toBe('Ada Example');
    const held = JSON.stringify(profile);
    for (const line of lines)
      for (const word of line.match(/[a-z]{3,40}/gi) ?? []) expect(held.toLowerCase()).toContain(word.toLowerCase());
  });

  test('in a comment cannot break the profile', async () => {
    const [imported] = await importFile(
      await written([
        'Ada Example',
        'Experience',
        'Umbra: {x',
        '2019 - 2020',
        'Wandering # Bard',
        '* Did it',
        'Globex "q" - ]',
        '2017 - 2018',
        'Keeper',
        '* x',
      ]),
      'cv.pdf',
    );
    const yaml = imported?.yaml ?? '';
    const comments = yaml.split('\n').filter((line) => line.includes('# unsure: '));
    expect(comments.length).toBeGreaterThan(0);
    for (const { path } of imported?.values ?? []) expect(path).toMatch(/^(?:basics|work|sections)/);
    expect(parse(yaml).work[0].startDate).toBe(2019);
  });

  test('on many small pieces takes work in proportion to their number', async () => {
    const bytes = await pdf(async (document) => {
      const font = await document.embedFont(StandardFonts.Helvetica);
      const page = document.addPage([595, 842]);
      page.drawText('Ada Example', { x: 50, y: 800, size: 20, font });
      for (let index = 0; index < 6000; index++)
        page.drawText('•x', { x: 20 + (index % 60) * 9, y: 780 - Math.floor(index / 60) * 7, size: 4, font });
    });
    const [imported] = await importFile(bytes, 'cv.pdf');
    expect(imported?.yaml).toContain('Ada Example');
  });
});
