import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { fileSpecs } from '../attach.js';
import { dictAt, listAt } from '../metadata.js';
import { bookmarkItems } from '../structure/outline.js';
import { nameOf, readNameTree, textOf } from '../structure/trees.js';
import { decodeStream } from '../syntax/page-content.js';
import type { Fault } from '../verdict.js';
import { type Condition, fault } from './conditions.js';
import { hasPrivateUse } from './elements-2.js';
import { type Annotation, stated, type UaSubject, type Whole } from './subject.js';

/** The language, the layers and the files of a document (ISO 14289-2, 8.4.4, 8.7 and 8.14.1). */
export function* checkCatalog2({ document, catalog }: Whole): Generator<Fault> {
  if (!stated(catalog, 'Lang')) yield fault('8.4.4-1');
  const layers = dictAt(catalog, 'OCProperties');
  const standard = dictAt(layers, 'D');
  if (standard && !stated(standard, 'Name') && listAt(layers, 'Configs').length > 0) yield fault('8.7-1');
  for (const [name, value] of fileSpecs(document)) {
    const spec = document.context.lookup(value);
    if (spec instanceof PDFDict && !spec.has(PDFName.of('Desc'))) yield fault('8.14.1-1', name);
  }
}

/** Bookmarks, and the place at which the document opens (ISO 14289-2, 8.6 and 8.8). */
export function* checkBookmarks2({ document, catalog }: Whole): Generator<Fault> {
  for (const item of bookmarkItems(document)) {
    const title = textOf(item.lookup(PDFName.of('Title')));
    yield* checkTarget(document, item, title);
    if (hasPrivateUse(item, 'Title')) yield fault('8.6-1', title);
  }
  const opening = catalog.lookup(PDFName.of('OpenAction'));
  if (opening instanceof PDFDict) yield* checkAction(document, opening, 'the opening of the document');
  else if (opening && !isStructural(document, opening)) yield fault('8.8-1', 'the opening of the document');
}

function* checkTarget(document: PDFDocument, dict: PDFDict, where: string | undefined): Generator<Fault> {
  const target = dict.lookup(PDFName.of('Dest'));
  if (target && !isStructural(document, target)) yield fault('8.8-1', where);
  const action = dictAt(dict, 'A');
  if (action) yield* checkAction(document, action, where);
}

function* checkAction(document: PDFDocument, action: PDFDict, where: string | undefined): Generator<Fault> {
  if (nameOf(action.lookup(PDFName.of('S'))) !== 'GoTo' || action.has(PDFName.of('SD'))) return;
  const target = action.lookup(PDFName.of('D'));
  if (!target || !isStructural(document, target)) yield fault('8.8-2', where);
}

/** `true` for a destination that is a structure element, or the name of one (ISO 32000-2, 12.3.2.3). */
function isStructural(document: PDFDocument, target: PDFObject): boolean {
  const name = nameOf(target);
  const found = name === undefined ? target : namedDestination(document, name);
  if (found instanceof PDFDict) return found.has(PDFName.of('SD'));
  const first = found instanceof PDFArray ? found.lookup(0) : undefined;
  return first instanceof PDFDict && nameOf(first.lookup(PDFName.of('Type'))) === 'StructElem';
}

function namedDestination({ catalog, context }: PDFDocument, name: string): PDFObject | undefined {
  const old = dictAt(catalog, 'Dests')?.lookup(PDFName.of(name));
  if (old) return old;
  for (const [key, value] of readNameTree(dictAt(dictAt(catalog, 'Names'), 'Dests')))
    if (key === name) return context.lookup(value);
  return undefined;
}

/** The annotations that comment on content (ISO 32000-2, Table 171). */
const MARKUP = new Set(
  (
    'Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Caret Stamp Ink ' +
    'FileAttachment Redact Projection'
  ).split(' '),
);

/** Annotations that need a description (ISO 14289-2, 8.9.2.4). */
const DESCRIBED: Readonly<Record<string, Condition>> = {
  Ink: '8.9.2.4.8-1',
  Screen: '8.9.2.4.12-1',
  '3D': '8.9.2.4.19-1',
  RichMedia: '8.9.2.4.19-2',
};

/** Flags of annotations (ISO 32000-2, Table 167). */
const INVISIBLE = 1;
const NO_VIEW = 32;
const TOGGLE_NO_VIEW = 256;

/** Annotations (ISO 14289-2, 8.6, 8.8, 8.9 and 8.10). */
export function* checkAnnotations2({ document, pages, annotations }: UaSubject): Generator<Fault> {
  const annotated = new Set(annotations.map(({ page }) => page));
  for (const { page, number } of pages) {
    const tabs = nameOf(page.node.lookup(PDFName.of('Tabs')));
    if (annotated.has(number) && tabs !== undefined && !['S', 'A', 'W'].includes(tabs))
      yield fault('8.9.3.3-1', `page ${number}`);
  }
  const targets = new Map<PDFDict, string>();
  const fields = new Set<PDFDict>();
  for (const annotation of annotations) {
    const { dict, subtype, owner, page } = annotation;
    const where = `${subtype} on page ${page}`;
    yield* checkTarget(document, dict, where);
    yield* checkAnnotation2(annotation, where);
    if (subtype === 'Widget') yield* checkWidget(annotation, where);
    if (!owner) continue;
    const { dict: element } = owner.element;
    if (subtype === 'Widget' && owner.role === 'Form') {
      if (fields.has(element)) yield fault('8.10.1-2', where);
      fields.add(element);
    }
    if (subtype !== 'Link') continue;
    const target = targetOf(dict);
    if ((targets.get(element) ?? target) !== target) yield fault('8.2.5.20-2', where);
    targets.set(element, target);
  }
}

