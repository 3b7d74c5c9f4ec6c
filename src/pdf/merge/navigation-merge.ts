import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { ElementFinder } from '../structure/destinations.js';
import { readElements } from '../structure/elements.js';
import { type Bookmark, type BookmarkTarget, goTo, readOutline, toTarget } from '../structure/outline.js';
import { readNameTree } from '../structure/trees.js';
import { pdfText, type Transplant } from './object-copier.js';

/** Merges named destinations (ISO 32000-1, 12.3.2.3), with a prefix for each source. */
export class DestinationBinder {
  readonly #target: PDFDocument;
  readonly #destinations = new Map<string, PDFObject>();

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  /** Adds the destinations of a source. Call it after the source's pages have been placed. */
  add(source: PDFDocument, transplant: Transplant, prefix: string): void {
    const old = dictAt(source.catalog, 'Dests');
    const tree = dictAt(dictAt(source.catalog, 'Names'), 'Dests');
    const named: [string, PDFObject][] = [
      ...(old?.entries() ?? []).map(([key, value]): [string, PDFObject] => [key.decodeText(), value]),
      ...readNameTree(tree),
    ];
    for (const [name, value] of named) {
      const target = toTarget(source.context.lookup(value));
      if (!target || !('page' in target) || !transplant.known(target.page)) continue;
      const view = target.view.map((item) => transplant.value(item));
      const page = this.#target.context.obj([transplant.ref(target.page), ...view]);
      const found = source.context.lookup(value);
      const element = found instanceof PDFDict ? found.get(PDFName.of('SD')) : undefined;
      const both = element && this.#target.context.obj({ D: page, SD: transplant.value(element) });
      this.#destinations.set(prefix + name, both ?? page);
    }
  }

  close(): void {
    if (this.#destinations.size === 0) return;
    const names = [...this.#destinations]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, value]) => [pdfText(name), value]);
    const { context, catalog } = this.#target;
    catalog.set(PDFName.of('Names'), context.obj({ Dests: { Names: names } }));
  }
}

/**
 * The outline of a source, to go below the bookmark of its part. A single top bookmark for the whole document is
 * replaced by its children, because the part's bookmark has the same target. All bookmarks are closed.
 *
 * @param keepsElements `true` if they lead to structure elements, as in PDF 2.0
 */
export function translateOutline(
  source: PDFDocument,
  transplant: Transplant,
  prefix: string,
  keepsElements: boolean,
): Bookmark[] {
  const toTarget = (target: BookmarkTarget | undefined): BookmarkTarget | undefined => {
    if (!target) return undefined;
    const element = keepsElements && target.element ? transplant.ref(target.element) : undefined;
    if ('name' in target) return { name: prefix + target.name, element };
    if (!transplant.known(target.page)) return undefined;
    return { page: transplant.ref(target.page), view: target.view.map((item) => transplant.value(item)), element };
  };
  const translate = (bookmark: Bookmark): Bookmark => ({
    ...bookmark,
    target: toTarget(bookmark.target),
    children: bookmark.children.map(translate),
  });
  const outline = readOutline(source);
  const [only] = outline;
  const children = only && outline.length === 1 && isTitle(only, source) ? only.children : outline;
  return children.map((child) => ({ ...translate(child), open: false }));
}

/** `true` for a bookmark that represents its whole document. */
function isTitle({ target, children }: Bookmark, source: PDFDocument): boolean {
  if (children.length > 0 || !target) return true;
  return 'page' in target && target.page === source.getPage(0).ref;
}

/** The URI scheme for links from one part of a packet to another: `part:key`, or `part:key#name` for a place in it. */
export const PART_LINK = 'part:';

/** A page of a part by its index, and the height on it that a viewer shows at its upper edge; the whole page without it. */
export interface PlaceOnPage {
  page: number;
  top?: number;
}

/** The page to which a link to a part leads, and the structure element on it in a document of PDF 2.0. */
export interface PartTarget {
  page: PDFRef;
  element: PDFRef | undefined;
  /** The height on the page to which it leads; the link shows the whole page without it. */
  top?: number | undefined;
}

/** Turns links `part:key` into links to the first page of that part, and `part:key#name` into links to a place in it. */
export function linkParts(
  context: PDFContext,
  pages: readonly PDFRef[],
  targets: ReadonlyMap<string, PartTarget>,
): void {
  for (const page of pages) {
    const annotations = context.lookup(page, PDFDict).lookup(PDFName.of('Annots'));
    if (!(annotations instanceof PDFArray)) continue;
    for (let index = 0; index < annotations.size(); index++) {
      const annotation = annotations.lookup(index);
      if (!(annotation instanceof PDFDict)) continue;
      const uri = dictAt(annotation, 'A')?.lookup(PDFName.of('URI'));
      const address = uri instanceof PDFString ? uri.decodeText() : '';
      if (!address.startsWith(PART_LINK)) continue;
      const place = decodedKey(address.slice(PART_LINK.length));
      const target = targets.get(place) ?? targets.get(place.replace(/#.*/s, ''));
      annotation.delete(PDFName.of('A'));
      if (!target) continue;
      const view = viewOf(target);
      const shown = context.obj([target.page, ...view]);
      if (target.element) annotation.set(PDFName.of('A'), goTo(context, shown, target.element, view));
      else annotation.set(PDFName.of('Dest'), shown);
    }
  }
}

/** The view of a target: from a height on in the size that the reader has chosen, or the whole page. */
function viewOf({ top }: Pick<PartTarget, 'top'>): PDFObject[] {
  if (top === undefined) return [PDFName.of('Fit')];
  return [PDFName.of('XYZ'), PDFNull, PDFNumber.of(Math.round(top * 100) / 100), PDFNull];
}

/** Decodes a key; a document from elsewhere may contain an invalid one. */
function decodedKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The places in a part to which links lead, by name; in PDF 2.0 with the first element there.
 */
export function locatePlaces(
  places: ReadonlyMap<string, PlaceOnPage>,
  source: PDFDocument,
  transplant: Transplant,
  isPdf2: boolean,
): [string, PartTarget][] {
  const root = isPdf2 && places.size > 0 ? readElements(source) : undefined;
  const finder = root && new ElementFinder(source, root);
  const pages = source.getPages();
  return [...places].flatMap(([name, { page, top }]): [string, PartTarget][] => {
    const ref = pages[page]?.ref;
    if (!ref) return [];
    const element = finder?.at({ page: ref, view: viewOf({ top }) });
    return [[name, { page: transplant.ref(ref), element: element && transplant.ref(element), top }]];
  });
}
