import { PDFDict, PDFName } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { isNamed } from './catalog.js';
import { type Fault, fault } from './conditions.js';
import { type Annotation, isHidden, lineOf, stated, type UaSubject } from './subject.js';

/** The kinds of annotations (ISO 32000-1, Table 169). */
const KINDS = new Set(
  (
    'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup ' +
    'FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact'
  ).split(' '),
);

/** Annotations (ISO 14289-1, 7.18): checkpoint 28. */
export function* checkAnnotations({ pages, annotations }: UaSubject): Generator<Fault> {
  const annotated = new Set(annotations.map((annotation) => annotation.page));
  for (const { page, number } of pages) {
    if (!annotated.has(number)) continue;
    const tabs = page.node.lookup(PDFName.of('Tabs'));
    if (tabs === undefined) yield fault('28-008', `page ${number}`);
    else if (tabs !== PDFName.of('S')) yield fault('28-009', `page ${number}`);
  }
  for (const annotation of annotations) yield* checkAnnotation(annotation);
}

function* checkAnnotation(annotation: Annotation): Generator<Fault> {
  const { dict, subtype, owner } = annotation;
  const where = `${subtype} on page ${annotation.page}`;
  if (subtype === 'TrapNet') yield fault('28-007', where);
  yield* checkMedia(dict, where);
  if (subtype === 'PrinterMark') {
    if (owner) yield fault('28-017', where);
    return;
  }
  // A popup is part of its parent annotation.
  if (isHidden(annotation) || subtype === 'Popup' || subtype === 'TrapNet') return;
  const described = stated(dict, 'Contents') || (owner !== undefined && stated(owner.element.dict, 'Alt'));
  if (subtype === 'Widget') {
    if (!within(annotation, 'Form')) yield fault('28-010', where);
    const named = [dict, dictAt(dict, 'Parent')].some((field) => field && stated(field, 'TU'));
    if (!named && !(owner && stated(owner.element.dict, 'Alt'))) yield fault('28-005', where);
  } else if (subtype === 'Link') {
    if (!within(annotation, 'Link')) yield fault('28-011', where);
    if (!stated(dict, 'Contents')) yield fault('28-012', where);
    if (!described) yield fault('28-004', where);
  } else if (!KINDS.has(subtype)) {
    if (owner?.role !== 'Annot' || !described) yield fault('28-006', where);
  } else {
    if (owner?.role !== 'Annot') yield fault('28-002', where);
    if (!described) yield fault('28-004', where);
    const file = dict.lookup(PDFName.of('FS'));
    if (subtype === 'FileAttachment' && !(file instanceof PDFDict && isNamed(file))) yield fault('28-016', where);
  }
}

function within({ owner }: Annotation, role: string): boolean {
  return [...lineOf(owner)].some((node) => node.role === role);
}

/** Media clips that an annotation plays (ISO 32000-1, 13.2.4.2). */
function* checkMedia(dict: PDFDict, where: string): Generator<Fault> {
  const clip = dictAt(dictAt(dictAt(dict, 'A'), 'R'), 'C');
  if (!clip || clip.lookup(PDFName.of('S')) !== PDFName.of('MCD')) return;
  if (!clip.has(PDFName.of('CT'))) yield fault('28-014', where);
  if (!clip.has(PDFName.of('Alt'))) yield fault('28-015', where);
}
