import { type Facts, factsOf, type Value } from './import-score.js';

/** Pages show no day of these dates. */
const DATES = new Set(['startDate', 'endDate', 'date']);

/** The facts of a profile as its résumé prints them, from its JSON Resume. */
export function printedFacts(json: string): Facts {
  return factsOf(
    JSON.parse(json, (key, value: unknown) =>
      DATES.has(key) && typeof value === 'string' ? value.slice(0, 7) : value,
    ) as Value,
  );
}
