import { type PartialDate, parseDate } from '../profile/dates.js';

/** Sources of the month to which open jobs count, the first that says one before the others. */
export interface AsOfSources {
  /** `--as-of`, or the date of a packet: ISO 8601, whole or partial. */
  asked?: string | undefined;
  /** SOURCE_DATE_EPOCH (reproducible-builds.org), as ISO 8601. */
  epoch?: string | undefined;
  now: Date;
}

/** The month to which open jobs count in packets and on the page, as `2026-11`; a year that was asked for stays one. */
export function asOfMonth({ asked, epoch, now }: AsOfSources): string {
  return (asked || epoch || now.toISOString()).slice(0, 7);
}

/** The same as a date to count to. */
export function toAsOf(month: string): PartialDate {
  const date = parseDate(month);
  if (!date) throw new Error(`${month} is not a month`);
  return date;
}
