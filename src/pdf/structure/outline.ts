import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRef,
} from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { nameOf, textOf } from './trees.js';

/** A bookmark. Its target is an explicit destination or the name of one. */
export interface Bookmark {
  title: string;
  target: BookmarkTarget | undefined;
  /** `true` if its children are shown when the file is opened. */
  open: boolean;
  children: Bookmark[];
}

export type BookmarkTarget = ({ name: string } | { page: PDFRef; view: readonly PDFObject[] }) & {
  /** The structure element of the destination, in a document of PDF 2.0. */
  element?: PDFRef | undefined;
};

/** Limits on the number of bookmarks and on their nesting depth, beyond those of any real document. */
const MOST = 50_000;
const DEEPEST = 40;

/** Reads the outline of a document (ISO 32000-1, 12.3.3). */
export function readOutline(document: PDFDocument): Bookmark[] {
  return readSiblings(dictAt(document.catalog, 'Outlines'), new Set(), 0);
}

function readSiblings(parent: PDFDict | undefined, seen: Set<PDFDict>, depth: number): Bookmark[] {
  const bookmarks: Bookmark[] = [];
  if (depth > DEEPEST) return bookmarks;
  // An item that was seen before means a cycle.
  for (let item = dictAt(parent, 'First'); item && !seen.has(item) && seen.size < MOST; item = dictAt(item, 'Next')) {
    seen.add(item);
    bookmarks.push({
      title: textOf(item.lookup(PDFName.of('Title'))) ?? '',
      target: readTarget(item),
      open: (Number(String(item.lookup(PDFName.of('Count')) ?? 0)) || 0) > 0,
      children: readSiblings(item, seen, depth + 1),
    });
  }
  return bookmarks;
}

function readTarget(item: PDFDict): BookmarkTarget | undefined {
  const action = dictAt(item, 'A');
  const target =
    item.lookup(PDFName.of('Dest')) ??
    (action?.get(PDFName.of('S')) === PDFName.of('GoTo') ? action.lookup(PDFName.of('D')) : undefined);
  const found = toTarget(target);
  const [element] = listAt(action, 'SD');
  return found && element instanceof PDFRef ? { ...found, element } : found;
}

/** Reads a destination (ISO 32000-1, 12.3.2): a name, or a page and how to show it. */
export function toTarget(target: PDFObject | undefined): BookmarkTarget | undefined {
  const name = nameOf(target);
  if (name !== undefined) return { name };
  const list = target instanceof PDFArray ? target.asArray() : target instanceof PDFDict ? listAt(target, 'D') : [];
  const [page, ...view] = list;
  return page instanceof PDFRef ? { page, view } : undefined;
}

/**
 * Sets the bookmark titles of a printed document to its heading texts, because the browser repeats the text of a
 * heading that it moved to the next page. Changes nothing if the number of headings differs.
 */
export function nameBookmarks(document: PDFDocument, headings: readonly string[]): void {
  const items = bookmarkItems(document);
  if (items.length !== headings.length) return;
  items.forEach((item, index) => {
    item.set(PDFName.of('Title'), PDFHexString.fromText(headings[index] ?? ''));
  });
}

/** The dictionaries of a document's bookmarks, in order. */
export function bookmarkItems(document: PDFDocument): PDFDict[] {
  const items: PDFDict[] = [];
  const visit = (parent: PDFDict | undefined) => {
    for (let item = dictAt(parent, 'First'); item && items.length < MOST; item = dictAt(item, 'Next')) {
      items.push(item);
      visit(item);
    }
  };
  visit(dictAt(document.catalog, 'Outlines'));
  return items;
}

/** Writes an outline whose targets are pages or named destinations of this document. */
export function writeOutline(context: PDFContext, bookmarks: readonly Bookmark[]): PDFRef | undefined {
  if (bookmarks.length === 0) return undefined;
  const ref = context.nextRef();
  const root = context.obj({ Type: 'Outlines' }) as PDFDict;
  context.assign(ref, root);
  root.set(PDFName.of('Count'), context.obj(writeSiblings(context, bookmarks, root, ref)));
  return ref;
}

function writeTarget(item: PDFDict, target: BookmarkTarget): void {
  const place = 'page' in target ? item.context.obj([target.page, ...target.view]) : PDFHexString.fromText(target.name);
  const view = 'view' in target ? target.view : [PDFName.of('Fit')];
  if (target.element) item.set(PDFName.of('A'), goTo(item.context, place, target.element, view));
  else item.set(PDFName.of('Dest'), place);
}

/**
 * Creates an action that leads to a place in the document, as a page and as a structure element (ISO 32000-2, 12.3.2.3).
 *
 * @param place the page and its view, or the name of a destination
 */
export function goTo(context: PDFContext, place: PDFObject, element: PDFRef, view: readonly PDFObject[]): PDFDict {
  return context.obj({ Type: 'Action', S: 'GoTo', D: place, SD: [element, ...view] }) as PDFDict;
}

/** Writes the children of a node and returns the number of bookmarks shown below it when it is open. */
function writeSiblings(
  context: PDFContext,
  bookmarks: readonly Bookmark[],
  parent: PDFDict,
  parentRef: PDFRef,
): number {
  const refs = bookmarks.map(() => context.nextRef());
  let shown = bookmarks.length;
  bookmarks.forEach((bookmark, index) => {
    const item = context.obj({
      Title: PDFHexString.fromText(bookmark.title),
      Parent: parentRef,
    }) as PDFDict;
    context.assign(refs[index] as PDFRef, item);
    const previous = refs[index - 1];
    const next = refs[index + 1];
    if (previous) item.set(PDFName.of('Prev'), previous);
    if (next) item.set(PDFName.of('Next'), next);
    if (bookmark.target) writeTarget(item, bookmark.target);
    if (bookmark.children.length > 0) {
      const below = writeSiblings(context, bookmark.children, item, refs[index] as PDFRef);
      item.set(PDFName.of('Count'), context.obj(bookmark.open ? below : -below));
      if (bookmark.open) shown += below;
    }
  });
  parent.set(PDFName.of('First'), refs[0] as PDFRef);
  parent.set(PDFName.of('Last'), refs.at(-1) as PDFRef);
  return shown;
}
