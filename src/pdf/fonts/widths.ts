import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject } from 'pdf-lib';

const KNOWN = new WeakMap<PDFDict, (code: number) => number>();

/** The width that is assumed where a font gives none: half the size of the text. */
const USUAL = 500;

/** The widths of a font's codes, in thousandths of the size of the text (ISO 32000-1, 9.2.4). */
export function advancesOf(font: PDFDict): (code: number) => number {
  const known = KNOWN.get(font) ?? readAdvances(font);
  KNOWN.set(font, known);
  return known;
}

/** Adds the widths of consecutive codes to a composite font, in thousandths of the size of the text. */
export function addWidths(font: PDFDict, cid: PDFDict, first: number, widths: readonly number[]): void {
  const list = cid.lookup(PDFName.of('W'), PDFArray);
  list.push(PDFNumber.of(first));
  list.push(font.context.obj([...widths]));
  KNOWN.delete(font);
}

function readAdvances(font: PDFDict): (code: number) => number {
  const below = font.lookup(PDFName.of('DescendantFonts'));
  const cid = below instanceof PDFArray ? below.lookup(0) : undefined;
  if (cid instanceof PDFDict) {
    const widths = widthsOf(cid);
    const rest = numberOf(cid.lookup(PDFName.of('DW'))) ?? 1000;
    return (code) => widths.get(code) ?? rest;
  }
  const list = font.lookup(PDFName.of('Widths'));
  const first = numberOf(font.lookup(PDFName.of('FirstChar'))) ?? 0;
  // The widths of a Type 3 font are in units of its own.
  if (!(list instanceof PDFArray) || font.has(PDFName.of('FontMatrix'))) return () => USUAL;
  return (code) =>
    (code >= first && code - first < list.size() ? numberOf(list.lookup(code - first)) : undefined) ?? USUAL;
}

/** The widths of CIDs (ISO 32000-1, 9.7.4.3): `first [w w …]` or `first last w`. */
export function widthsOf(cid: PDFDict): Map<number, number> {
  const widths = new Map<number, number>();
  // Many overlapping ranges could take arbitrarily long.
  let left = 0x100000;
  const list = cid.lookup(PDFName.of('W'));
  if (!(list instanceof PDFArray)) return widths;
  for (let at = 0; at + 1 < list.size(); ) {
    const first = numberOf(list.lookup(at)) ?? 0;
    const next = list.lookup(at + 1);
    if (next instanceof PDFArray) {
      next.asArray().forEach((_, index) => {
        widths.set(first + index, numberOf(next.lookup(index)) ?? 0);
      });
      at += 2;
    } else {
      const width = numberOf(list.lookup(at + 2)) ?? 0;
      const last = Math.min(numberOf(next) ?? first, 0xffff);
      for (let code = Math.max(first, 0); code <= last && left > 0; code++, left--) widths.set(code, width);
      at += 3;
    }
  }
  return widths;
}

/** The value of a number; undefined for another object. */
export function numberOf(object: PDFObject | undefined): number | undefined {
  return object instanceof PDFNumber ? object.asNumber() : undefined;
}
