import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFPage,
  PDFRawStream,
  type PDFRef,
} from 'pdf-lib';
import { dictAt } from '../metadata.js';

/** The characters a number line may hold. */
export const NUMBER_CHARACTERS = '0123456789/ ';

/** A font that is already in a document and can set numbers: codes and widths of its digits. */
export interface NumberFont {
  ref: PDFRef;
  /** Two-byte codes as hexadecimal, by character. */
  codes: ReadonlyMap<string, string>;
  /** Widths in thousandths of the type size, by character. */
  widths: ReadonlyMap<string, number>;
}

/**
 * The font on a page with which numbers can be set: a composite font with Identity-H codes (as browsers embed them)
 * whose ToUnicode map names every digit. The page must have printed each of them, or they are not in the subset.
 */
export function findNumberFont(page: PDFPage): NumberFont | undefined {
  const fonts = dictAt(dictAt(page.node, 'Resources'), 'Font');
  for (const [name, ref] of fonts?.entries() ?? []) {
    const font = fonts?.lookup(name);
    const map = font instanceof PDFDict ? font.lookup(PDFName.of('ToUnicode')) : undefined;
    if (!(font instanceof PDFDict) || !(map instanceof PDFRawStream)) continue;
    const codes = readToUnicode(new TextDecoder('latin1').decode(decodePDFRawStream(map).decode()));
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

/** Characters to codes of a ToUnicode map (ISO 32000-1, 9.10.3): bfchar and bfrange. */
function readToUnicode(cmap: string): Map<string, string> {
  const codes = new Map<string, string>();
  const add = (code: number, width: number, character: number) => {
    const text = String.fromCodePoint(character);
    if (!codes.has(text)) codes.set(text, code.toString(16).padStart(width, '0'));
  };
  for (const body of blocksOf(cmap, 'bfchar')) {
    for (const [, code = '', text = ''] of body.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]{4})>/g))
      add(Number.parseInt(code, 16), code.length, Number.parseInt(text, 16));
  }
  for (const body of blocksOf(cmap, 'bfrange')) {
    for (const [, from = '', to = '', text = ''] of body.matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]{4})>/g,
    )) {
      const first = Number.parseInt(from, 16);
      const last = Math.min(Number.parseInt(to, 16), first + 0xffff);
      for (let code = first; code <= last; code++) add(code, from.length, Number.parseInt(text, 16) + code - first);
    }
  }
  return codes;
}

/** The blocks of a ToUnicode map of one kind. */
function blocksOf(cmap: string, kind: 'bfchar' | 'bfrange'): string[] {
  return cmap
    .split(`begin${kind}`)
    .slice(1)
    .map((block) => block.split(`end${kind}`, 1)[0] ?? '');
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
