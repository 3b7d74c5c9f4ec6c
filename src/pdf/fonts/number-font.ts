import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFPage, type PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { codesOf } from './unicode.js';

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
