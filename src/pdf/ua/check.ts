import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFPage, type PDFRef } from 'pdf-lib';
import { faultsAgainst } from '../clauses.js';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { type Element, readElement, readElements } from '../structure/elements.js';
import type { Fault } from '../verdict.js';
import {
  checkAnnotations,
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
import { checkAnnotations2, checkBookmarks2, checkCatalog2, checkFields2 } from './catalog-2.js';
import { checkComposite } from './composite.js';
import { fault } from './conditions.js';
import {
  checkAlternatives,
  checkForms,
  checkHeaders,
  checkHeadings,
  checkNesting,
  checkNotes,
  checkRoles,
  checkRows,
} from './elements.js';
import { checkContainment, checkElements2, checkFonts2, checkNotes2, checkTop } from './elements-2.js';
import type { FontUse, Watch } from './painting.js';
import { checkTrueType, differencesOf, isSymbolic } from './simple-truetype.js';
import { examine, examineWhole, type UaStandard, type UaSubject, type Use, type Whole } from './subject.js';
import { checkTables2 } from './tables-2.js';

/** The checks that need only pages and their elements, not the rest of the document. */
const OF_PARTS: readonly ((subject: UaSubject) => Iterable<Fault>)[] = [
  checkPainting,
  checkNesting,
  checkFonts,
  checkLanguage,
  checkAlternatives,
  checkHeaders,
  checkRows,
  checkForms,
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
  const review = new UaReview(document, 'ua-1');
  review.look(document.getPages(), 0, readElements(document));
  return faultsAgainst(review.close(), 'ua-1').map(({ fault }) => fault);
}

/** The checks for PDF/UA-2 alone. */
const OF_PARTS_2: readonly ((subject: UaSubject) => Iterable<Fault>)[] = [
  checkElements2,
  checkContainment,
  checkTables2,
  checkNotes2,
  checkAnnotations2,
  checkFonts2,
];

const OF_WHOLES_2: readonly ((whole: Whole) => Iterable<Fault>)[] = [
  checkTop,
  checkCatalog2,
  checkBookmarks2,
  checkFields2,
];

/** Checks of another standard that use what these checks read. */
export interface Companion {
  /** Called before a part is read, with its title. */
  begin(title: string | undefined): Watch;
  /** Called after it was read. */
  part(subject: UaSubject): void;
}

/**
 * Runs the same checks on a document assembled part by part, so that only one part's structure is in memory at a time.
 * The faults include some that only the other standard counts.
 */
export class UaReview {
  readonly #document: PDFDocument;
  readonly #standard: UaStandard;
  readonly #findings: Fault[] = [];
  readonly #uses: Use[] = [];
  readonly #companion: Companion | undefined;

  constructor(document: PDFDocument, standard: UaStandard, companion?: Companion) {
    this.#document = document;
    this.#standard = standard;
    this.#companion = companion;
  }

  /**
   * Checks a part that is in its final position. Parts must come in document order.
   *
   * @param first the index of the part's first page
   * @param elements the part's structure elements; none if the part has no tags
   * @param title the part's title
   */
  part(pages: readonly PDFPage[], first: number, elements: readonly PDFRef[], title?: string): void {
    const kids = elements.flatMap((element) => {
      const dict = this.#document.context.lookup(element);
      return dict instanceof PDFDict ? [readElement(element, dict)] : [];
    });
    const [root] = kids;
    this.look(pages, first, root && { type: '', dict: root.dict, ref: root.ref, kids }, title);
  }

  /** @param root a container for the elements to check, not checked itself */
  look(pages: readonly PDFPage[], first: number, root: Element | undefined, title?: string): void {
    const begin = this.#companion?.begin(title);
    const subject = examine(this.#document, this.#standard, pages, first, root, begin);
    for (const check of this.#standard === 'ua-2' ? [...OF_PARTS, ...OF_PARTS_2] : OF_PARTS)
      for (const finding of check(subject))
        this.#findings.push(title === undefined ? finding : { ...finding, part: title });
    this.#companion?.part(subject);
    this.#uses.push(subject.use);
  }

  close(): Fault[] {
    const whole = examineWhole(this.#document, this.#standard, this.#uses);
    const checks = this.#standard === 'ua-2' ? [...OF_WHOLES, ...OF_WHOLES_2] : OF_WHOLES;
    return [...this.#findings, ...checks.flatMap((check) => [...check(whole)])];
  }
}

/** Content on pages (ISO 14289-1, 7.1): checkpoint 01. */
function checkPainting({ painting }: UaSubject): Iterable<Fault> {
  return painting.findings;
}

const ENCODINGS = ['MacRomanEncoding', 'MacExpertEncoding', 'WinAnsiEncoding'];

const PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3'].map((key) => PDFName.of(key));

/**
 * The fonts of shown text (ISO 14289-1, 7.21) and the Unicode values of its characters (7.2): checkpoints 31 and 10.
 */
export function* checkFonts({ painting }: UaSubject): Generator<Fault> {
  for (const [font, use] of painting.fonts) {
    const kind = nameAt(font, 'Subtype') ?? '';
    const where = nameAt(font, 'BaseFont') ?? kind;
    const descendant = kind === 'Type0' ? descendantOf(font) : undefined;
    const descriptor = dictAt(descendant ?? font, 'FontDescriptor');
    if (kind !== 'Type3' && use.visible && !PROGRAMS.some((key) => descriptor?.has(key))) yield fault('31-009', where);
    yield* checkUnicode(font, use, where);
    if (descendant) yield* checkComposite(font, descendant, use, where);
    else {
      if (kind === 'TrueType') yield* checkTrueType(font, use, where);
      if (showsNotdef(font, use)) yield fault('31-030', where);
    }
  }
}

function descendantOf(font: PDFDict): PDFDict | undefined {
  const list = font.lookup(PDFName.of('DescendantFonts'));
  const first = list instanceof PDFArray ? list.lookup(0) : undefined;
  return first instanceof PDFDict ? first : undefined;
}

function* checkUnicode(font: PDFDict, use: FontUse, where: string): Generator<Fault> {
  const { texts } = codesOf(font);
  if (!texts) {
    if (!speaksForItself(font)) yield fault('31-027', where);
    return;
  }
  if ([...use.read].some((code) => !texts.get(code))) yield fault('10-001', where);
  const all = [...texts.values()].join('');
  if (all.includes('\u0000')) yield fault('31-028', where);
  if (/[\ufeff\ufffe]/.test(all)) yield fault('31-029', where);
}

/** `true` if the meaning of a font's codes is known without a ToUnicode map (ISO 14289-1, 7.21.7). */
function speaksForItself(font: PDFDict): boolean {
  const kind = nameAt(font, 'Subtype');
  if (kind === 'Type0') {
    const system = dictAt(descendantOf(font), 'CIDSystemInfo')?.lookup(PDFName.of('Ordering'));
    return /^\((GB1|CNS1|Japan1|Korea1)\)$/.test(String(system));
  }
  if (kind === 'TrueType' && !isSymbolic(font)) return true;
  if (ENCODINGS.includes(nameAt(font, 'Encoding') ?? '')) return true;
  if (kind === 'Type3' || kind === 'Type1' || kind === 'MMType1') {
    const names = [...differencesOf(font.lookup(PDFName.of('Encoding'))).values()];
    // The names of letters and signs are words; names that only number the glyphs (g12) carry no meaning.
    return (
      (kind !== 'Type3' || names.length > 0) &&
      names.every((name) => /^(uni[0-9A-F]{4}|[A-Za-z]+|\.notdef)$/.test(name))
    );
  }
  return false;
}

/** `true` if text shows a code that the font's encoding maps to .notdef (ISO 14289-1, 7.21.8). */
function showsNotdef(font: PDFDict, use: FontUse): boolean {
  return [...differencesOf(font.lookup(PDFName.of('Encoding')))].some(
    ([code, name]) => name === '.notdef' && use.all.has(code),
  );
}

function nameAt(dict: PDFDict, key: string): string | undefined {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFName ? value.decodeText() : undefined;
}
