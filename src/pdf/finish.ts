import { addOutputIntent } from './archive/srgb.js';
import { type Attachment, attachFiles, fileSpecs } from './attach.js';
import type { Claim } from './claims.js';
import { ConformanceReview } from './conformance.js';
import { type DocumentInfo, saveStable, setInfo, setXmp, withdrawArchive } from './metadata.js';
import { isOnPdf2, LEVELS, USUAL_STANDARD } from './standards.js';
import { makeAccessible } from './structure/accessible.js';
import { nameBookmarks } from './structure/outline.js';
import { convertToPdf2, declarePdf2 } from './structure/pdf2.js';
import { OWN_LIMITS } from './syntax/effort.js';
import { type OpenPdf, openPdf } from './syntax/open.js';
import type { Verdict } from './verdict.js';

/** A finished PDF. */
interface Finished {
  bytes: Uint8Array;
  pages: number;
  /** The faults that keep the document from claiming the standard. */
  verdict: Verdict;
}

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
  if (isOnPdf2(info.standard)) convertToPdf2(document);
  attachFiles(document, files);
  return finishDocument(document, info);
}

/**
 * Writes the document information and saves an assembled document. The document claims conformance to its standard, or
 * to PDF/UA alone, if the checks find no faults.
 *
 * @param reviewed the checks already run on the parts, if the document was assembled from parts
 */
export async function finishDocument(
  document: OpenPdf,
  info: DocumentInfo,
  reviewed?: ConformanceReview,
): Promise<Finished> {
  const { standard = USUAL_STANDARD } = info;
  const { ua, archive } = LEVELS[standard];
  if (isOnPdf2(standard)) declarePdf2(document);
  setInfo(document, info);
  const review = reviewed ?? new ConformanceReview(document, standard);
  if (!reviewed) review.all();
  const verdict = review.close();
  const isArchive = archive && verdict.ua.length + verdict.archive.length === 0;
  if (isArchive) addOutputIntent(document);
  if (ua && verdict.ua.length === 0) setXmp(document, info, isArchive ? claimFor(document, archive) : ua);
  // pdf-lib counts only the pages added through its API; the page tree has the actual count.
  return {
    bytes: await saveStable(document),
    pages: document.catalog.Pages().Count().asNumber(),
    verdict,
  };
}

/** The claim of an archived document: PDF/A-4f is for documents that carry files, PDF/A-4 for all others. */
function claimFor(document: OpenPdf, archive: 'a-3a' | 'a-4f'): Claim {
  return archive === 'a-4f' && fileSpecs(document).next().done ? 'a-4' : archive;
}

/**
 * Encrypts a PDF with AES-256 (ISO 32000-2, 7.6, revision 6 if the library supports it). Extraction for accessibility
 * stays permitted, as accessibility requires (Matterhorn 26-002). PDF/A forbids encryption, so the document no longer
 * claims it. Each call uses fresh salts, so the bytes differ every time.
 */
export async function protectPdf(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const document = await openPdf(bytes, 'the packet', OWN_LIMITS);
  withdrawArchive(document);
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
