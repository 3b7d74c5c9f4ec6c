import type { PDFDocument, PDFPage, PDFRef } from 'pdf-lib';
import { ArchiveReview } from './archive/check.js';
import { faultsAgainst } from './clauses.js';
import { LEVELS, type Standard, USUAL_STANDARD } from './standards.js';
import { readElements } from './structure/elements.js';
import { UaReview } from './ua/check.js';
import type { Condition } from './ua/conditions.js';
import type { Verdict } from './verdict.js';

/** The condition "does not claim conformance". The document may claim it if no other condition is met. */
const CLAIM: Condition = '06-002';

/** Checks a document against the standards that it is meant to claim, as a whole or part by part. */
export class ConformanceReview {
  readonly #document: PDFDocument;
  readonly #standard: Standard;
  readonly #archive: ArchiveReview | undefined;
  readonly #ua: UaReview | undefined;

  constructor(document: PDFDocument, standard: Standard = USUAL_STANDARD) {
    this.#document = document;
    this.#standard = standard;
    const { ua, archive } = LEVELS[standard];
    // PDF/UA-2 has conditions of PDF/A-3a.
    this.#archive = archive || ua === 'ua-2' ? new ArchiveReview(document) : undefined;
    this.#ua = ua && new UaReview(document, ua, this.#archive);
  }

  /**
   * Checks a part that is in its final position. Parts must come in document order.
   *
   * @param title the title of the part, for messages
   * @param first the index of the part's first page
   * @param elements the part's structure elements; none if the part has no tags
   */
  part(title: string, pages: readonly PDFPage[], first: number, elements: readonly PDFRef[]): void {
    this.#ua?.part(pages, first, elements, title);
  }

  /** Checks all pages of a document that was not checked part by part. */
  all(): void {
    this.#ua?.look(this.#document.getPages(), 0, readElements(this.#document));
  }

  /** Checks the document as a whole. */
  close(): Verdict {
    const { ua, archive } = LEVELS[this.#standard];
    const faults = [...(this.#ua?.close() ?? []), ...(this.#archive?.close() ?? [])].filter(
      ({ condition }) => condition !== CLAIM,
    );
    const inUa = ua ? faultsAgainst(faults, ua) : [];
    const known = new Set(inUa.map(({ source }) => source));
    const inArchive = archive ? faultsAgainst(faults, archive).filter(({ source }) => !known.has(source)) : [];
    return { ua: inUa.map(({ fault }) => fault), archive: inArchive.map(({ fault }) => fault) };
  }
}
