import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
} from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { type MarkKid, type ObjectKid, ParentTree } from './trees.js';

/** A structure element as a value: it can be moved in the tree before the tree is written again. */
export interface Element {
  type: string;
  dict: PDFDict;
  ref: PDFRef;
  kids: Kid[];
}

export type Kid = Element | MarkKid | ObjectKid;

export const isElement = (kid: Kid): kid is Element => 'kids' in kid;
export const isMark = (kid: Kid): kid is MarkKid => 'mcid' in kid;

const K = PDFName.of('K');
const P = PDFName.of('P');
const S = PDFName.of('S');
const PG = PDFName.of('Pg');
const MCID = PDFName.of('MCID');
const OBJ = PDFName.of('Obj');
const STM = PDFName.of('Stm');

/** Reads the structure tree of a document; its root is returned as an element without a type. */
export function readElements(document: PDFDocument): Element | undefined {
  const dict = dictAt(document.catalog, 'StructTreeRoot');
  const ref = document.catalog.get(PDFName.of('StructTreeRoot'));
  return dict && ref instanceof PDFRef ? readElement(ref, dict) : undefined;
}

/** Reads an element and all its descendants. */
export function readElement(ref: PDFRef, dict: PDFDict): Element {
  const type = dict.lookup(S);
  const root: Element = { type: type instanceof PDFName ? type.decodeText() : '', dict, ref, kids: [] };
  const seen = new Set<PDFDict>([dict]);
  // An explicit stack, because a document from elsewhere may nest deeper than the call stack allows.
  const queue = [root];
  for (let element = queue.pop(); element; element = queue.pop()) {
    for (const kid of listOf(element.dict)) {
      const child = readKid(kid, element.dict);
      if (!child || (isElement(child) && seen.has(child.dict))) continue;
      element.kids.push(child);
      if (!isElement(child)) continue;
      seen.add(child.dict);
      queue.push(child);
    }
  }
  return root;
}

function readKid(kid: PDFObject | undefined, parent: PDFDict): Kid | undefined {
  const { context } = parent;
  const value = kid instanceof PDFRef ? context.lookup(kid) : kid;
  if (value instanceof PDFNumber) return markOf(value, parent.get(PG));
  if (!(value instanceof PDFDict)) return undefined;
  if (value.has(MCID)) return markOf(value.lookup(MCID), value.get(PG) ?? parent.get(PG), value.get(STM));
  if (value.has(OBJ)) return { object: value };
  const type = value.lookup(S);
  if (!(type instanceof PDFName)) return undefined;
  return { type: type.decodeText(), dict: value, ref: kid instanceof PDFRef ? kid : context.nextRef(), kids: [] };
}

function markOf(mcid: PDFObject | undefined, page: PDFObject | undefined, form?: PDFObject): MarkKid | undefined {
  if (!(mcid instanceof PDFNumber) || !(page instanceof PDFRef)) return undefined;
  return { mcid: mcid.asNumber(), page, ...(form instanceof PDFRef ? { form } : {}) };
}

function listOf(dict: PDFDict) {
  const kids = dict.lookup(K);
  return kids instanceof PDFArray ? kids.asArray() : kids ? [dict.get(K)] : [];
}

/** Every descendant of an element, in reading order. */
export function* descendants(element: Element): Generator<Element> {
  const stack = element.kids.filter(isElement).reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    for (const kid of next.kids.filter(isElement).reverse()) stack.push(kid);
  }
}

/** Creates an element that is not in the tree yet. */
export function newElement(context: PDFContext, type: string, kids: Kid[]): Element {
  const dict = context.obj({ Type: 'StructElem' }) as PDFDict;
  return { type, dict, ref: context.register(dict), kids };
}

/**
 * Writes the tree to its document: the elements, their pages and the parent tree (ISO 32000-1, 14.7.4.4).
 *
 * @param before the elements of the old tree; those no longer in the tree are deleted from the document
 */
export function writeElements(document: PDFDocument, root: Element, before: Iterable<Element>): void {
  const { context } = document;
  const parents = new ParentTree(document);
  const now = new Set(descendants(root));
  for (const element of before) if (!now.has(element)) context.delete(element.ref);
  writeElement(root, parents);
  for (const element of now) writeElement(element, parents);
  parents.write(root.dict);
}

