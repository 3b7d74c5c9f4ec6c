import { PDFArray, PDFBool, PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { fileSpecs } from '../attach.js';
import { dictAt } from '../metadata.js';
import { isMark } from '../structure/elements.js';
import { bookmarkItems } from '../structure/outline.js';
import { decodeStream } from '../syntax/page-content.js';
import type { Fault } from '../verdict.js';
import { fault } from './conditions.js';
import { type Annotation, isHidden, langOf, lineOf, stated, type UaSubject, type Whole } from './subject.js';

/** Suspect tags and viewer preferences (ISO 14289-1, 7.1): checkpoints 01 and 07. */
export function* checkPreferences({ catalog }: Whole): Generator<Fault> {
  if (dictAt(catalog, 'MarkInfo')?.lookup(PDFName.of('Suspects')) === PDFBool.True) yield fault('01-007');
  const display = dictAt(catalog, 'ViewerPreferences')?.lookup(PDFName.of('DisplayDocTitle'));
  if (display === undefined) yield fault('07-001');
  else if (display !== PDFBool.True) yield fault('07-002');
}

/** Optional content (ISO 14289-1, 7.10): checkpoint 20. */
export function* checkOptionalContent({ catalog }: Whole): Generator<Fault> {
  const properties = dictAt(catalog, 'OCProperties');
  if (!properties) return;
  const standard = dictAt(properties, 'D');
  const list = properties.lookup(PDFName.of('Configs'));
  const others = list instanceof PDFArray ? list.asArray().map((_, index) => list.lookup(index)) : [];
  const configurations = others.filter((item) => item instanceof PDFDict);
  if (configurations.some((item) => !stated(item, 'Name'))) yield fault('20-001');
  if (standard && !stated(standard, 'Name')) yield fault('20-002');
  const automatic = [standard, ...configurations].some((item) => item?.has(PDFName.of('AS')));
  if (automatic) yield fault('20-003');
}

/** Embedded files (ISO 14289-1, 7.11): checkpoint 21. */
export function* checkFiles({ document }: Whole): Generator<Fault> {
  for (const [name, value] of fileSpecs(document)) {
    const spec = document.context.lookup(value);
    if (spec instanceof PDFDict && !isNamed(spec)) yield fault('21-001', name);
  }
}

/** `true` if a file specification has both name entries, F and UF. */
export function isNamed(spec: PDFDict): boolean {
  return stated(spec, 'F') && stated(spec, 'UF');
}

/** XFA forms (ISO 14289-1, 7.15): checkpoint 25. */
export function* checkXfa({ catalog }: Whole): Generator<Fault> {
  const xfa = dictAt(catalog, 'AcroForm')?.lookup(PDFName.of('XFA'));
  const parts = xfa instanceof PDFArray ? xfa.asArray().map((_, index) => xfa.lookup(index)) : [xfa];
  const text = parts
    .filter((part) => part instanceof PDFRawStream)
    .map((part) => new TextDecoder().decode(decodeStream(part)))
    .join('');
  if (/<(?:\w+:)?dynamicRender[^<>]*>\s*required\s*</.test(text)) yield fault('25-001');
}

/** Encryption (ISO 14289-1, 7.16): checkpoint 26. */
export function* checkSecurity({ document }: Whole): Generator<Fault> {
  const encryption = document.context.lookup(document.context.trailerInfo.Encrypt);
  if (!(encryption instanceof PDFDict)) return;
  const permissions = encryption.lookup(PDFName.of('P'));
  if (!(permissions instanceof PDFNumber)) yield fault('26-001');
  else if ((permissions.asNumber() & 0x200) === 0) yield fault('26-002');
}

/** Natural language of bookmarks (ISO 14289-1, 7.2): checkpoint 11. */
export function* checkBookmarkLanguage({ document, lang }: Whole): Generator<Fault> {
  if (lang === undefined && bookmarkItems(document).length > 0) yield fault('11-003');
}

/** Natural language of content (ISO 14289-1, 7.2): checkpoint 11. */
export function* checkLanguage(subject: UaSubject): Generator<Fault> {
  // The language of the document applies to everything in it.
  if (subject.lang !== undefined) return;
  const { nodes, annotations } = subject;
  const mute = nodes.filter((node) => node.lang === undefined);
  if (mute.some((node) => node.element.kids.some(isMark))) yield fault('11-001');
  for (const { element, role } of mute)
    if (['Alt', 'ActualText', 'E'].some((key) => stated(element.dict, key))) yield fault('11-002', role);
  for (const { dict, owner, subtype, page } of annotations) {
    if ((owner?.lang ?? langOf(dict)) !== undefined) continue;
    const field = dictAt(dict, 'Parent');
    if (subtype !== 'Widget' && stated(dict, 'Contents')) yield fault('11-004', `page ${page}`);
    if (subtype === 'Widget' && (stated(dict, 'TU') || (field && stated(field, 'TU'))))
      yield fault('11-005', `page ${page}`);
  }
}

const PDFUA = 'http://www.aiim.org/pdfua/ns/id/';

/** XMP metadata (ISO 14289-1, 5 and 7.1; ISO 14289-2, 5 and 8.11.1): checkpoint 06, and condition 11-006 for their language. */
export function* checkMetadata({ catalog, lang, standard }: Whole): Generator<Fault> {
  const stream = catalog.lookup(PDFName.of('Metadata'));
  if (!(stream instanceof PDFRawStream)) {
    yield fault('06-001');
    return;
  }
  const xmp = new TextDecoder().decode(decodeStream(stream));
  const prefix = new RegExp(`xmlns:([\\w.-]+)=["']${PDFUA.replaceAll('.', '\\.')}["']`).exec(xmp)?.[1];
  const number = standard === 'ua-1' ? 1 : 2;
  const part = prefix && new RegExp(`\\b${prefix}:part(?:>|=["'])\\s*${number}\\s*["'<]`).test(xmp);
  if (!part) yield fault('06-002');
  const title = (xmp.split('<dc:title>', 2)[1] ?? '').split('</dc:title>', 1)[0] ?? '';
  if (title.replace(/<[^<>]*>/g, '').trim() === '') yield fault('06-003');
  const languages = [...title.matchAll(/xml:lang=["']([^"']*)["']/g)].map(([, tag]) => tag);
  if (lang === undefined && !languages.some((tag) => tag && tag !== 'x-default')) yield fault('11-006');
}

/** Reference XObjects (ISO 14289-1, 7.20): checkpoint 30. */
export function* checkReferences({ document }: Whole): Generator<Fault> {
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || !object.dict.has(PDFName.of('Ref'))) continue;
    if (object.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form')) yield fault('30-001', String(ref));
  }
}

/** Form XObjects with tagged content (ISO 14289-1, 7.20): checkpoint 30. */
export function* checkTaggedForms({ painting }: UaSubject): Generator<Fault> {
  for (const [ref, times] of painting.tagged) if (times > 1) yield fault('30-002', String(ref));
}

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
    if (owner && owner.role !== 'Artifact') yield fault('28-017', where);
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
