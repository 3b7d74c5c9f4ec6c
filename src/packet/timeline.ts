import { fromWork } from '../content/entries.js';
import type { DateStyle } from '../content/locale.js';
import { isOpen, type PartialDate, parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { latestJobs, monthOf } from './qualifications.js';

/** The width of the drawing, in its own units. */
const WIDTH = 1000;

/** The largest number of roles; earlier ones are left out. */
const MOST_ROLES = 8;

/** The largest number of years with a mark. */
const MOST_YEARS = 6;

/**
 * The roles of a career in time, the latest first: the position and width of a bar for each role, and the years that
 * are marked. Null if no role is dated.
 *
 * @param asOf the month up to which current jobs are counted
 */
export function timelineOf(work: Profile['work'], asOf: PartialDate, style: DateStyle) {
  const now = monthOf(asOf, true) + 1;
  const roles = latestJobs(work, Number.POSITIVE_INFINITY).flatMap((job) => {
    const start = parseDate(job.startDate ?? '');
    if (!start) return [];
    const end = parseDate(job.endDate ?? '');
    const isCurrent = !job.endDate || isOpen(job.endDate);
    const from = monthOf(start, false);
    const to = Math.min(isCurrent || !end ? now : monthOf(end, true) + 1, now);
    const { title, subtitle, dates } = fromWork(job, style);
    return from < to ? [{ title, employer: subtitle ?? null, dates: dates ?? null, isCurrent, from, to }] : [];
  });
  const shown = roles.slice(0, MOST_ROLES);
  if (shown.length === 0) return null;
  const first = Math.floor(Math.min(...shown.map(({ from }) => from)) / 12);
  const step = Math.ceil((now / 12 - first) / MOST_YEARS);
  const at = (month: number) => Math.round(((month - first * 12) / (now - first * 12)) * WIDTH);
  const years = Array.from({ length: MOST_YEARS }, (_, index) => first + index * step)
    .filter((year) => year * 12 < now)
    .map((year) => ({ year, x: at(year * 12), percent: at(year * 12) / 10 }));
  return {
    width: WIDTH,
    years,
    roles: shown.map(({ from, to, ...role }) => ({ ...role, x: at(from), length: Math.max(6, at(to) - at(from)) })),
  };
}
