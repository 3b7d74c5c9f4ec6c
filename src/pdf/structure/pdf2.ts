import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHeader,
  PDFName,
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
import { addPdf2, isType2 } from './namespaces.js';

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
  if (type === 'L') numberList(element);
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

/** States how the items of a list are labelled (ISO 32000-2, Table 382); readers do not see that from the labels. */
function numberList({ dict, kids }: Element): void {
  const items = kids.filter(isElement);
  const isLabelled = items.some((item) => item.kids.some((kid) => isElement(kid) && kid.type === 'Lbl'));
  const attributes = dict.lookup(A);
  const list = attributes instanceof PDFArray ? attributes.asArray() : attributes ? [attributes] : [];
  const known = list.some((item) => {
    const value = dict.context.lookup(item);
    return value instanceof PDFDict && value.has(PDFName.of(LABELS));
  });
  if (known || !isLabelled) return;
  dict.set(A, dict.context.obj([...list, { O: 'List', [LABELS]: 'Unordered' }]));
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
