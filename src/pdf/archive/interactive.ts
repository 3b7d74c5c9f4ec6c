import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFPage, PDFStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { nameOf } from '../structure/trees.js';
import type { Annotation } from '../ua/subject.js';
import type { Report } from './conditions.js';

/** The types of annotations that ISO 19005-3, 6.3.1 permits. */
const KINDS = new Set(
  (
    'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup ' +
    'FileAttachment Widget PrinterMark TrapNet Watermark Redact'
  ).split(' '),
);

/** Flags of annotations (ISO 32000-1, Table 165). */
const PRINT = 4;
const UNSEEN = 1 | 2 | 32 | 256;

const BOXES = ['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox'];

/** Checks the dictionary of a page (ISO 19005-3, 6.1.13 and 6.5.2). */
export function checkPage({ node }: PDFPage, where: string, report: Report): void {
  if (node.has(PDFName.of('AA'))) report('6.5.2-2', where);
  checkEvents(node, where, report);
  for (const key of BOXES) {
    const box = key === 'MediaBox' ? node.MediaBox() : node.lookup(PDFName.of(key));
    if (!(box instanceof PDFArray)) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = box.asArray().map((_, at) => {
      const side = box.lookup(at);
      return side instanceof PDFNumber ? side.asNumber() : 0;
    });
    const sizes = [Math.abs(right - left), Math.abs(top - bottom)];
    if (sizes.some((size) => size < 3 || size > 14_400)) report('6.1.13-11', where);
  }
}

/** The events for which PDF/A-4 permits actions (ISO 19005-4, 6.6.3). */
const EVENTS = new Set(['E', 'X', 'D', 'U', 'Fo', 'Bl']);

/** Checks the additional actions of a document, page or annotation. */
export function checkEvents(dict: PDFDict, where: string, report: Report): void {
  const keys = dictAt(dict, 'AA')?.keys() ?? [];
  if (keys.some((key) => !EVENTS.has(key.decodeText()))) report('A-4 6.6.3-1', where);
}

/** Checks an annotation (ISO 19005-3, 6.3 and 6.4.1). */
export function checkAnnotation({ dict, subtype, page }: Annotation, report: Report): void {
  const where = `${subtype || 'an annotation'} on page ${page}`;
  if (!KINDS.has(subtype)) report('6.3.1-1', where);
  const flags = dict.lookup(PDFName.of('F'));
  if (!(flags instanceof PDFNumber)) {
    if (subtype !== 'Popup') report('6.3.2-1', where);
  } else if ((flags.asNumber() & (PRINT | UNSEEN)) !== PRINT) report('6.3.2-2', where);
  const isField = subtype === 'Widget';
  if (isField && dict.has(PDFName.of('A'))) report('6.4.1-1', where);
  if (isField && isTriggered(dict)) report('6.4.1-2', where);
  if (!isField) checkEvents(dict, where, report);
  const appearance = dictAt(dict, 'AP');
  if (!appearance) {
    if (subtype !== 'Popup' && subtype !== 'Link' && !isEmpty(dict)) report('6.3.3-1', where);
    return;
  }
  if (appearance.keys().some((key) => key !== PDFName.of('N'))) report('6.3.3-2', where);
  const normal = appearance.lookup(PDFName.of('N'));
  const kind = nameOf(dict.lookup(PDFName.of('FT')) ?? dictAt(dict, 'Parent')?.lookup(PDFName.of('FT')));
  if (isField && kind === 'Btn') {
    const states = normal instanceof PDFDict ? normal.keys().map((key) => normal.lookup(key)) : [];
    if (states.length === 0 || !states.every((state) => state instanceof PDFStream)) report('6.3.3-3', where);
  } else if (!(normal instanceof PDFStream)) report('6.3.3-4', where);
}

/** `true` if a field or one of its parents has actions for its events. */
function isTriggered(field: PDFDict): boolean {
  let level = 0;
  for (let dict: PDFDict | undefined = field; dict && level < 32; dict = dictAt(dict, 'Parent'), level++)
    if (dict.has(PDFName.of('AA'))) return true;
  return false;
}

function isEmpty(dict: PDFDict): boolean {
  const rectangle = dict.lookup(PDFName.of('Rect'));
  if (!(rectangle instanceof PDFArray)) return true;
  const [left, bottom, right, top] = rectangle.asArray().map((_, at) => String(rectangle.lookup(at)));
  return left === right && bottom === top;
}
