import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFPage, type PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { type Element, isElement, isMark, type Role, resolveRole } from '../structure/elements.js';
import { resolveRole2 } from '../structure/namespaces.js';
import { textOf } from '../structure/trees.js';
import { type NumberedPage, type Painting, readPainting, type Watch } from './painting.js';

export type UaStandard = 'ua-1' | 'ua-2';

/** A structure element as the checks see it. */
export interface Node {
  element: Element;
  /** The standard type after role mapping; undefined if there is none. */
  role: string | undefined;
  parent: Node | undefined;
  children: Node[];
  /** The language of the element, its nearest ancestor or the document; undefined if none of them gives one. */
  lang: string | undefined;
}

export interface Annotation {
  dict: PDFDict;
  subtype: string;
  page: number;
  /** The structure element that holds the annotation. */
  owner: Node | undefined;
}

/** The pages and elements to check, with the results that several checks share. */
export interface UaSubject {
  document: PDFDocument;
  /** The language of the document. */
  lang: string | undefined;
  pages: readonly NumberedPage[];
  /** In reading order. */
  nodes: readonly Node[];
  annotations: readonly Annotation[];
  painting: Painting;
  /** The data needed for checks of the whole document. */
  use: Use;
}

/** The data kept from a part after it was checked. */
export interface Use {
  /** The types of elements that only the role map of the document can map to standard ones. */
  types: ReadonlySet<string>;
  /** The types of other elements that are not mapped to standard ones. */
  unmapped: ReadonlySet<string>;
  /**
   * Heading levels in reading order, with 0 for the unnumbered H. `siblings` is the largest number of H in one element.
   */
  headings: readonly number[];
  siblings: number;
}

/** A finished document to check. */
export interface Whole {
  document: PDFDocument;
  /** The standard of which the metadata are to claim conformance. */
  standard: UaStandard;
  catalog: PDFDict;
  lang: string | undefined;
  structure: PDFDict | undefined;
  uses: readonly Use[];
}

/** @param root a container for the elements to check, not checked itself */
export function examine(
  document: PDFDocument,
  standard: UaStandard,
  pages: readonly PDFPage[],
  first: number,
  root: Element | undefined,
  watch?: Watch,
): UaSubject {
  const lang = langOf(document.catalog);
  const roles = dictAt(dictAt(document.catalog, 'StructTreeRoot'), 'RoleMap');
  const nodes = root ? nodesOf(root, rolesOf(roles, standard), lang) : [];
  const numbered = pages.map((page, index) => ({ page, number: first + index + 1 }));
  return {
    document,
    lang,
    pages: numbered,
    nodes,
    annotations: annotationsOf(numbered, nodes),
    painting: readPainting(numbered, marksOf(nodes), watch),
    use: useOf(nodes, standard),
  };
}

export function examineWhole(document: PDFDocument, standard: UaStandard, uses: readonly Use[]): Whole {
  const { catalog } = document;
  return { document, standard, catalog, lang: langOf(catalog), structure: dictAt(catalog, 'StructTreeRoot'), uses };
}

/** Returns the standard type of an element, as the standard finds it. */
function rolesOf(map: PDFDict | undefined, standard: UaStandard): (element: Element) => Role {
  const known = new Map<string, Role>();
  return ({ type, dict }) => {
    if (standard === 'ua-2' && dict.has(PDFName.of('NS'))) return resolveRole2(map, dict, type);
    const found = known.get(type) ?? resolveRole(map, type);
    known.set(type, found);
    return found;
  };
}

function useOf(nodes: readonly Node[], standard: UaStandard): Use {
  const isPlain = ({ element }: Node) => standard === 'ua-1' || !element.dict.has(PDFName.of('NS'));
  const levels = nodes.map(({ role }) => (role === 'H' ? 0 : Number(/^H([1-6])$/.exec(role ?? '')?.[1] ?? Number.NaN)));
  return {
    types: new Set(nodes.filter(isPlain).map((node) => node.element.type)),
    unmapped: new Set(nodes.filter((node) => !isPlain(node) && !node.role).map((node) => node.element.type)),
    headings: levels.filter((level) => !Number.isNaN(level)),
    siblings: nodes.reduce(
      (most, { children }) => Math.max(most, children.filter((child) => child.role === 'H').length),
      0,
    ),
  };
}

/** A valid language tag (RFC 3066, as required by ISO 32000-1, 14.9.2); undefined if there is none. */
export function langOf(dict: PDFDict): string | undefined {
  const lang = textOf(dict.lookup(PDFName.of('Lang')));
  return lang !== undefined && /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(lang) ? lang : undefined;
}

function nodesOf(root: Element, roleOf: (element: Element) => Role, lang: string | undefined): Node[] {
  const nodes: Node[] = [];
  const toNode = (element: Element, parent: Node | undefined): Node => ({
    element,
    role: roleOf(element).standard,
    parent,
    children: [],
    lang: langOf(element.dict) ?? parent?.lang ?? lang,
  });
  const stack = root.kids.filter(isElement).map((element) => toNode(element, undefined));
  stack.reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node);
    for (const kid of node.element.kids) if (isElement(kid)) node.children.push(toNode(kid, node));
    for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index] as Node);
  }
  return nodes;
}

/** The marks that elements hold, by the page or form whose content contains them. */
function marksOf(nodes: readonly Node[]): Map<PDFRef, Set<number>> {
  const marks = new Map<PDFRef, Set<number>>();
  for (const { element } of nodes) {
    for (const kid of element.kids) {
      if (!isMark(kid)) continue;
      const holder = kid.form ?? kid.page;
      const list = marks.get(holder) ?? new Set();
      marks.set(holder, list.add(kid.mcid));
    }
  }
  return marks;
}

function annotationsOf(pages: readonly NumberedPage[], nodes: readonly Node[]): Annotation[] {
  const owners = new Map<unknown, Node>();
  for (const node of nodes)
    for (const kid of node.element.kids) if ('object' in kid) owners.set(kid.object.lookup(PDFName.of('Obj')), node);
  return pages.flatMap(({ page, number }) => {
    const list = page.node.lookup(PDFName.of('Annots'));
    if (!(list instanceof PDFArray)) return [];
    return list.asArray().flatMap((_, at): Annotation[] => {
      const dict = list.lookup(at);
      if (!(dict instanceof PDFDict)) return [];
      const subtype = dict.lookup(PDFName.of('Subtype'));
      const name = subtype instanceof PDFName ? subtype.decodeText() : '';
      return [{ dict, subtype: name, page: number, owner: owners.get(dict) }];
    });
  });
}

/** `true` if an annotation is never shown (ISO 32000-1, Table 165); such annotations are not checked. */
export function isHidden({ dict }: Annotation): boolean {
  const flags = dict.lookup(PDFName.of('F'));
  return flags instanceof PDFNumber && (flags.asNumber() & 2) !== 0;
}

/** A limit on nesting, beyond that of any real structure. */
const MOST_LEVELS = 1000;

/** A node and its ancestors, from the inside out. */
export function* lineOf(node: Node | undefined): Generator<Node> {
  let level = 0;
  for (let current = node; current && level < MOST_LEVELS; current = current.parent, level++) yield current;
}

/** `true` if a dictionary has a text entry that is not blank. */
export function stated(dict: PDFDict, key: string): boolean {
  return Boolean(textOf(dict.lookup(PDFName.of(key)))?.trim());
}