function writeElement(element: Element, parents: ParentTree): void {
  const { dict, ref } = element;
  // An element written inline in its parent becomes an indirect object, because the parent tree must reference it.
  if (!dict.context.lookup(ref)) dict.context.assign(ref, dict);
  if (element.type !== '') dict.set(S, PDFName.of(element.type));
  const page = element.kids.find(isMark)?.page;
  if (page) dict.set(PG, page);
  else dict.delete(PG);
  const kids = element.kids.map((kid): PDFObject => {
    if (isElement(kid)) {
      kid.dict.set(P, ref);
      return kid.ref;
    }
    parents.add(kid, ref);
    if (!isMark(kid)) return kid.object;
    if (!kid.form && kid.page === page) return PDFNumber.of(kid.mcid);
    const mark = dict.context.obj({ Type: 'MCR', Pg: kid.page, MCID: kid.mcid }) as PDFDict;
    if (kid.form) mark.set(STM, kid.form);
    return mark;
  });
  dict.set(K, kids.length === 1 ? (kids[0] as PDFObject) : dict.context.obj(kids));
}

/** The standard structure types that hold other elements and no text of their own (ISO 32000-1, 14.8.4.2). */
export const GROUPING: ReadonlySet<string> = new Set(
  'Document Part Art Sect Div BlockQuote TOC TOCI Index NonStruct Private'.split(' '),
);

/** Every standard structure type (ISO 32000-1, 14.8.4). */
export const STANDARD: ReadonlySet<string> = new Set([
  ...GROUPING,
  ...'Caption P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot'.split(' '),
  ...'Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP'.split(' '),
  ...'Figure Formula Form'.split(' '),
]);

/**
 * The PDF 1.7 equivalents of PDF 2.0 structure types (ISO 32000-2, 14.8.4) and HTML elements. Readers drop the content
 * of types that they do not know.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  ...all('Sect', 'DocumentFragment Aside Header Footer Nav Main Section Article Complementary'),
  ...all('Span', 'Em Strong Sub Sup Mark Time Abbr Cite Ins Del Kbd Small Title'),
  ...all('H6', 'H7 H8 H9 H10'),
  FENote: 'Note',
  Figcaption: 'Caption',
  Blockquote: 'BlockQuote',
};

/** `true` for a structure type of a standard or of HTML, which reveals nothing about the document. */
export function isKnownType(type: string): boolean {
  return STANDARD.has(type) || Object.hasOwn(MEANINGS, type);
}

/** A type without meaning whose content is still read (ISO 32000-1, Table 333). */
const NEUTRAL = 'NonStruct';

function all(meaning: string, types: string): Record<string, string> {
  return Object.fromEntries(types.split(' ').map((type) => [type, meaning]));
}

/** The result of applying the role map to a type: a standard type, no standard type, or a cycle. */
export type Role = { standard: string } | { standard?: undefined; circular: boolean };

/** The maximum length of a chain of roles; a longer one counts as a cycle. */
const LONGEST = 50;

/** Follows a role map (ISO 32000-1, 14.7.3) from a type to its standard type. */
export function resolveRole(map: PDFDict | undefined, type: string): Role {
  const seen = new Set<string>();
  let current = type;
  // A standard type is never remapped; a map entry for one is a fault of its own.
  while (!STANDARD.has(current)) {
    if (seen.has(current) || seen.size > LONGEST) return { circular: true };
    seen.add(current);
    const next: PDFObject | undefined = map?.lookup(PDFName.of(current));
    if (!(next instanceof PDFName)) return { circular: false };
    current = next.decodeText();
  }
  return { standard: current };
}

/**
 * Maps every used type to a standard type. Entries that resolve to no standard type are replaced, and entries that
 * remap a standard type are removed.
 */
export function mapRoles(root: PDFDict, used: Iterable<string>): void {
  const old = root.lookup(PDFName.of('RoleMap'));
  const given = old instanceof PDFDict ? old : undefined;
  const map = root.context.obj({}) as PDFDict;
  for (const type of [...new Set(used)].sort()) {
    if (STANDARD.has(type)) continue;
    const meaning = resolveRole(given, type).standard ?? MEANINGS[type] ?? NEUTRAL;
    map.set(PDFName.of(type), PDFName.of(meaning));
  }
  if (map.keys().length > 0) root.set(PDFName.of('RoleMap'), map);
  else root.delete(PDFName.of('RoleMap'));
}
