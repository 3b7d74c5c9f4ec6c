import { PDFArray, type PDFDict, PDFName, PDFNumber, PDFStream } from 'pdf-lib';
import { codesOf, PRIVATE_USE } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { nameOf } from '../structure/trees.js';
import type { FontUse } from '../ua/painting.js';
import type { Report } from './conditions.js';

const SIMPLE = new Set(['Type1', 'MMType1', 'TrueType', 'Type3']);
const PROGRAMS = new Set(['Type1C', 'CIDFontType0C', 'OpenType']);

/** Checks the fonts of shown text beyond PDF/UA-1 (ISO 19005-3, 6.2.11). */
export function checkFonts(fonts: ReadonlyMap<PDFDict, FontUse>, report: Report): void {
  for (const [font, use] of fonts) checkFont(font, use, report);
}

function checkFont(font: PDFDict, use: FontUse, report: Report): void {
  const kind = nameOf(font.lookup(PDFName.of('Subtype'))) ?? '';
  const name = nameOf(font.lookup(PDFName.of('BaseFont')));
  const where = name ?? kind;
  if (nameOf(font.lookup(PDFName.of('Type'))) !== 'Font') report('6.2.11.2-1', where);
  if (kind !== 'Type0' && !SIMPLE.has(kind)) report('6.2.11.2-2', where);
  if (kind !== 'Type3' && name === undefined) report('6.2.11.2-3', where);
  if (SIMPLE.has(kind) && !listsWidths(font)) report('6.2.11.2-6', where);
  const descendants = font.lookup(PDFName.of('DescendantFonts'));
  const cid = descendants instanceof PDFArray ? descendants.lookup(0) : undefined;
  const descriptor = dictAt((cid as PDFDict | undefined) ?? font, 'FontDescriptor');
  const program = descriptor?.lookup(PDFName.of('FontFile3'));
  const format = program instanceof PDFStream ? nameOf(program.dict.lookup(PDFName.of('Subtype'))) : undefined;
  if (program && !PROGRAMS.has(format ?? '')) report('6.2.11.2-7', where);
  if (kind.endsWith('Type1') && descriptor?.has(PDFName.of('CharSet'))) report('6.2.11.4.2-1', where);
  // Only TrueType programs are read.
  const isRead = kind === 'Type3' || descriptor?.has(PDFName.of('FontFile2'));
  if (use.visible && !isRead && (program || descriptor?.has(PDFName.of('FontFile')))) report('6.2.11.5-1', where);
  const { texts } = codesOf(font);
  if (!texts) return;
  if ([...use.all].some((code) => !texts.get(code))) report('6.2.11.7.2-1', where);
  if ([...use.bare].some((code) => PRIVATE_USE.test(texts.get(code) ?? ''))) report('6.2.11.7.3-1', where);
}

function listsWidths(font: PDFDict): boolean {
  const [first, last] = ['FirstChar', 'LastChar'].map((key) => font.lookup(PDFName.of(key)));
  const widths = font.lookup(PDFName.of('Widths'));
  if (!(first instanceof PDFNumber && last instanceof PDFNumber && widths instanceof PDFArray)) return false;
  return widths.size() === last.asNumber() - first.asNumber() + 1;
}
