import type { Verdict } from './verdicts.js';

/**
 * The answers of veraPDF 1.28.2 to documents damaged against PDF/UA-2 that differ from ours, by condition. All other
 * damages fail exactly the test after which the clause is named.
 */
export const UA_VERDICTS_2: Readonly<Record<string, Verdict>> = {};

/** The same for PDF/A-4f. */
export const ARCHIVE_VERDICTS_2: Readonly<Record<string, Verdict>> = {};
