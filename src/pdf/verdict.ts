import { LEVELS, STANDARD_TITLES, type Standard, USUAL_STANDARD } from './standards.js';

/** A condition of a document that keeps it from conforming to a standard. */
export interface Fault {
  /** The number of the condition in its standard. */
  condition: string;
  message: string;
  /** The page, element or object at fault, if known. */
  where?: string;
  /** The title of the part at fault, in a document assembled from parts. */
  part?: string;
}

/**
 * Conditions by their number in the first standard that has them. Each has its message, and its number in the later
 * standards that have it too.
 */
export type ConditionTable = Readonly<Record<string, { message: string; 'ua-2'?: string; 'a-4f'?: string }>>;

/** The faults that keep a document from conforming to a standard. */
export interface Verdict {
  /** The faults against PDF/UA, which count against PDF/A as well, since a document that claims PDF/A claims both. */
  ua: Fault[];
  /** The other faults against PDF/A. */
  archive: Fault[];
}

/**
 * Explains which standard a document does not claim, and why: "is not PDF/UA-1: a font is not embedded (31-009)".
 *
 * @param standard the standard that was asked for
 * @returns undefined if it conforms
 */
export function explainVerdict({ ua, archive }: Verdict, standard: Standard = USUAL_STANDARD): string | undefined {
  const levels = LEVELS[standard];
  if (levels.ua && ua.length > 0) return `is not ${STANDARD_TITLES[levels.ua]}: ${listFaults(ua)}`;
  if (!levels.archive || archive.length === 0) return undefined;
  return `is not ${STANDARD_TITLES[levels.archive]}: ${listFaults(archive)}`;
}

/** Lists faults, each once, in the order in which they were found. */
function listFaults(faults: readonly Fault[]): string {
  const named = new Set(
    faults.map(({ condition, message, part }) =>
      part === undefined ? `${message} (${condition})` : `${message} (${condition}, in ${JSON.stringify(part)})`,
    ),
  );
  const rest = named.size - MOST_FAULTS;
  return `${[...named].slice(0, MOST_FAULTS).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

/** The maximum number of faults that one message names. */
const MOST_FAULTS = 4;
