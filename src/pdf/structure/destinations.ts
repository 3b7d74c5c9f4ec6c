import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject, PDFRef } from 'pdf-lib';
import { readPlaces } from '../layout-metrics.js';
import { dictAt, listAt } from '../metadata.js';
import { descendants, type Element, isMark } from './elements.js';
import { bookmarkItems, goTo, toTarget } from './outline.js';
import { nameOf, readNameTree } from './trees.js';

const A = PDFName.of('A');
const D = PDFName.of('D');
const S = PDFName.of('S');
const SD = PDFName.of('SD');
const SE = PDFName.of('SE');
const DEST = PDFName.of('Dest');
const GO_TO = PDFName.of('GoTo');

/** An explicit destination: a page and how to show it (ISO 32000-2, 12.3.2.2). */
interface PageTarget {
  page: PDFRef;
  view: readonly PDFObject[];
}

/** The marks on a page, with the element that holds each and its position. */
interface PlacedMark {
  element: Element;
  x: number;
  y: number;
}

/** Finds the structure elements to which destinations on pages lead. */
export class ElementFinder {
  readonly #document: PDFDocument;
  readonly #root: Element;
  /** The marks of each page, in reading order. */
  readonly #marks = new Map<PDFRef, { mcid: number; element: Element }[]>();
  readonly #placed = new Map<PDFRef, PlacedMark[]>();

  constructor(document: PDFDocument, root: Element) {
    this.#document = document;
    this.#root = root;
    for (const element of descendants(root))
      for (const kid of element.kids) {
        if (!isMark(kid) || kid.form) continue;
        const list = this.#marks.get(kid.page) ?? [];
        this.#marks.set(kid.page, list);
        list.push({ mcid: kid.mcid, element });
      }
  }

  /** The first element on a page; the topmost element of the document if the page has none. */
  firstOn(page: PDFRef): PDFRef | undefined {
    const [first] = this.#marks.get(page) ?? [];
    return (first?.element ?? [...descendants(this.#root)][0])?.ref;
  }

  /** The element whose content begins at a position or, if there is none, closest below it. */
  at({ page, view }: PageTarget): PDFRef | undefined {
    const [kind, left, top] = view;
    if (kind !== PDFName.of('XYZ') || !(top instanceof PDFNumber)) return this.firstOn(page);
    const x = left instanceof PDFNumber ? left.asNumber() : 0;
    const below = this.#placesOn(page).filter((place) => place.y <= top.asNumber() && place.x >= x - NEAR);
    const [first] = below;
    const nearest = below.reduce((best, place) => (place.y > (best?.y ?? 0) ? place : best), first);
    return nearest?.element.ref ?? this.firstOn(page);
  }

  #placesOn(page: PDFRef): PlacedMark[] {
    const known = this.#placed.get(page);
    if (known) return known;
    const elements = new Map((this.#marks.get(page) ?? []).map(({ mcid, element }) => [mcid, element]));
    const places: PlacedMark[] = [];
    const dict = this.#document.context.lookup(page);
    if (dict instanceof PDFDict)
      readPlaces(dict, (y, x, mcid) => {
        const element = mcid === undefined ? undefined : elements.get(mcid);
        if (element) places.push({ element, x, y });
      });
    this.#placed.set(page, places);
    return places;
  }
}

/** The distance to the left of a destination at which content still belongs to it, in PDF units. */
const NEAR = 4;

/**
 * Gives every link, bookmark and named destination that leads into the document the structure element to which it leads
 * (ISO 32000-2, 12.3.2.3), besides the page for viewers that do not know structure destinations.
 */
export function addStructureDestinations(document: PDFDocument, root: Element): void {
  const finder = new ElementFinder(document, root);
  const named = new Map<string, PDFObject>();
  const old = dictAt(document.catalog, 'Dests');
  for (const [key, value] of old?.entries() ?? []) {
    const changed = withElement(document, value, finder);
    old?.set(key, changed);
    named.set(key.decodeText(), changed);
  }
  const tree = dictAt(dictAt(document.catalog, 'Names'), 'Dests');
  for (const [name, value] of readNameTree(tree)) named.set(name, withElement(document, value, finder));
  replaceInTree(tree, named);
  const lead = (dict: PDFDict, element?: PDFRef) => leadToElement(dict, named, finder, element);
  for (const item of bookmarkItems(document)) {
    const element = item.get(SE);
    lead(item, element instanceof PDFRef ? element : undefined);
  }
  for (const { node } of document.getPages())
    for (const item of listAt(node, 'Annots')) {
      const annotation = document.context.lookup(item);
      if (annotation instanceof PDFDict) lead(annotation);
    }
}

/** A named destination with its element; unchanged if it is none. */
function withElement({ context }: PDFDocument, value: PDFObject, finder: ElementFinder): PDFObject {
  const found = context.lookup(value);
  if (found instanceof PDFDict && found.has(SD)) return value;
  const target = toTarget(found);
  const element = target && 'page' in target ? finder.at(target) : undefined;
  if (!target || !('page' in target) || !element) return value;
  return context.obj({ D: [target.page, ...target.view], SD: [element, ...target.view] });
}

/** Replaces the values of a name tree. */
function replaceInTree(node: PDFDict | undefined, values: ReadonlyMap<string, PDFObject>, depth = 0): void {
  if (!node || depth > DEEPEST) return;
  const names = node.lookup(PDFName.of('Names'));
  for (let at = 0; names instanceof PDFArray && at + 1 < names.size(); at += 2) {
    const value = values.get(nameOf(names.lookup(at)) ?? '');
    if (value) names.set(at + 1, value);
  }
  for (const kid of listAt(node, 'Kids')) {
    const dict = node.context.lookup(kid);
    if (dict instanceof PDFDict) replaceInTree(dict, values, depth + 1);
  }
}

const DEEPEST = 32;

/** Turns the destination of a link or a bookmark into an action that leads to an element (ISO 32000-2, Table 202). */
function leadToElement(
  dict: PDFDict,
  named: ReadonlyMap<string, PDFObject>,
  finder: ElementFinder,
  element: PDFRef | undefined,
): void {
  const action = dictAt(dict, 'A');
  const isInside = action?.lookup(S) === GO_TO;
  const stated = dict.lookup(DEST) ?? (isInside ? action?.lookup(D) : undefined);
  if (stated === undefined || action?.has(SD)) return;
  const name = nameOf(stated);
  const target = toTarget(name === undefined ? stated : dict.context.lookup(named.get(name)));
  if (!target || !('page' in target)) return;
  const found = element ?? finder.at(target);
  if (!found) return;
  dict.delete(DEST);
  const place = name === undefined ? dict.context.obj([target.page, ...target.view]) : stated;
  dict.set(A, goTo(dict.context, place, found, target.view));
}
