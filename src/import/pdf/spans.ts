import type { Fields } from '../draft.js';
import type { Findings } from './evidence.js';
import type { Head } from './parts.js';

/** The text of a section's fields that hold dates. */
export interface DateKeys {
  /** The key of a date without an end, in a heading with one date. */
  single: string;
  start?: string;
  end?: string;
}

export const SPAN: DateKeys = { single: 'endDate', start: 'startDate', end: 'endDate' };

/** Sets the dates of an entry: the first period, or else the first date. Others are kept as printed above the heading. */
export function setDates(
  fields: Fields,
  head: Pick<Head, 'dates' | 'eyebrow'>,
  keys: DateKeys,
  findings: Findings,
): void {
  const { dates, eyebrow } = head;
  findings.set(fields, 'eyebrow', eyebrow?.text, eyebrow?.place);
  const main = dates.find(({ isPeriod }) => isPeriod) ?? dates[0];
  if (!main) return;
  const doubt = main.isAmbiguous
    ? { why: 'the day and the month of the date may be the other way round', alternatives: [main.text] }
    : undefined;
  if (main.isPeriod && keys.start && keys.end) {
    findings.set(fields, keys.start, main.from, main.place, doubt);
    findings.set(fields, keys.end, main.to, main.place, doubt);
  } else findings.set(fields, keys.single, main.from ?? main.to, main.place, doubt);
  const printed = dates.filter(
    (date) => date !== main || (date.isRough && !isFuture(date.text)) || (date.isPeriod && !keys.start),
  );
  if (printed.length === 0) return;
  const text = printed.map((date) => date.text.trim()).join(', ');
  const why = printed.includes(main) ? 'the date is printed less exactly' : 'there are several dates';
  findings.set(fields, 'eyebrow', text, main.place, { why, alternatives: [] });
}

/** `Expected May 2020` says no more than a date in the future. */
function isFuture(text: string): boolean {
  return (
    /^(?:expected|exp|anticipated|graduat|est|voraussichtlich|previst|prévu)/i.test(text) ||
    /(?:expected|exp\.?|anticipated)/i.test(text)
  );
}
