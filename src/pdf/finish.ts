import type { PDFDocument } from 'pdf-lib';
import { makeAccessible } from './accessible.js';
import { type DocumentInfo, saveStable, setInfo } from './metadata.js';
import { openPdf } from './open.js';
import { nameBookmarks } from './outline.js';

/** A finished PDF. */
export interface Finished {
  bytes: Uint8Array;
  pages: number;
}

/**
 * The browser's PDF -> one that says what it is, with the same bytes whenever it is made from the same print.
 *
 * @param headings the texts of the document's headings, in order, which its bookmarks get
 */
export async function finishPdf(
  printed: Uint8Array,
  info: DocumentInfo,
  headings: readonly string[],
): Promise<Finished> {
  const document = await openPdf(printed, info.title);
  makeAccessible(document);
  nameBookmarks(document, headings);
  return finishDocument(document, info);
}

/** A document put together here -> its bytes. */
export async function finishDocument(document: PDFDocument, info: DocumentInfo): Promise<Finished> {
  setInfo(document, info);
  // The library counts pages as they are added through it; the page tree knows better.
  return {
    bytes: await saveStable(document),
    pages: document.catalog.Pages().Count().asNumber(),
  };
}
