import { readFileSync } from 'node:fs';
import { PDFDict, type PDFObject } from 'pdf-lib';
import { expect, test } from 'vitest';
import { embedTrueType } from '../../../src/pdf/fonts/truetype.js';
import { checkUa } from '../../../src/pdf/ua/check.js';
import { woffToSfnt } from '../../../src/template/font-packages.js';
import { packageFolder } from '../../support/paths.js';
import { addTrueType, LETTER, MACINTOSH, SYMBOLS, type TinyMap, UNICODE, useFont } from '../fonts.js';
import { dictIn, name, soundPdf, type Tagged } from '../tagged.js';

const LETTERS = 32;
const SYMBOLIC = 4;
const ANSI = { Encoding: name('WinAnsiEncoding') };
const MAC = { Encoding: name('MacRomanEncoding') };

function map(kind: TinyMap['kind'], first: number, glyph = 1): TinyMap {
  return { kind, first, glyphs: [glyph] };
}

/** The conditions found if the given text is shown in a font with the given maps. */
async function found(flags: number, entries: Record<string, PDFObject>, maps: TinyMap[], shown = '(A)') {
  const tagged = await soundPdf();
  const font = addTrueType(tagged, flags, entries, maps);
  font.delete(name('Widths'));
  useFont(tagged, font, shown);
  return conditionsOf(tagged);
}

function conditionsOf({ document }: Tagged): string[] {
  return checkUa(document).map(({ condition }) => condition);
}

test('looks up a letter by its character in every map that can contain it', async () => {
  expect(await found(LETTERS, ANSI, [map(UNICODE, 0x20ac)], '<80>')).toEqual([]);
  expect(await found(LETTERS, MAC, [map(UNICODE, 0xe4)], '<8A>')).toEqual([]);
  expect(await found(LETTERS, ANSI, [map(MACINTOSH, 0x8a)], '<E4>')).toEqual([]);
  expect(await found(LETTERS, ANSI, [map(UNICODE, 66), map(MACINTOSH, 65)])).toEqual([]);
  expect(await found(LETTERS, ANSI, [map(SYMBOLS, 65), map(MACINTOSH, 66)])).toEqual(['31-018']);
  expect(await found(LETTERS, MAC, [map(UNICODE, 0xc4)], '<8A>')).toEqual(['31-018']);
});

test('accepts an equivalent glyph for a no-break space and a soft hyphen', async () => {
  expect(await found(LETTERS, ANSI, [map(UNICODE, 32)], '<A0>')).toEqual([]);
  expect(await found(LETTERS, ANSI, [map(UNICODE, 45)], '<AD>')).toEqual([]);
});

test('ignores codes without a character and glyph names that only a glyph list could resolve', async () => {
  expect(await found(LETTERS, ANSI, [LETTER], '<0181>')).toEqual([]);
  const tagged = await soundPdf();
  const encoding = (glyph: string) => ({
    Encoding: tagged.context.obj({ BaseEncoding: 'WinAnsiEncoding', Differences: [65, glyph] }),
  });
  expect(await found(LETTERS, encoding('aacute'), [map(UNICODE, 66)])).toEqual([]);
  expect(await found(LETTERS, encoding('uni00E1'), [map(UNICODE, 0xe1)])).toEqual([]);
  expect(await found(LETTERS, encoding('uni00E1'), [map(UNICODE, 0xe2)])).toEqual(['31-018']);
  expect(await found(LETTERS, encoding('B'), [map(UNICODE, 66)])).toEqual([]);
});

test('looks up a symbol by its code, or by its code in the private use area', async () => {
  expect(await found(SYMBOLIC, {}, [map(SYMBOLS, 65)])).toEqual([]);
  expect(await found(SYMBOLIC, {}, [map(MACINTOSH, 66), map(SYMBOLS, 0xf041)])).toEqual([]);
  expect(await found(SYMBOLIC, {}, [map(MACINTOSH, 65)])).toEqual([]);
  expect(await found(SYMBOLIC, {}, [map(SYMBOLS, 0xf042)])).toEqual(['31-011']);
});

test('treats a glyph index beyond the last glyph as missing', async () => {
  expect(await found(LETTERS, ANSI, [map(UNICODE, 65, 2)])).toEqual(['31-011']);
  expect(await found(SYMBOLIC, {}, [map(MACINTOSH, 65, 2)])).toEqual(['31-011']);
});

test('accepts widths that differ by rounding only', async () => {
  for (const [width, conditions] of [
    [500, []],
    [499.5, []],
    [501, []],
    [502, ['31-016']],
  ] as const) {
    const tagged = await soundPdf();
    addTrueType(tagged, LETTERS, { ...ANSI, Widths: tagged.context.obj([width]) });
    expect(conditionsOf(tagged)).toEqual(conditions);
  }
});

test('ignores the font of invisible text', async () => {
  expect(await found(LETTERS, ANSI, [map(UNICODE, 66)], '3 Tr (A)')).toEqual([]);
});

test('reports nothing for a font program that cannot be parsed', async () => {
  for (const program of ['', 'no font', '\u0000\u0001\u0000\u0000\u00ff\u00ff']) {
    const tagged = await soundPdf();
    const font = addTrueType(tagged, LETTERS, ANSI);
    dictIn(font, 'FontDescriptor').set(name('FontFile2'), tagged.context.register(tagged.context.stream(program)));
    expect(conditionsOf(tagged)).toEqual([]);
  }
});

test('finds every declared character in the complete font that is embedded for form fields', async () => {
  const tagged = await soundPdf();
  const file = `${packageFolder('@fontsource/source-sans-3')}/files/source-sans-3-latin-400-normal.woff`;
  const font = tagged.context.lookup(embedTrueType(tagged.context, 'Sans', woffToSfnt(readFileSync(file))), PDFDict);
  const shown = Buffer.from(Array.from({ length: 95 }, (_, index) => index + 32)).toString('hex');
  useFont(tagged, font, `<${shown}80A0A9ADC4E4E9FC>`);
  expect(conditionsOf(tagged)).toEqual([]);
});
