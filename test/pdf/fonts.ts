import type { PDFDict, PDFObject } from 'pdf-lib';
import { addContent, dictIn, name, type Tagged, text } from './tagged.js';

/** Platform and encoding of each kind of character map. */
export const UNICODE = [3, 1] as const;
export const SYMBOLS = [3, 0] as const;
export const MACINTOSH = [1, 0] as const;

/** The glyphs of consecutive characters, in a map of the given kind. */
export interface TinyMap {
  kind: readonly [platform: number, encoding: number];
  first: number;
  glyphs: readonly number[];
}

/** Maps the letter A to glyph 1. */
export const LETTER: TinyMap = { kind: UNICODE, first: 65, glyphs: [1] };

/** The smallest TrueType file that can show text; its glyphs are empty. */
export function tinyFont(widths: readonly number[], maps: readonly TinyMap[] = [LETTER]): Uint8Array {
  const tables: [string, Uint8Array][] = [
    ['cmap', mapTable(maps)],
    ['glyf', words(4, {})],
    ['head', words(54, { 18: 1000 })],
    ['hhea', words(36, { 34: widths.length })],
    ['hmtx', words(widths.length * 4, Object.fromEntries(widths.map((width, index) => [index * 4, width])))],
    ['loca', words(widths.length * 2 + 2, {})],
    ['maxp', words(6, { 4: widths.length })],
  ];
  const start = 12 + tables.length * 16;
  const size = tables.reduce((sum, [, table]) => sum + table.length, start);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  let at = start;
  tables.forEach(([tag, table], index) => {
    const entry = 12 + index * 16;
    bytes.set(
      [...tag].map((character) => character.charCodeAt(0)),
      entry,
    );
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, table.length);
    bytes.set(table, at);
    at += table.length;
  });
  return bytes;
}

/** A cmap table with subtables of format 6. */
function mapTable(maps: readonly TinyMap[]): Uint8Array {
  const values: Record<number, number> = { 2: maps.length };
  let at = 4 + maps.length * 8;
  maps.forEach(({ kind, first, glyphs }, index) => {
    const entry = 4 + index * 8;
    Object.assign(values, { [entry]: kind[0], [entry + 2]: kind[1], [entry + 6]: at });
    Object.assign(values, { [at]: 6, [at + 2]: 10 + glyphs.length * 2, [at + 6]: first, [at + 8]: glyphs.length });
    glyphs.forEach((glyph, place) => {
      values[at + 10 + place * 2] = glyph;
    });
    at += 10 + glyphs.length * 2;
  });
  return words(at, values);
}

function words(size: number, values: Record<number, number>): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of Object.entries(values)) view.setUint16(Number(at), value);
  return bytes;
}

/** Shows text in a composite font named `G`, whose only character has code 1 and represents A. */
export function addComposite(tagged: Tagged, code = '0001'): { font: PDFDict; cid: PDFDict } {
  const { context } = tagged;
  const descriptor = {
    Type: 'FontDescriptor',
    FontName: 'Tiny',
    Flags: 4,
    FontFile2: context.register(context.stream(tinyFont([500, 500]))),
  };
  const cid = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: 'Tiny',
    CIDSystemInfo: system(tagged, 'Adobe', 'Identity', 0),
    CIDToGIDMap: 'Identity',
    DW: 1000,
    W: [1, [500]],
    FontDescriptor: context.register(context.obj(descriptor)),
  }) as PDFDict;
  const font = context.obj({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: 'Tiny',
    Encoding: 'Identity-H',
    DescendantFonts: [context.register(cid)],
    ToUnicode: context.register(context.stream('1 beginbfrange <0000> <0003> <0041> endbfrange')),
  }) as PDFDict;
  useFont(tagged, font, `<${code}>`);
  return { font, cid };
}

/** Shows an A in an embedded simple TrueType font. */
export function addTrueType(
  tagged: Tagged,
  flags: number,
  entries: Record<string, PDFObject> = {},
  maps: readonly TinyMap[] = [LETTER],
): PDFDict {
  const { context } = tagged;
  const descriptor = {
    Type: 'FontDescriptor',
    FontName: 'Tiny',
    Flags: flags,
    FontFile2: context.register(context.stream(tinyFont([500, 500], maps))),
  };
  const font = context.obj({
    Type: 'Font',
    Subtype: 'TrueType',
    BaseFont: 'Tiny',
    FirstChar: 65,
    LastChar: 65,
    Widths: [500],
    ToUnicode: context.register(context.stream('1 beginbfchar <41> <0041> endbfchar')),
    FontDescriptor: context.register(context.obj(descriptor)),
  }) as PDFDict;
  for (const [key, value] of Object.entries(entries)) font.set(name(key), value);
  useFont(tagged, font, '(A)');
  return font;
}

/** Adds a CIDSet to a composite font, given as bytes. */
export function listCharacters({ context }: Tagged, cid: PDFDict, ...bytes: number[]): void {
  dictIn(cid, 'FontDescriptor').set(name('CIDSet'), context.register(context.stream(Uint8Array.from(bytes))));
}

export function useFont(tagged: Tagged, font: PDFDict, shown: string): void {
  const fonts = dictIn(dictIn(tagged.page, 'Resources'), 'Font');
  fonts.set(name('G'), tagged.context.register(font));
  addContent(tagged, `/Artifact BMC BT /G 12 Tf ${shown} Tj ET EMC`);
}

/** The CIDSystemInfo of a font or a CMap. */
export function system({ context }: Tagged, registry: string, ordering: string, supplement: number): PDFDict {
  const dict = context.obj({ Supplement: supplement }) as PDFDict;
  dict.set(name('Registry'), text(registry));
  dict.set(name('Ordering'), text(ordering));
  return dict;
}