function targetOf(link: PDFDict): string {
  const action = dictAt(link, 'A');
  const place = action?.get(PDFName.of('SD')) ?? action?.get(PDFName.of('D')) ?? action?.get(PDFName.of('URI'));
  return String(place ?? link.get(PDFName.of('Dest')));
}

function* checkAnnotation2({ dict, subtype, owner }: Annotation, where: string): Generator<Fault> {
  const flags = dict.lookup(PDFName.of('F'));
  const set = flags instanceof PDFNumber ? flags.asNumber() : 0;
  const isReal = owner !== undefined && owner.role !== 'Artifact';
  if (isReal && (set & INVISIBLE) !== 0) yield fault('8.9.2.2-1', where);
  if (isReal && (set & (NO_VIEW | TOGGLE_NO_VIEW)) === NO_VIEW) yield fault('8.9.2.2-2', where);
  if (hasPrivateUse(dict, 'Contents')) yield fault('8.6-1', where);
  if (MARKUP.has(subtype)) yield* checkMarkup(dict, owner?.role, where);
  const described = DESCRIBED[subtype];
  if (described && !dict.has(PDFName.of('Contents'))) yield fault(described, where);
  const alternative = owner && textOf(owner.element.dict.lookup(PDFName.of('Alt')));
  const description = textOf(dict.lookup(PDFName.of('Contents')));
  if (alternative !== undefined && description !== undefined && alternative !== description)
    yield fault('8.9.4.2-1', where);
  if (subtype === 'Link') {
    if (owner?.role !== 'Link' && owner?.role !== 'Reference') yield fault('8.2.5.20-1', where);
  } else if (subtype === 'Popup') {
    if (owner) yield fault('8.9.2.4.9-1', where);
  } else if (subtype === 'Sound') yield fault('8.9.2.4.11-1', where);
  else if (subtype === 'Movie') yield fault('8.9.2.4.11-2', where);
  else if (subtype === 'Watermark' && isReal && owner.role !== 'Annot') yield fault('8.9.2.4.16-1', where);
  else if (subtype === 'FileAttachment') {
    const file = dictAt(dict, 'FS');
    if (file && !file.has(PDFName.of('AFRelationship'))) yield fault('8.9.2.4.10-1', where);
  } else if (subtype === 'Stamp' && !dict.has(PDFName.of('Name')) && !dict.has(PDFName.of('Contents')))
    yield fault('8.9.2.4.7-1', where);
}

function* checkMarkup(dict: PDFDict, role: string | undefined, where: string): Generator<Fault> {
  if (role !== 'Annot') yield fault('8.9.2.3-1', where);
  const description = textOf(dict.lookup(PDFName.of('Contents')));
  const formatted = formattedText(dict.lookup(PDFName.of('RC')));
  if (description !== undefined && formatted !== undefined && formatted !== description)
    yield fault('8.9.2.3-2', where);
}

/** The text of formatted text, which is XHTML (ISO 32000-2, 12.7.4.4). */
function formattedText(value: PDFObject | undefined): string | undefined {
  const source = value instanceof PDFRawStream ? new TextDecoder().decode(decodeStream(value)) : textOf(value);
  return source?.replace(/<[^<>]*>/g, '').trim();
}

/** Fields on pages (ISO 14289-2, 8.9.2.4.13 and 8.10). */
function* checkWidget({ dict, owner }: Annotation, where: string): Generator<Fault> {
  const isReal = owner !== undefined && owner.role !== 'Artifact';
  if (isReal && owner.role !== 'Form') yield fault('8.10.1-1', where);
  if (isReal && isEmpty(dict)) yield fault('8.9.2.4.13-1', where);
  const hasDescription = dict.has(PDFName.of('Contents'));
  const isLabelled = owner?.children.some(({ role, element }) => role === 'Lbl' && element.kids.length > 0) ?? false;
  if (!hasDescription && !isLabelled) yield fault('8.10.2.3-1', where);
  if (!hasDescription && dict.has(PDFName.of('AA'))) yield fault('8.10.2.3-2', where);
}

function isEmpty(dict: PDFDict): boolean {
  const [left, low, right, high] = listAt(dict, 'Rect').map((side) => String(dict.context.lookup(side)));
  return left === right && low === high;
}

/** The values of fields (ISO 14289-2, 8.10.3.3). */
export function* checkFields2({ catalog }: Whole): Generator<Fault> {
  for (const item of listAt(dictAt(catalog, 'AcroForm'), 'Fields')) {
    const field = catalog.context.lookup(item);
    if (!(field instanceof PDFDict)) continue;
    const formatted = formattedText(field.lookup(PDFName.of('RV')));
    if (formatted !== undefined && formatted !== textOf(field.lookup(PDFName.of('V'))))
      yield fault('8.10.3.3-1', textOf(field.lookup(PDFName.of('T'))));
  }
}
