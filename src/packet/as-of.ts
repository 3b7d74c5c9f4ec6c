import { type PartialDate, parseDate } from '../profile/dates.js';

/** Sources of the month to which open jobs are counted, in order of precedence. */
export interface AsOfSources {
  /** `--as-of`, or the date of a packet: ISO 8601, whole or partial. */
  asked?: string | undefined;
  /** SOURCE_DATE_EPOCH (reproducible-builds.org), as ISO 8601. */
  epoch?: string | undefined;
  now: Date;
}

/**
 * The month to which open jobs are counted in packets and on the page, as `2026-11`; a year given alone stays a year.
 */
export function asOfMonth({ asked, epoch, now }: AsOfSources): string {
  return (asked || epoch || now.toISOString()).slice(0, 7);
}

/** The month as a date for counting experience. */
export function toAsOf(month: string): PartialDate {
  const date = parseDate(month);
  if (!date) throw new Error(`${month} is not a month`);
  return date;
}
