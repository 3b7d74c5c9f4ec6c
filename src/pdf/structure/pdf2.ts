import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHeader,
  PDFName,
  type PDFObject,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { isTransparent, mayContain, mayHoldContent } from './containment.js';
import { addStructureDestinations } from './destinations.js';
import {
  descendants,
  type Element,
  isElement,
  isMark,
  type Kid,
  mapRoles,
  newElement,
  readElements,
  writeElements,
} from './elements.js';
import { readTexts } from './names.js';
import { addPdf2, isType2 } from './namespaces.js';
import type { MarkKid } from './trees.js';

const NS = PDFName.of('NS');
const S = PDFName.of('S');
const A = PDFName.of('A');

/** Structure types that PDF 2.0 replaces (ISO 32000-2, Annex L). */
const REPLACED: Readonly<Record<string, string>> = { Art: 'Sect', Note: 'FENote' };

/** Entries that PDF 2.0 deprecates or no longer needs (ISO 32000-2, 14.2 and Tables 120 and 122). */
const DEPRECATED = ['ProcSet', 'CIDSet', 'CharSet'].map((key) => PDFName.of(key));

/** Makes a document one of PDF 2.0 (ISO 32000-2). */
export function declarePdf2({ context, catalog }: PDFDocument): void {
  context.header = PDFHeader.forVersion(2, 0);
  catalog.set(PDFName.of('Version'), PDFName.of('2.0'));
}

/**
 * Converts the structure, the destinations and the fields of a document to PDF 2.0, as PDF/UA-2 requires. What is already
 * converted stays as it is; untagged documents keep their destinations.
 */
export function convertToPdf2(document: PDFDocument): void {
  for (const [, object] of document.context.enumerateIndirectObjects()) dropDeprecated(object);
  describeFields(document);
  const root = readElements(document);
  if (!root) return;
  const elements = [...descendants(root)];
  const space = addPdf2(root.dict.context, root.dict);
  for (const element of elements) retype(element, space);
  numberLists(document, elements);
  if (wrapInline(root, space)) writeElements(document, root, []);
  // For readers that do not know namespaces.
  mapRoles(
    root.dict,
    elements.map(({ type }) => type),
  );
  addStructureDestinations(document, root);
}

function dropDeprecated(object: unknown): void {
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return;
  const resources = dictAt(dict, 'Resources');
  for (const key of DEPRECATED) {
    dict.delete(key);
    resources?.delete(key);
  }
}

/** Puts an element in the namespace of PDF 2.0 if its type is in it. Other types are those of PDF 1.7, or mapped. */
function retype(element: Element, space: PDFRef): void {
  const { dict } = element;
  if (dict.has(NS)) return;
  const type = REPLACED[element.type] ?? element.type;
  if (!isType2(type)) return;
  element.type = type;
  dict.set(S, PDFName.of(type));
  dict.set(NS, space);
}

/**
 * Puts text elements and content that are directly in a container into paragraphs, where a container may hold only
 * blocks (ISO/TS 32005, Table 5).
 *
 * @returns `true` if the tree was changed
 */
function wrapInline(root: Element, space: PDFRef): boolean {
  let isChanged = false;
  const open: [Element, container: string][] = root.kids.filter(isElement).map((kid) => [kid, '']);
  // An explicit stack, because a document from elsewhere may nest deeper than the call stack allows.
  for (let next = open.pop(); next; next = open.pop()) {
    const [element, above] = next;
    const container = isTransparent(element.type) ? above : element.type;
    const kids: Kid[] = [];
    let paragraph: Element | undefined;
    for (const kid of element.kids) {
      if (isElement(kid)) open.push([kid, container]);
      if (!belongsInParagraph(kid, container)) {
        kids.push(kid);
        paragraph = undefined;
      } else if (paragraph) paragraph.kids.push(kid);
      else {
        paragraph = newElement(root.dict.context, 'P', [kid]);
        paragraph.dict.set(NS, space);
        kids.push(paragraph);
        isChanged = true;
      }
    }
    element.kids = kids;
  }
  return isChanged;
}

function belongsInParagraph(kid: Kid, container: string): boolean {
  if (!mayContain(container, 'P')) return false;
  if (!isElement(kid)) return isMark(kid) && !mayHoldContent(container);
  return !isTransparent(kid.type) && !mayContain(container, kid.type) && mayContain('P', kid.type);
}

const LABELS = 'ListNumbering';

/**
 * States how the items of lists are labelled (ISO 32000-2, Table 382), which readers do not see from the labels: by numbers
 * or letters, or by bullets.
 */
function numberLists(document: PDFDocument, elements: readonly Element[]): void {
  const labels = new Map<Element, MarkKid>();
  const wanted = new Map<PDFRef, Set<number>>();
  for (const list of elements) {
    if (list.type !== 'L' || isNumbered(list.dict)) continue;
    const inside = list.kids.filter(isElement).flatMap((item) => item.kids.filter(isElement));
    const label = inside.filter(({ type }) => type === 'Lbl');
    const mark = label.flatMap(({ kids }) => kids).find(isMark);
    if (label.length > 0) number(list.dict, 'Unordered');
    if (!mark) continue;
    labels.set(list, mark);
    wanted.set(mark.page, (wanted.get(mark.page) ?? new Set()).add(mark.mcid));
  }
  for (const [page, marks] of wanted) {
    const dict = document.context.lookup(page);
    if (!(dict instanceof PDFDict)) continue;
    const texts = readTexts(dict, marks);
    for (const [list, mark] of labels)
      if (mark.page === page && ORDERED.test(texts.get(mark.mcid) ?? '')) number(list.dict, 'Ordered');
  }
}

/** A label such as `1.`, `[2]` or `(a)`. */
const ORDERED = /\p{Nd}|\p{L}[.)\]:]/u;

function isNumbered(list: PDFDict): boolean {
  return attributesOf(list).some((item) => {
    const value = list.context.lookup(item);
    return value instanceof PDFDict && value.has(PDFName.of(LABELS));
  });
}

function attributesOf(element: PDFDict): PDFObject[] {
  const attributes = element.lookup(A);
  if (attributes instanceof PDFArray) return attributes.asArray();
  return attributes ? [element.get(A) as PDFObject] : [];
}

function number(list: PDFDict, numbering: 'Ordered' | 'Unordered'): void {
  const others = attributesOf(list).filter((item) => !(item instanceof PDFDict && item.has(PDFName.of(LABELS))));
  list.set(A, list.context.obj([...others, { O: 'List', [LABELS]: numbering }] as never));
}

/** Gives each field on a page the description of its field, which PDF/UA-2 reads (ISO 14289-2, 8.10.2.3). */
function describeFields(document: PDFDocument): void {
  const contents = PDFName.of('Contents');
  for (const { node } of document.getPages())
    for (const item of listAt(node, 'Annots')) {
      const widget = document.context.lookup(item);
      if (!(widget instanceof PDFDict) || widget.has(contents)) continue;
      if (widget.lookup(PDFName.of('Subtype')) !== PDFName.of('Widget')) continue;
      const name = widget.get(PDFName.of('TU')) ?? dictAt(widget, 'Parent')?.get(PDFName.of('TU'));
      if (name) widget.set(contents, name);
    }
}

/** `true` for a document of PDF 2.0, as it was read or is to be written. */
export function isPdf2({ header }: PDFContext): boolean {
  return String(header).startsWith('%PDF-2');
}
