import { type Attachment, attachFiles } from './attach.js';
import { type DocumentInfo, saveStable, setInfo, setXmp } from './metadata.js';
import { makeAccessible } from './structure/accessible.js';
import { nameBookmarks } from './structure/outline.js';
import { type OpenPdf, openPdf } from './syntax/open.js';
import { checkUa, type UaReview } from './ua/check.js';
import type { Condition, Fault } from './ua/conditions.js';

/** A finished PDF. */
interface Finished {
  bytes: Uint8Array;
  pages: number;
  /** What keeps it from conforming to PDF/UA-1. */
  findings: Fault[];
}

/** The condition that a document does not say it conforms: it may say so where no other is met. */
const CLAIM: Condition = '06-002';

/**
 * The browser's PDF, open: its bookmarks say what its headings say. The browser repeats parts of them.
 *
 * @param name what it is called in messages
 * @param headings the texts of the document's headings, in order
 * @throws DossierError PDF_INVALID
 */
export async function openPrint(printed: Uint8Array, name: string, headings: readonly string[]): Promise<OpenPdf> {
  const document = await openPdf(printed, name);
  nameBookmarks(document, headings);
  return document;
}

/**
 * A print -> a document that is accessible and says what it is, with the same bytes whenever it is made from the same
 * print.
 *
 * @param files what the document was made from; it carries them
 */
export async function finishPdf(
  document: OpenPdf,
  info: DocumentInfo,
  files: readonly Attachment[] = [],
): Promise<Finished> {
  makeAccessible(document);
  attachFiles(document, files);
  return finishDocument(document, info);
}

/**
 * A document put together here -> its bytes. It says that it conforms to PDF/UA-1 where the checks find nothing.
 *
 * @param review what has looked at its parts, where it was put together part by part
 */
export async function finishDocument(document: OpenPdf, info: DocumentInfo, review?: UaReview): Promise<Finished> {
  setInfo(document, info);
  const findings = (review ? review.close() : checkUa(document)).filter(({ condition }) => condition !== CLAIM);
  if (findings.length === 0) setXmp(document, info, true);
  // The library counts pages as they are added through it; the page tree knows better.
  return {
    bytes: await saveStable(document),
    pages: document.catalog.Pages().Count().asNumber(),
    findings,
  };
}
