import { isOpen, type PartialDate, parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';

type Work = NonNullable<Profile['work']>[number];

/** The number of months since year 0, so that time spans can be merged. */
export function monthOf(date: PartialDate, end: boolean): number {
  return date.year * 12 + (date.month ?? (end ? 12 : 1)) - 1;
}

/**
 * The length of a person's work experience in months: the union of the dated jobs, so that overlapping jobs count once.
 * Both the first and the last month of a job count. Undefined if no job is dated.
 *
 * @param asOf the month up to which current jobs are counted
 */
export function experienceMonths(work: readonly Work[] | undefined, asOf: PartialDate): number | undefined {
  const spans: [number, number][] = [];
  for (const job of work ?? []) {
    const start = parseDate(job.startDate ?? '');
    if (!start) continue;
    const open = isOpen(job.endDate ?? '') || !job.endDate;
    const end = open ? asOf : parseDate(job.endDate ?? '');
    // Later months have not been worked yet.
    const last = Math.min(end ? monthOf(end, true) : -1, monthOf(asOf, true));
    if (last >= monthOf(start, false)) spans.push([monthOf(start, false), last]);
  }
  if (spans.length === 0) return undefined;
  let months = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    months += Math.max(0, to - Math.max(from, covered + 1) + 1);
    covered = Math.max(covered, to);
  }
  return months;
}

/** The current job or the one that ended last; of several, the one that began last. */
export function latestJob(work: readonly Work[] | undefined): Work | undefined {
  const rank = (job: Work): [number, number] => {
    const start = parseDate(job.startDate ?? '');
    const end = parseDate(job.endDate ?? '');
    const open = start !== undefined && (isOpen(job.endDate ?? '') || !job.endDate);
    return [open ? Number.POSITIVE_INFINITY : end ? monthOf(end, true) : -1, start ? monthOf(start, false) : -1];
  };
  return [...(work ?? [])].sort((a, b) => {
    const [endA, startA] = rank(a);
    const [endB, startB] = rank(b);
    return endA === endB ? startB - startA : endB - endA;
  })[0];
}

/** The sources of the month up to which current jobs are counted, in order of precedence. */
interface AsOfSources {
  /** `--as-of`, or the date of a packet: ISO 8601, whole or partial. */
  asked?: string | undefined;
  /** SOURCE_DATE_EPOCH (reproducible-builds.org), as ISO 8601. */
  epoch?: string | undefined;
  now: Date;
}

/**
 * The month up to which current jobs are counted in packets and on the page, as `2026-11`; a year alone stays a year.
 */
export function asOfMonth({ asked, epoch, now }: AsOfSources): string {
  return toMonth(asked || epoch || now.toISOString());
}

/** The month of a date in ISO 8601, as `2026-11`; a year alone stays a year. */
export function toMonth(date: string): string {
  return date.slice(0, 7);
}

/** Parses a month as a date for counting experience. */
export function toAsOf(month: string): PartialDate {
  const date = parseDate(month);
  if (!date) throw new Error(`${month} is not a month`);
  return date;
}
