import { PDFDict, type PDFDocument, type PDFPage, type PDFRef } from 'pdf-lib';
import { type Element, readElement, readElements } from '../structure/elements.js';
import { checkAnnotations } from './annotations.js';
import {
  checkBookmarkLanguage,
  checkFiles,
  checkLanguage,
  checkMetadata,
  checkOptionalContent,
  checkPreferences,
  checkReferences,
  checkSecurity,
  checkTaggedForms,
  checkXfa,
} from './catalog.js';
import type { Fault } from './conditions.js';
import { checkAlternatives, checkHeaders, checkHeadings, checkNesting, checkNotes, checkRoles } from './elements.js';
import { checkFonts } from './fonts.js';
import { examine, examineWhole, type UaSubject, type Use, type Whole } from './subject.js';

/** The checks that need only pages and their elements, not the rest of the document. */
const OF_PARTS: readonly ((subject: UaSubject) => Iterable<Fault>)[] = [
  checkPainting,
  checkNesting,
  checkFonts,
  checkLanguage,
  checkAlternatives,
  checkHeaders,
  checkNotes,
  checkAnnotations,
  checkTaggedForms,
];

/** The checks that need the finished document. */
const OF_WHOLES: readonly ((whole: Whole) => Iterable<Fault>)[] = [
  checkPreferences,
  checkRoles,
  checkMetadata,
  checkBookmarkLanguage,
  checkHeadings,
  checkOptionalContent,
  checkFiles,
  checkXfa,
  checkSecurity,
  checkReferences,
];

/** Reports every PDF/UA-1 fault that a program can detect; the document is not changed. */
export function checkUa(document: PDFDocument): Fault[] {
  const review = new UaReview(document);
  review.look(document.getPages(), 0, readElements(document));
  return review.close();
}

/**
 * Runs the same checks on a document assembled part by part, so that only one part's structure is in memory at a time.
 */
export class UaReview {
  readonly #document: PDFDocument;
  readonly #findings: Fault[] = [];
  readonly #uses: Use[] = [];

  constructor(document: PDFDocument) {
    this.#document = document;
  }

  /**
   * Checks a part that is in its final position. Parts must come in document order.
   *
   * @param first the index of the part's first page
   * @param element the part's structure element; undefined if the part has no tags
   */
  part(pages: readonly PDFPage[], first: number, element: PDFRef | undefined): void {
    const dict = element && this.#document.context.lookup(element);
    const root = element && dict instanceof PDFDict ? readElement(element, dict) : undefined;
    this.look(pages, first, root && { type: '', dict: root.dict, ref: root.ref, kids: [root] });
  }

  /** @param root a container for the elements to check, not checked itself */
  look(pages: readonly PDFPage[], first: number, root: Element | undefined): void {
    const subject = examine(this.#document, pages, first, root);
    for (const check of OF_PARTS) for (const finding of check(subject)) this.#findings.push(finding);
    this.#uses.push(subject.use);
  }

  close(): Fault[] {
    const whole = examineWhole(this.#document, this.#uses);
    return [...this.#findings, ...OF_WHOLES.flatMap((check) => [...check(whole)])];
  }
}

/** Content on pages (ISO 14289-1, 7.1): checkpoint 01. */
function checkPainting({ painting }: UaSubject): Iterable<Fault> {
  return painting.findings;
}
