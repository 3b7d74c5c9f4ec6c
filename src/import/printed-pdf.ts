import { DossierError } from '../errors.js';
import type { Draft, Fields } from './draft.js';
import { setOnPage } from './flow/layout.js';
import type { FlowBlock } from './flow/model.js';
import type { Evidence } from './pdf/evidence.js';
import type { Page } from './pdf/model.js';
import { readPages } from './pdf/pages.js';
import { resumeOf } from './pdf/read.js';
import type { ReadPage, ReadValue } from './read-value.js';
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
  return withEvidence(await readPages(bytes, file), file, isStrict);
}

/**
 * Reads a document without pages, such as a Word file.
 *
 * @param isStrict as in `draftOfPdf`
 * @throws DossierError IMPORT_UNKNOWN
 */
export function draftOfFlow(
  blocks: readonly FlowBlock[],
  width: number,
  file: string,
  isStrict: boolean,
): PrintedDraft {
  return withEvidence([setOnPage(blocks, width)], file, isStrict);
}

function withEvidence(pages: readonly Page[], file: string, isStrict: boolean): PrintedDraft {
  const { draft, findings } = resumeOf(pages);
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
