import { type PDFArray, type PDFDict, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib';
import { expect, test } from 'vitest';
import { codesOf } from '../../src/pdf/fonts/unicode.js';
import { advancesOf } from '../../src/pdf/fonts/widths.js';
import { spellText, splitText } from '../../src/pdf/structure/spelled-text.js';
import { contentOf, decodeStream } from '../../src/pdf/syntax/page-content.js';
import { tinyFont } from './fonts.js';

/** The letters ka, na and ya, the sign for i, the anusvara, a half na, and an empty glyph without width. */
const TEXTS = ['', 'क', 'न', 'य', 'ि', 'ं', 'न्', ''];
const WIDTHS = [500, 600, 500, 700, 300, 0, 400, 0];
const [KA, NA, YA, I, ANUSVARA, HALF_NA] = [1, 2, 3, 4, 5, 6];

const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
const code = (glyph = 0) => glyph.toString(16).toUpperCase().padStart(4, '0');

/** A page in the form that the browser writes. */
async function pageWith(content: string, program: Uint8Array | null = tinyFont(WIDTHS)) {
  const document = await PDFDocument.create();
  const { context } = document;
  const entries = TEXTS.flatMap((text, glyph) => (text ? [`<${code(glyph)}> <${utf16(text)}>`] : []));
  const map = `${entries.length} beginbfchar ${entries.join('\n')} endbfchar`;
  const file = program ? { FontFile2: context.register(context.flateStream(program)) } : {};
  const cid = context.obj({
    ...{ Type: 'Font', Subtype: 'CIDFontType2', CIDToGIDMap: 'Identity', DW: 1000, W: [0, WIDTHS] },
    FontDescriptor: { Type: 'FontDescriptor', ...file },
  });
  const font = context.obj({
    ...{ Type: 'Font', Subtype: 'Type0', Encoding: 'Identity-H', DescendantFonts: [cid] },
    ToUnicode: context.register(context.flateStream(map)),
  }) as PDFDict;
  const page = document.addPage();
  page.node.set(PDFName.of('Resources'), context.obj({ Font: { F4: context.register(font) } }));
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  const before = content;
  spellText(document);
  const after = new TextDecoder().decode(contentOf(page.node));
  return { font, cid: cid as PDFDict, after, isChanged: after !== before };
}

/** The text that the strings of a page spell, and the places where they leave the glyphs. */
function read(content: string, font: PDFDict): { text: string; places: number[] } {
  let text = '';
  let [x, spacing] = [0, 0];
  const places: number[] = [];
  for (const [, place, space, digits = ''] of content.matchAll(/([\d.]+) [\d.]+ Tm|(-?[\d.]+) Tc|<([\dA-F]+)> Tj/g)) {
    if (place) x = Number(place);
    else if (space) spacing = Number(space);
    else
      for (const glyph of digits.match(/.{4}/g) ?? []) {
        text += codesOf(font).texts?.get(Number.parseInt(glyph, 16));
        const width = advancesOf(font)(Number.parseInt(glyph, 16)) / 100;
        if (width > 0 || spacing !== 0) places.push(Math.round(x * 1e4) / 1e4);
        x += width + spacing;
      }
  }
  return { text, places };
}

const stated = (text: string, shown: string) => `/Span<</ActualText <FEFF${utf16(text)}> >> BDC ${shown} EMC`;
const object = (shown: string) => `BT /F4 10 Tf 1 0 0 -1 50 20 Tm ${shown} ET`;

test.each([
  ['नि', ['ि', 'न'], ['न', 'ि']],
  ['पा', ['प', 'ा'], ['प', 'ा']],
  ['र्ष', ['ष', 'र्'], ['र', '्ष']],
  ['त्रि', ['', ''], ['त', '्रि']],
  ['श्नों', ['श्न', 'ा', 'ें'], ['श्न', 'ो', 'ं']],
  ['ई', ['इ', 'र्'], ['ई', '']],
  ['', [''], ['']],
])('splits %s among glyphs', (text, owns, pieces) => {
  expect(splitText(text, owns)).toEqual(pieces);
  expect(pieces.join('')).toBe(text);
});

test('spells a cluster whose sign is painted before its letter, with glyphs at the same places', async () => {
  const { font, cid, after } = await pageWith(object(stated('नि', `<${code(I)}> Tj 3 0 Td <${code(NA)}> Tj`)));
  expect(read(after, font)).toEqual({ text: 'नि', places: [50, 53] });
  expect(after).not.toContain('ActualText');
  // The new codes paint the same glyphs.
  const shown = /<([\dA-F]{8})> Tj/.exec(after)?.[1] ?? '';
  const map = decodeStream(cid.lookup(PDFName.of('CIDToGIDMap')) as PDFRawStream);
  const glyphs = (shown.match(/.{4}/g) ?? []).map((digits) => map[Number.parseInt(digits, 16) * 2 + 1]);
  expect(glyphs).toEqual([I, NA]);
});

test('closes the gap behind a sign, and keeps its replacement text', async () => {
  const { font, after } = await pageWith(
    object(`${stated('कं', `<${code(KA)}> Tj 4 0 Td <${code(ANUSVARA)}> Tj`)} 2 0 Td <${code(NA)}> Tj`),
  );
  expect(read(after, font)).toEqual({ text: 'कंन', places: [50, 54, 56] });
  expect(after).toContain('BDC\n-2 Tc\n<0001> Tj\n2 Tc\n<0005> Tj\n0 Tc\nEMC\n');
  expect(after).toMatch(/0 Tc\nEMC\n<0002> Tj\nET$/);
});

test('gives the sign of a letter that has room a code that paints nothing', async () => {
  const { font, cid, after } = await pageWith(object(`<${code(HALF_NA)}> Tj 4 0 Td <${code(YA)}> Tj`));
  expect(read(after, font)).toEqual({ text: 'न्य', places: [50, 54] });
  expect(after).toContain('<000700080003> Tj');
  const texts = codesOf(font).texts;
  expect([texts?.get(7), texts?.get(8)]).toEqual(['न', '्']);
  expect([7, 8].map(advancesOf(font))).toEqual([400, 0]);
  expect((cid.lookup(PDFName.of('W')) as PDFArray).size()).toBe(4);
});

test('writes glyphs above the line with a rise', async () => {
  const { after } = await pageWith(object(`<${code(KA)}> Tj 6 -2 Td <${code(ANUSVARA)}> Tj 0 2 Td <${code(NA)}> Tj`));
  expect(after).toContain('-2 Ts\n<0005> Tj\n0 Ts\n<0002> Tj');
});

test('leaves the sign with its letter if the font has no empty glyph', async () => {
  const { font, after } = await pageWith(object(`<${code(HALF_NA)}> Tj 4 0 Td <${code(YA)}> Tj`), null);
  expect(read(after, font).text).toBe('न्य');
  expect(after).toContain('<00060003> Tj');
});

test.each([
  ['text of another form', object(`<${code(KA)}> Tj (x) '`)],
  ['a cluster with several glyphs in one operator', object(stated('नि', `<${code(I)}${code(NA)}> Tj`))],
  ['text from right to left', object(stated('לא', `<${code(I)}> Tj`))],
])('leaves %s unchanged', async (_, content) => {
  expect((await pageWith(content)).isChanged).toBe(false);
});
