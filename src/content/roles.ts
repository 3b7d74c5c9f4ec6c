import { isOpen, parseDate } from '../profile/dates.js';
import { isSameName } from '../profile/same-name.js';
import type { Profile } from '../profile/schema.js';
import type { DateStyle } from './dates.js';
import { fromWork } from './entries.js';
import { hasText } from './groups.js';
import type { Entry } from './model.js';

type Job = NonNullable<Profile['work']>[number];

/** Months between two roles that still count as one stay, since a year alone may leave some open. */
const LONGEST_PAUSE = 3;

/**
 * Jobs as entries. Jobs with the same `group`, and consecutive jobs at one employer, become one entry whose title is the
 * group or the employer, and whose children are the roles.
 */
export function toJobs(work: readonly Job[], style: DateStyle): Entry[] {
  const blocks: Job[][] = [];
  for (const job of work) {
    if (!hasText(fromWork(job, style))) continue;
    const block = job.group ? blocks.find(([first]) => isSameName(first?.group, job.group)) : blocks.at(-1);
    if (block && (job.group || isNextRole(block.at(-1), job))) block.push(job);
    else blocks.push([job]);
  }
  return blocks.map((roles) => {
    const [only] = roles;
    return only && roles.length === 1 ? fromWork(only, style) : toBlock(roles, style);
  });
}

/** Whether two jobs are roles at one employer: a role without a position could not be told from the employer. */
function isNextRole(before: Job | undefined, job: Job): boolean {
  if (!before || before.group || !before.position || !job.position) return false;
  return isSameName(before.name, job.name);
}

function toBlock(roles: readonly Job[], style: DateStyle): Entry {
  const isOneEmployer = roles.every((role) => isSameName(role.name, roles[0]?.name));
  const title = roles[0]?.group || roles[0]?.name;
  const url = isOneEmployer && isSameName(title, roles[0]?.name) ? onlyOne(roles.map((role) => role.url)) : undefined;
  const description = isOneEmployer ? onlyOne(roles.map((role) => role.description)) : undefined;
  const places = roles.map((role) => role.location);
  const location = places.every(Boolean) ? onlyOne(places) : undefined;
  const children = roles.map((role, index) =>
    fromWork(
      {
        ...role,
        ...(isSameName(role.name, title) && role.position ? { name: undefined } : {}),
        ...(url ? { url: undefined } : {}),
        ...(location ? { location: undefined } : {}),
        ...(description ? { description: undefined } : {}),
        // The block begins with its first role, and breaks in its place.
        ...(index === 0 ? { break: undefined } : {}),
      },
      style,
    ),
  );
  const shown = { position: title, location, description, ...spanOf(roles), break: roles[0]?.break };
  const block = fromWork({ name: undefined, links: [], ...shown }, style);
  return { ...block, ...(url ? { url } : {}), children };
}

/** The text that some say, and no other says otherwise. */
function onlyOne(texts: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(texts.filter(Boolean));
  return others.length === 0 ? first : undefined;
}

/** From the first start to the last end; nothing where a role has no start, or where months lie between two. */
function spanOf(roles: readonly Job[]): Pick<Job, 'startDate' | 'endDate'> {
  const spans = roles.map(({ startDate = '', endDate = '' }) => {
    const [start, end] = [parseDate(startDate), parseDate(endDate)];
    const isLast = isOpen(endDate) || !endDate;
    return {
      startDate,
      endDate,
      from: start ? start.year * 12 + (start.month ?? 1) : undefined,
      to: isLast ? Number.POSITIVE_INFINITY : end ? end.year * 12 + (end.month ?? 12) : undefined,
    };
  });
  const known = spans.flatMap((span) => {
    const { from, to } = span;
    return from === undefined || to === undefined ? [] : [{ ...span, from, to }];
  });
  if (known.length < roles.length) return {};
  const [first, ...later] = known.sort((a, b) => a.from - b.from);
  if (!first) return {};
  let last = first;
  for (const span of later) {
    if (span.from - last.to > LONGEST_PAUSE) return {};
    if (span.to >= last.to) last = span;
  }
  return { startDate: first.startDate, endDate: last.endDate || 'present' };
}
