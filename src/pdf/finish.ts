import { type Attachment, attachFiles } from './attach.js';
import { type DocumentInfo, saveStable, setInfo, setXmp } from './metadata.js';
import { makeAccessible } from './structure/accessible.js';
import { nameBookmarks } from './structure/outline.js';
import { OWN_LIMITS } from './syntax/effort.js';
import { type OpenPdf, openPdf } from './syntax/open.js';
import { checkUa, type UaReview } from './ua/check.js';
import type { Condition, Fault } from './ua/conditions.js';

/** A finished PDF. */
interface Finished {
  bytes: Uint8Array;
  pages: number;
  /** The faults that keep the document from conforming to PDF/UA-1. */
  findings: Fault[];
}

/** The condition "does not claim conformance". The document may claim it if no other condition is met. */
const CLAIM: Condition = '06-002';

/**
 * Opens a PDF printed by the browser and sets its bookmark titles to the heading texts, because the browser repeats
 * parts of them.
 *
 * @param name the name of the PDF in messages
 * @param headings the texts of the document's headings, in order
 * @throws DossierError PDF_INVALID
 */
export async function openPrint(printed: Uint8Array, name: string, headings: readonly string[]): Promise<OpenPdf> {
  const document = await openPdf(printed, name);
  nameBookmarks(document, headings);
  return document;
}

/**
 * Makes a print accessible, writes its document information and attaches its sources. Equal prints give equal bytes.
 *
 * @param files the source files to embed in the document
 * @param hasFoot `true` if its pages have texts in their margins
 */
export async function finishPdf(
  document: OpenPdf,
  info: DocumentInfo,
  files: readonly Attachment[] = [],
  hasFoot = false,
): Promise<Finished> {
  makeAccessible(document, hasFoot);
  attachFiles(document, files);
  return finishDocument(document, info);
}

/**
 * Writes the document information and saves an assembled document. The document claims conformance to PDF/UA-1 if the
 * checks find no faults.
 *
 * @param review the checks already run on the parts, if the document was assembled from parts
 */
export async function finishDocument(document: OpenPdf, info: DocumentInfo, review?: UaReview): Promise<Finished> {
  setInfo(document, info);
  const findings = (review ? review.close() : checkUa(document)).filter(({ condition }) => condition !== CLAIM);
  if (findings.length === 0) setXmp(document, info, true);
  // pdf-lib counts only the pages added through its API; the page tree has the actual count.
  return {
    bytes: await saveStable(document),
    pages: document.catalog.Pages().Count().asNumber(),
    findings,
  };
}

/**
 * Encrypts a PDF with AES-256 (ISO 32000-2, 7.6, revision 6 if the library supports it). Extraction for accessibility
 * stays permitted, as accessibility requires (Matterhorn 26-002). Each call uses fresh salts, so the bytes differ every
 * time.
 */
export async function protectPdf(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const document = await openPdf(bytes, 'the packet', OWN_LIMITS);
  document.encrypt({
    userPassword: password,
    ownerPassword: password,
    permissions: {
      printing: 'highResolution',
      copying: true,
      annotating: true,
      fillingForms: true,
      contentAccessibility: true,
    },
  });
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
