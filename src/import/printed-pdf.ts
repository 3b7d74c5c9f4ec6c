import { DossierError } from '../errors.js';
import type { Draft, Fields } from './draft.js';
import { setOnPage } from './flow/layout.js';
import type { ReadResume } from './pdf/build.js';
import type { Evidence } from './pdf/evidence.js';
import type { Page } from './pdf/model.js';
import { readPages } from './pdf/pages.js';
import { resumeOf } from './pdf/read.js';
import type { FlowDocument } from './printed-file.js';
import type { ReadPage, ReadValue } from './read-value.js';
import type { ScannedPages } from './scan/read.js';
import { applyStructured } from './web/apply.js';
import { placesOf } from './write.js';

/** A draft of a profile from the text of pages. */
export interface PrintedDraft {
  draft: Draft;
  values: ReadValue[];
  pages: ReadPage[];
}

/**
 * Reads the text of a PDF that another program made.
 *
 * @param isStrict `true` if a name that is missing, or a value that is unsure, is an error
 * @throws DossierError IMPORT_UNKNOWN or PDF_INVALID
 */
export async function draftOfPdf(bytes: Uint8Array, file: string, isStrict: boolean): Promise<PrintedDraft> {
  const pages = await readPages(bytes, file);
  return withEvidence(resumeOf(pages), pages, file, isStrict);
}

/** A place of which a reader of scans is unsure. */
const HARD_TO_READ: NonNullable<Evidence['doubt']> = { why: 'the scan is hard to read here', alternatives: [] };

/**
 * Reads a scan whose words were recognized.
 *
 * @param isStrict as in `draftOfPdf`
 * @throws DossierError IMPORT_UNKNOWN
 */
export function draftOfScan({ pages, doubtful }: ScannedPages, file: string, isStrict: boolean): PrintedDraft {
  const read = resumeOf(pages);
  for (const evidence of read.findings.evidence) {
    const { page, box } = evidence.place;
    if (!evidence.doubt && doubtful.some((word) => word.page === page && overlaps(word.box, box)))
      evidence.doubt = HARD_TO_READ;
  }
  return withEvidence(read, pages, file, isStrict);
}

function overlaps(a: ReadValue['box'], b: ReadValue['box']): boolean {
  const [left, top] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const [right, bottom] = [Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  // Neighbouring lines touch each other.
  return right - left > 1 && bottom - top > (a[3] - a[1]) / 2;
}

/**
 * Reads a document without pages, such as a Word file.
 *
 * @param isStrict as in `draftOfPdf`
 * @throws DossierError IMPORT_UNKNOWN
 */
export function draftOfFlow({ blocks, width, person }: FlowDocument, file: string, isStrict: boolean): PrintedDraft {
  const pages = [setOnPage(blocks, width)];
  const read = resumeOf(pages);
  const sure = person ? applyStructured(read.draft, person) : new Map<object, ReadonlySet<string>>();
  for (const evidence of read.findings.evidence)
    if (sure.get(evidence.holder)?.has(String(evidence.key))) delete evidence.doubt;
  return withEvidence(read, pages, file, isStrict);
}

function withEvidence(
  { draft, findings }: ReadResume,
  pages: readonly Page[],
  file: string,
  isStrict: boolean,
): PrintedDraft {
  for (const { holder, key, doubt } of findings.evidence) if (doubt) draft.note(holder, key, commentOf(doubt));
  const places = placesOf(draft.profile);
  const values = findings.evidence.flatMap((evidence) => readValue(evidence, places));
  const name = (draft.profile.basics as Fields | undefined)?.name;
  const unsure = values.filter(({ why }) => why !== undefined);
  if (isStrict && (name === undefined || unsure.length > 0))
    throw new DossierError('IMPORT_UNKNOWN', `${file} leaves values unsure`, {
      problems: [
        ...(name === undefined
          ? [
              {
                severity: 'error' as const,
                message: 'no name was found',
                where: { file },
                hint: 'import without --strict, and write the name',
              },
            ]
          : []),
        ...unsure.map(({ path, page, why }) => ({
          severity: 'error' as const,
          message: `${path} is unsure: ${why}`,
          where: { file },
          hint: `compare it with page ${page}; import without --strict to correct it in the profile`,
        })),
      ],
    });
  return { draft, values, pages: pages.map(toReadPage) };
}

function toReadPage({ number, width, height, runs }: Page): ReadPage {
  const texts = runs.map(({ text, x, y, width, size, bold, italic }) => ({
    text,
    x: rounded(x),
    y: rounded(y),
    width: rounded(width),
    size: rounded(size),
    bold,
    italic,
  }));
  return { number, width: rounded(width), height: rounded(height), texts };
}

/** A tenth of a point is more than a reader sees. */
function rounded(points: number): number {
  return Math.round(points * 10) / 10;
}

function readValue({ holder, key, place, doubt }: Evidence, places: ReadonlyMap<object, string>): ReadValue[] {
  const path = places.get(holder);
  if (path === undefined) return [];
  const own = typeof key === 'number' ? `${path}[${key}]` : [path, key].filter(Boolean).join('.');
  const { page, box } = place;
  const [left, top, right, bottom] = box;
  return [
    {
      path: own,
      page,
      box: [left, top, right, bottom].map(rounded) as unknown as ReadValue['box'],
      ...(doubt ? { why: doubt.why } : {}),
      alternatives: doubt?.alternatives ?? [],
    },
  ];
}

/** The longest alternative in a comment. */
const LONGEST = 80;

function commentOf({ why, alternatives }: NonNullable<Evidence['doubt']>): string {
  const others = alternatives.map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
  return `unsure: ${why}${others.length > 0 ? `; printed: ${others.join(' / ')}` : ''}`;
}
