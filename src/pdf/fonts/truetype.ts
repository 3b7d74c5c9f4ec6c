import { type PDFContext, type PDFDict, PDFName, type PDFRef } from 'pdf-lib';
import { flateStream } from '../syntax/deflate.js';

/** The characters of Windows-1252 (WinAnsiEncoding, ISO 32000-1 Annex D) from 0x80 to 0x9F; 0 where there is none. */
const HIGH = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

const FIRST = 32;
const LAST = 255;

/**
 * Embeds a TrueType font whole, as a simple font with WinAnsiEncoding (ISO 32000-1, 9.6.3): what programs that fill in
 * forms can write with.
 *
 * @param name its PostScript name
 * @param sfnt an OpenType file with TrueType outlines
 */
export function embedTrueType(context: PDFContext, name: string, sfnt: Uint8Array): PDFRef {
  const font = readMetrics(sfnt);
  const scale = (value: number) => Math.round((value * 1000) / font.unitsPerEm);
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 32, // nonsymbolic
    FontBBox: font.box.map(scale),
    ItalicAngle: 0,
    Ascent: scale(font.ascent),
    Descent: scale(font.descent),
    CapHeight: scale(font.ascent),
    StemV: 80,
    FontFile2: context.register(flateStream(context, sfnt, { Length1: sfnt.length })),
  });
  const widths = Array.from({ length: LAST - FIRST + 1 }, (_, index) => scale(font.widthOf(unicodeOf(index + FIRST))));
  const dict = context.obj({
    Type: 'Font',
    Subtype: 'TrueType',
    BaseFont: name,
    FirstChar: FIRST,
    LastChar: LAST,
    Widths: widths,
    FontDescriptor: context.register(descriptor),
    Encoding: 'WinAnsiEncoding',
  }) as PDFDict;
  dict.set(PDFName.of('ToUnicode'), context.register(flateStream(context, toUnicode())));
  return context.register(dict);
}

/** A font with which text can be set, as far as its encoding goes. */
export interface TextFont {
  ref: PDFRef;
  /** A text as a string of the font's codes, in hexadecimal; undefined where it has a character that the font lacks. */
  encode(text: string): string | undefined;
  /** In PDF units. */
  widthOf(text: string, size: number): number;
}

export function textFont(context: PDFContext, name: string, sfnt: Uint8Array): TextFont {
  const metrics = readMetrics(sfnt);
  const widthOf = (text: string, size: number) => {
    const units = [...text].reduce((sum, character) => sum + metrics.widthOf(character.codePointAt(0) ?? 0), 0);
    return (units * size) / metrics.unitsPerEm;
  };
  return { ref: embedTrueType(context, name, sfnt), encode: (text) => encode(text, metrics), widthOf };
}

function encode(text: string, metrics: Metrics): string | undefined {
  const codes = [...text].map((character) => {
    const unicode = character.codePointAt(0) ?? 0;
    const high = HIGH.indexOf(unicode);
    const code = high >= 0 ? high + 0x80 : unicode;
    const isCode = high >= 0 || (code >= FIRST && code < 0x7f) || (code >= 0xa0 && code <= LAST);
    return isCode && metrics.hasGlyph(unicode) ? code.toString(16).padStart(2, '0') : undefined;
  });
  return codes.includes(undefined) ? undefined : codes.join('');
}

function unicodeOf(code: number): number {
  return code >= 0x80 && code <= 0x9f ? (HIGH[code - 0x80] ?? 0) : code;
}

function toUnicode(): string {
  const codes = Array.from({ length: LAST - FIRST + 1 }, (_, index) => index + FIRST).filter(
    (code) => unicodeOf(code) > 0 && code !== 0x7f,
  );
  const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
  const blocks: string[] = [];
  for (let at = 0; at < codes.length; at += 100) {
    const block = codes.slice(at, at + 100);
    blocks.push(
      `${block.length} beginbfchar\n${block.map((code) => `<${hex(code, 2)}> <${hex(unicodeOf(code), 4)}>`).join('\n')}\nendbfchar`,
    );
  }
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n${blocks.join('\n')}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend`;
}

/** What a font says of its size and of its characters, in units of its own. */
interface Metrics {
  unitsPerEm: number;
  box: number[];
  ascent: number;
  descent: number;
  widthOf(unicode: number): number;
  hasGlyph(unicode: number): boolean;
}

/** The tables head, hhea, hmtx and cmap (format 4) of an OpenType file. */
export function readMetrics(sfnt: Uint8Array): Metrics {
  const view = new DataView(sfnt.buffer, sfnt.byteOffset, sfnt.byteLength);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    tables.set(String.fromCharCode(...sfnt.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const table = (tag: string) => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`the font has no table ${tag}`);
    return offset;
  };
  const [head, hhea, hmtx] = [table('head'), table('hhea'), table('hmtx')];
  const long = view.getUint16(hhea + 34);
  const glyphOf = readCmap(view, table('cmap'));
  return {
    unitsPerEm: view.getUint16(head + 18),
    box: [36, 38, 40, 42].map((at) => view.getInt16(head + at)),
    ascent: view.getInt16(hhea + 4),
    descent: view.getInt16(hhea + 6),
    hasGlyph: (unicode) => glyphOf(unicode) > 0,
    widthOf: (unicode) => view.getUint16(hmtx + Math.min(glyphOf(unicode), long - 1) * 4),
  };
}

function readCmap(view: DataView, cmap: number): (unicode: number) => number {
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const at = cmap + view.getUint32(cmap + 8 + index * 8);
    if (view.getUint16(at) !== 4) continue;
    const twice = view.getUint16(at + 6);
    return (unicode) => {
      for (let segment = 0; segment < twice; segment += 2) {
        if (view.getUint16(at + 14 + segment) < unicode) continue;
        const start = view.getUint16(at + 16 + twice + segment);
        if (start > unicode) return 0;
        const delta = view.getUint16(at + 16 + 2 * twice + segment);
        const offset = view.getUint16(at + 16 + 3 * twice + segment);
        if (offset === 0) return (unicode + delta) & 0xffff;
        const glyph = view.getUint16(at + 16 + 3 * twice + segment + offset + (unicode - start) * 2);
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      }
      return 0;
    };
  }
  throw new Error('the font has no character map that can be read');
}
