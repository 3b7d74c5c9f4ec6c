import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFPage, type PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { flateStream } from '../syntax/streams.js';
import { type Metrics, readMetrics } from './sfnt.js';
import { codesOf } from './unicode.js';

/** The characters of Windows-1252 (WinAnsiEncoding, ISO 32000-1 Annex D) from 0x80 to 0x9F; 0 for unassigned codes. */
const HIGH = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

const FIRST = 32;
const LAST = 255;

/**
 * Embeds a complete TrueType font as a simple font with WinAnsiEncoding (ISO 32000-1, 9.6.3), which form fillers can
 * write with.
 *
 * @param name the PostScript name of the font
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

/** A font that can show text within its encoding. */
export interface TextFont {
  ref: PDFRef;
  /** Encodes a text in the font's codes, in hexadecimal; undefined if the font lacks one of its characters. */
  encode(text: string): string | undefined;
  /** The width of a text in PDF units. */
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

/** The characters allowed in a page number line. */
export const NUMBER_CHARACTERS = '0123456789/ ';

/** A font already in a document that can show numbers: the codes and widths of its digits. */
export interface NumberFont {
  ref: PDFRef;
  /** Two-byte codes as hexadecimal, by character. */
  codes: ReadonlyMap<string, string>;
  /** Widths in thousandths of the type size, by character. */
  widths: ReadonlyMap<string, number>;
}

/**
 * Finds a font on a page that can show numbers: a composite font with Identity-H codes (as browsers embed them) whose
 * ToUnicode map covers every digit. The page must have shown each digit, or the subset would lack it.
 */
export function findNumberFont(page: PDFPage): NumberFont | undefined {
  const fonts = dictAt(dictAt(page.node, 'Resources'), 'Font');
  for (const [name, ref] of fonts?.entries() ?? []) {
    const font = fonts?.lookup(name);
    if (!(font instanceof PDFDict)) continue;
    const codes = codesByCharacter(font);
    if (![...NUMBER_CHARACTERS].every((character) => codes.has(character))) continue;
    const descendant = font.lookupMaybe(PDFName.of('DescendantFonts'), PDFArray)?.lookup(0);
    if (!(descendant instanceof PDFDict)) continue;
    const widthOf = readWidths(descendant);
    const widths = new Map(
      [...NUMBER_CHARACTERS].map((character) => [character, widthOf(Number.parseInt(codes.get(character) ?? '0', 16))]),
    );
    return { ref: ref as PDFRef, codes, widths };
  }
  return undefined;
}

/** The first code of each character of a font, in hexadecimal, according to its ToUnicode map. */
function codesByCharacter(font: PDFDict): Map<string, string> {
  const { texts, width } = codesOf(font);
  const codes = new Map<string, string>();
  for (const [code, text] of texts ?? [])
    if (!codes.has(text)) codes.set(text, code.toString(16).padStart(width * 2, '0'));
  return codes;
}

/** Glyph widths of a CID font (ISO 32000-1, 9.7.4.3). */
function readWidths(font: PDFDict): (code: number) => number {
  const widths = new Map<number, number>();
  const standard = font.lookupMaybe(PDFName.of('DW'), PDFNumber)?.asNumber() ?? 1000;
  const array = font.lookupMaybe(PDFName.of('W'), PDFArray);
  const number = (index: number) => (array?.lookup(index) as PDFNumber | undefined)?.asNumber() ?? 0;
  for (let index = 0; array && index < array.size(); ) {
    const first = number(index);
    const second = array.lookup(index + 1);
    if (second instanceof PDFArray) {
      for (const [offset, width] of second.asArray().entries())
        widths.set(first + offset, (width as PDFNumber).asNumber());
      index += 2;
    } else {
      for (let code = first; code <= number(index + 1); code++) widths.set(code, number(index + 2));
      index += 3;
    }
  }
  return (code) => widths.get(code) ?? standard;
}
