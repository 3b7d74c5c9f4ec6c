import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import { descendants, isElement, isMark, readElements } from '../structure/elements.js';
import type { Bookmark } from '../structure/outline.js';

/**
 * Pages printed at the end of one document that belong beside another: a scorecard, a brief. They are one element of
 * the document's structure.
 */
export interface Sheet {
  /** The name by which a part takes them; unique in the merged document. */
  key: string;
  title: string;
  /** The index of the first page in the document, from 0, and the number of pages. */
  first: number;
  pages: number;
  /** The index of their element among the topmost ones of the document. */
  element: number;
}

/** A sheet in the merged document that waits for its part. */
export interface HeldSheet {
  title: string;
  pages: PDFRef[];
  element: PDFRef;
}

/** The index of the first page of each topmost element of a tagged document, which begins with a new page. */
export function elementPages(document: PDFDocument): number[] {
  const pages = new Map(document.getPages().map(({ ref }, index) => [ref, index]));
  const root = readElements(document);
  const [whole] = root?.kids.filter(isElement) ?? [];
  return (whole?.kids.filter(isElement) ?? []).map((element) => {
    const mark = [element, ...descendants(element)].flatMap(({ kids }) => kids).find(isMark);
    return (mark && pages.get(mark.page)) ?? 0;
  });
}

/** Bookmarks without those that lead to any of the pages. */
export function withoutPages(bookmarks: readonly Bookmark[], pages: ReadonlySet<PDFRef>): Bookmark[] {
  return bookmarks
    .filter(({ target }) => !(target && 'page' in target && pages.has(target.page)))
    .map((bookmark) => ({ ...bookmark, children: withoutPages(bookmark.children, pages) }));
}

/** The structure of a sheet in the merged document: its element, and the topmost elements that it takes. */
export interface SheetStructure {
  element: PDFRef;
  kids: PDFRef[];
}

/** Gives the topmost elements of sheets their new parents, after they were copied. */
export function adoptKids(document: PDFDocument, sheets: readonly SheetStructure[]): void {
  for (const { element, kids } of sheets)
    for (const kid of kids) document.context.lookup(kid, PDFDict).set(PDFName.of('P'), element);
}

/** The children of a structure element or of the root of a tree. */
export function childrenOf(dict: PDFDict) {
  const kids = dict.lookup(PDFName.of('K'));
  if (kids instanceof PDFArray) return kids.asArray();
  const only = dict.get(PDFName.of('K'));
  return only ? [only] : [];
}
