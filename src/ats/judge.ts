import { DossierError, type Problem, type Where } from '../errors.js';
import { type Comparison, compareFields, type FieldResult, recallOf } from './compare.js';
import type { Extractor } from './extractors.js';
import type { Fields } from './fields.js';
import { readFields } from './read-fields.js';

/** The fields that are read in the text of one extractor. */
export interface Reading {
  extractor: string;
  comparison: Comparison;
}

/**
 * Reads a PDF with extractors, and compares the fields with the expected ones.
 *
 * @throws DossierError PDF_INVALID if an extractor cannot read the PDF
 */
export async function readWith(extractors: readonly Extractor[], expected: Fields): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const { name, read } of extractors)
    readings.push({ extractor: name, comparison: compareFields(expected, readFields(await read())) });
  return readings;
}

/** The lowest recall of readings, from 0 to 1. */
export function lowestRecall(readings: readonly Reading[]): number {
  return Math.min(1, ...readings.map(({ comparison }) => recallOf(comparison.total)));
}

/** The most losses that an error lists; the report of `dossier ats` has all of them. */
const MOST_LISTED = 10;

/**
 * Throws if a reading is below a threshold.
 *
 * @param gate the least recall of each extractor, from 0 to 1
 * @param redact `true` if messages must not quote the résumé
 * @throws DossierError ATS_GATE
 */
export function requireRecall(
  readings: readonly Reading[],
  gate: number,
  where: Where,
  name: string,
  redact = false,
): void {
  const below = readings.filter(({ comparison }) => recallOf(comparison.total) < gate);
  if (below.length === 0) return;
  const problems = below.map(({ extractor, comparison: { total, results } }): Problem => {
    const lost = results.filter(({ isFound }) => !isFound);
    const rest = lost.length - MOST_LISTED;
    return {
      severity: 'error',
      message: `${extractor} reads ${total.found} of ${total.expected} fields of ${name} (${formatRecall(total)}; --ats-gate asks for ${gate})`,
      hint: [
        ...lost.slice(0, MOST_LISTED).map((result) => explainLoss(result, redact)),
        ...(rest > 0 ? [`… and ${rest} more`] : []),
      ].join('\n    '),
      where,
    };
  });
  const [first] = problems;
  throw new DossierError('ATS_GATE', first?.message ?? '', { hint: first?.hint, where, problems });
}

function explainLoss({ kind, at, expected, read }: FieldResult, redact: boolean): string {
  if (redact) return `lost: ${kind}`;
  return `lost: ${kind}${at === '' ? '' : ` of ${at}`}: expected "${expected}", read "${read}"`;
}

/** A share with three decimals, rounded down so that it never looks better than it is. */
export function formatRecall(tally: Comparison['total']): string {
  return (Math.floor(recallOf(tally) * 1000) / 1000).toFixed(3);
}
