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

/** The faults that keep a document from conforming to standards. */
export interface Verdict {
  /** The faults against PDF/UA-1, which count against PDF/A-3a as well. */
  ua: Fault[];
  /** The other faults against PDF/A-3a. */
  archive: Fault[];
}

/**
 * Explains which standard a document does not claim, and why: "is not PDF/UA-1: a font is not embedded (31-009)".
 *
 * @returns undefined if it conforms
 */
export function explainVerdict({ ua, archive }: Verdict): string | undefined {
  if (ua.length > 0) return `is not PDF/UA-1: ${listFaults(ua)}`;
  return archive.length > 0 ? `is not PDF/A-3a: ${listFaults(archive)}` : undefined;
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
