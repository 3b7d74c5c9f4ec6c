import { z } from 'zod';
import { DossierError } from '../../errors.js';
import { readDocument } from '../../profile/document.js';
import { closed } from '../../profile/field-metadata.js';
import { text } from '../../profile/fields.js';
import { parseWith } from '../../profile/read.js';
import type { ReviewFinding } from './review.js';

const entry = closed(
  z.strictObject({
    text,
    decision: z.enum(['allow', 'remove']).nullish(),
    reason: text.optional(),
    places: z.array(text).optional(),
  }),
);

const checklist = closed(
  z.strictObject({
    packets: z
      .record(
        z.string(),
        closed(
          z.strictObject({
            allow: z.array(text).nullish(),
            words: z.array(text).nullish(),
            undecided: z.array(entry).nullish(),
          }),
        ),
      )
      .nullable(),
  }),
);

/** Decisions about the findings of one packet: texts in `allow` may stay, and those in `words` must be removed. */
export interface Decisions {
  allow: string[];
  words: string[];
}

/** The content of a checklist file: decisions and findings by packet. */
export type Checklist = Map<string, Decisions & { undecided: ReviewFinding[] }>;

const HEADER = `# Names and words that may identify the candidates of blind packets. For each, write "decision: allow" if it may stay
# or "decision: remove" if it must be removed, and run the command again with the same file.
`;

/**
 * Reads a checklist; entries that have a decision are moved to `allow` or `words`.
 *
 * @throws DossierError PACKET_INVALID with all errors, for a file that is not a checklist; PROFILE_ENCODING,
 *   PROFILE_LIMIT and PROFILE_SYNTAX as for `readDocument`
 */
export function readChecklist(bytes: Uint8Array, file: string): Checklist {
  const { packets } = parse(bytes, file);
  return new Map(
    Object.entries(packets ?? {}).map(([slug, { allow, words, undecided }]) => {
      const entries = undecided ?? [];
      const decided = (decision: string) =>
        entries.filter((each) => each.decision === decision).map((each) => each.text);
      const left = entries.filter(({ decision }) => !decision);
      return [
        slug,
        {
          allow: distinct([...(allow ?? []), ...decided('allow')]),
          words: distinct([...(words ?? []), ...decided('remove')]),
          undecided: left.map(({ text, reason = '', places = [] }) => ({ text, reason, places })),
        },
      ];
    }),
  );
}

/** Writes a checklist as YAML that `readChecklist` can read. */
export function formatChecklist(list: Checklist): string {
  const packets = [...list].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = packets.flatMap(([slug, { allow, words, undecided }]) => [
    `  ${JSON.stringify(slug)}:`,
    ...formatTexts('    ', 'allow', allow),
    ...formatTexts('    ', 'words', words),
    undecided.length === 0 ? '    undecided: []' : '    undecided:',
    ...undecided.flatMap(({ text, reason, places }) => [
      `      - text: ${JSON.stringify(text)}`,
      '        decision:',
      `        reason: ${JSON.stringify(reason)}`,
      ...formatTexts('        ', 'places', places),
    ]),
  ]);
  return `${HEADER}packets:${lines.length === 0 ? ' {}' : `\n${lines.join('\n')}`}\n`;
}

/**
 * Merges the findings of several candidates into one list: each text appears once, and its places name the candidates.
 */
export function mergeFindings(found: readonly { alias: string; review: readonly ReviewFinding[] }[]): ReviewFinding[] {
  const merged = new Map<string, ReviewFinding>();
  for (const { alias, review } of found) {
    for (const { text, reason, places } of review) {
      const placed = places.map((place) => `${alias}: ${place}`);
      const known = merged.get(text);
      if (known) known.places.push(...placed);
      else merged.set(text, { text, reason, places: placed });
    }
  }
  return [...merged.values()];
}

function formatTexts(indent: string, key: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [`${indent}${key}: []`];
  return [`${indent}${key}:`, ...texts.map((each) => `${indent}  - ${JSON.stringify(each)}`)];
}

function parse(bytes: Uint8Array, file: string): z.output<typeof checklist> {
  try {
    // A misspelt decision is an error: ignored, it would leave a text that should be removed.
    return parseWith(checklist, readDocument(bytes, file), file).value;
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    throw new DossierError('PACKET_INVALID', `${file} is not a checklist of blind packets`, {
      ...(error.code === 'PROFILE_EMPTY' ? { where: { file } } : { problems: error.problems }),
      cause: error,
      hint: 'correct it, or specify another file; it was not changed',
    });
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter(Boolean);
}

/** Maps the aliases of a blind packet to its candidates; kept apart from everything that is handed out. */
export interface BlindKey {
  /** Secret; determines the order of the candidates. */
  seed: string;
  /** Maps aliases to profiles. */
  candidates: Record<string, string>;
}

/**
 * The alias at an index in the order, its letters, and its slug: `Candidate A` … `Candidate Z`, `Candidate AA`.
 *
 * @param called the alias with `{letter}` in it
 */
export function aliasAt(index: number, called: string): { alias: string; letters: string; slug: string } {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return { alias: called.replace('{letter}', letters), letters, slug: `candidate-${letters.toLowerCase()}` };
}

/**
 * The index of each candidate's letter: candidates who have an alias keep it, and the others follow in order.
 *
 * @param slugs the candidates, in the order of the seed
 * @param earlier maps aliases, in any language, to profiles
 */
export function placesOf(slugs: readonly string[], earlier: BlindKey['candidates']): Map<string, number> {
  const places = new Map<string, number>();
  for (const [alias, slug] of Object.entries(earlier)) {
    const place = placeAt(alias);
    if (place !== undefined) places.set(slug, place);
  }
  let next = Math.max(-1, ...places.values()) + 1;
  for (const slug of slugs) if (!places.has(slug)) places.set(slug, next++);
  return places;
}

/** The index of an alias, by its letters; undefined if it has none. */
function placeAt(alias: string): number | undefined {
  const letters = /(?<![A-Za-z])[A-Z]+(?![A-Za-z])/.exec(alias)?.[0];
  if (letters === undefined) return undefined;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}
