import { DossierError } from '../errors.js';
import { ConformanceReview } from '../pdf/conformance.js';
import { finishDocument } from '../pdf/finish.js';
import { type Part, PdfBinder, type Placed } from '../pdf/merge/merge.js';
import type { Sheet } from '../pdf/merge/sheets.js';
import { Stamper } from '../pdf/merge/stamp.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import { isOnPdf2 } from '../pdf/standards.js';
import type { OpenPdf } from '../pdf/syntax/open.js';
import type { Verdict } from '../pdf/verdict.js';

/** A document that is bound after a résumé. */
export interface BoundAttachment {
  title: string;
  bytes: Uint8Array;
  pages: number;
  /** `true` if Dossier printed it, with space for a footer. */
  isOwn?: boolean;
}

/** The documents of a candidate, ready to be bound. */
interface BoundCandidate {
  slug: string;
  name: string;
  lang: string;
  pdf: Uint8Array;
  pages: number;
  /** `true` if Dossier did not print the résumé, so that its pages have no space for a footer. */
  isForeign?: boolean;
  /** The candidate's own documents, bound after the résumé. */
  attachments?: readonly BoundAttachment[];
  /** Pages of the front document that stand before the résumé, and after the last attachment. */
  before?: readonly Sheet[];
  after?: readonly Sheet[];
  /** Finds the places in the résumé to which the front matter links. */
  locate?: Part['locate'];
  /** The strip at the foot of the candidate's pages, as a file and one of its pages. */
  strip: readonly [file: number, page: number];
}

/** The parts of a packet. */
interface Assembly {
  info: DocumentInfo;
  /** The cover, contents and other pages before the résumés, and at its end the sheets of the candidates. */
  front: OpenPdf | undefined;
  candidates: readonly BoundCandidate[];
  /** Untagged PDFs as the `Stamper` reads them. */
  strips: readonly Uint8Array[];
  /** Called with the number of candidates bound so far; binding waits for the result. */
  bound?: (candidates: number) => void | Promise<void>;
}

export interface AssembledPacket {
  bytes: Uint8Array;
  pages: number;
  /** The position of each part, and the features of it that were dropped. */
  parts: Placed[];
  /** The reasons why it does not claim a standard. */
  verdict: Verdict;
}

/** A part that has been bound, with its pages. */
interface Bound {
  place: Placed;
  /** Its own pages, and its pages with those of its sheets. */
  pages: ReturnType<PdfBinder['pagesOf']>;
  all: ReturnType<PdfBinder['pagesOf']>;
}

/**
 * Binds front matter and résumés into one PDF with continuous page numbers. It needs no file and no browser, so that
 * the download page can assemble packets in the same way as the command.
 *
 * @throws DossierError PDF_INVALID
 */
export async function assemblePacket({ info, front, candidates, strips, bound }: Assembly): Promise<AssembledPacket> {
  const { title, lang } = info;
  const binder = await PdfBinder.create(lang, isOnPdf2(info.standard));
  const review = new ConformanceReview(binder.document, info.standard);
  const stampers = await Promise.all(strips.map((pdf) => Stamper.open(binder.document, pdf)));
  const parts: Placed[] = [];
  const bind = async (part: Part): Promise<Bound> => {
    const place = await binder.add(part);
    parts.push(place);
    const all = binder.pagesOf(place.span);
    const begin = place.first - place.span.first;
    return { place, pages: all.slice(begin, begin + place.pages), all };
  };
  const settle = (bound: readonly Bound[], sheets: readonly Sheet[] = []) => {
    const held = sheets.flatMap(({ key }) => binder.pagesOf(key));
    for (const { place, pages } of bound)
      named(place.title, () => review.part(place.title, [...pages, ...held], place.first, place.elements));
    // Packs the structure of all of them, so that none can be reviewed any more.
    binder.settle();
  };
  if (front) {
    const sheets = candidates.flatMap(({ before = [], after = [] }) => [...before, ...after]);
    const part = { key: 'front', title, lang, source: front, bookmark: title, numbers: 'roman' as const };
    settle([await bind({ ...part, sheets: sheets.sort((a, b) => a.first - b.first) })], sheets);
  }
  for (const [index, { candidate, start }] of numbered(candidates).entries()) {
    const placed: Bound[] = [];
    for (const part of partsOf(candidate)) placed.push(await bind(part));
    const [file, page] = candidate.strip;
    const stamper = stampers[file];
    if (!stamper) throw new Error(`strip file ${file} is missing`);
    const pages = placed.flatMap((bound) => bound.all);
    const isForeign = (index: number) =>
      index === 0 ? candidate.isForeign === true : candidate.attachments?.[index - 1]?.isOwn !== true;
    const foreign = new Set(placed.flatMap((bound, at) => (isForeign(at) ? bound.pages : [])));
    named(placed.at(-1)?.place.title ?? candidate.name, () => stamper.stamp(pages, page, start, foreign));
    settle(placed);
    await bound?.(index + 1);
  }
  binder.close();
  return { parts, ...(await finishDocument(binder.document, info, review)) };
}

/** Adds the title of the part to an error about a document that exceeds a limit. */
function named(title: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    throw new DossierError(error.code, `${title}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

/**
 * The candidates with the number of their first page. The résumés begin at page 1 and the front matter has Roman
 * numerals, so that the length of the front matter does not affect the numbers.
 */
export function numbered<C extends Paged>(candidates: readonly C[]): { candidate: C; start: number }[] {
  let next = 1;
  return candidates.map((candidate) => {
    const start = next;
    const { pages, attachments = [], before = [], after = [] } = candidate;
    next += pages;
    for (const each of [...attachments, ...before, ...after]) next += each.pages;
    return { candidate, start };
  });
}

/** The numbers of pages of a candidate's documents. */
interface Paged {
  pages: number;
  attachments?: readonly { pages: number }[];
  before?: readonly { pages: number }[];
  after?: readonly { pages: number }[];
}

function partsOf(candidate: BoundCandidate): Part[] {
  const { slug, name, lang, pdf, locate, attachments = [], before = [], after = [] } = candidate;
  const keys = (sheets: readonly Sheet[]) => sheets.map(({ key }) => key);
  const own = { key: slug, title: name, lang, source: pdf, bookmark: name, numbers: 'arabic' as const };
  const parts: Part[] = [
    { ...own, before: keys(before), ...(locate ? { locate } : {}) },
    ...attachments.map(
      ({ title, bytes }, index): Part => ({
        key: attachmentKey(slug, index),
        title,
        source: bytes,
        bookmark: title,
        nested: true,
        numbers: 'arabic',
      }),
    ),
  ];
  return parts.map((part, index) => (index === parts.length - 1 ? { ...part, after: keys(after) } : part));
}

/** The key of a candidate's attachment, counted from 0, to which links lead. */
export function attachmentKey(slug: string, index: number): string {
  return `${slug}-${index + 1}`;
}
