import { isOpen, parseDate } from '../profile/dates.js';
import { isSameName } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
import { fromWork } from './entries.js';
import type { EntryStyle } from './entry-style.js';
import type { Entry, Group } from './model.js';

type Job = NonNullable<Profile['work']>[number];

/**
 * The most months between two roles that are still merged into one range; dates given as a year alone may leave a gap.
 */
const LONGEST_PAUSE = 3;

/**
 * Converts jobs to entries. Jobs with the same `group`, and consecutive jobs at one employer, are merged into one entry
 * whose title is the group or the employer, and whose children are the roles.
 */
export function toJobs(work: readonly Job[], style: EntryStyle): Entry[] {
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

/**
 * `true` if two jobs are roles at one employer. Both need a position; a role without one would repeat the employer's
 * name.
 */
function isNextRole(before: Job | undefined, job: Job): boolean {
  if (!before || before.group || !before.position || !job.position) return false;
  return isSameName(before.name, job.name);
}

function toBlock(roles: readonly Job[], style: EntryStyle): Entry {
  const isOneEmployer = roles.every((role) => isSameName(role.name, roles[0]?.name));
  const title = roles[0]?.group || roles[0]?.name;
  const url = isOneEmployer && isSameName(title, roles[0]?.name) ? onlyOne(roles.map((role) => role.url)) : undefined;
  const description = isOneEmployer ? onlyOne(roles.map((role) => role.description)) : undefined;
  const places = roles.map((role) => role.location);
  const location = places.every(Boolean) ? onlyOne(places) : undefined;
  const logo = onlyOne(roles.map((role) => role.logo));
  const children = roles.map((role, index) =>
    fromWork(
      {
        ...role,
        ...(isSameName(role.name, title) && role.position ? { name: undefined } : {}),
        ...(url ? { url: undefined } : {}),
        ...(location ? { location: undefined } : {}),
        ...(description ? { description: undefined } : {}),
        ...(logo ? { logo: undefined } : {}),
        // The first role's page break moves to the merged entry.
        ...(index === 0 ? { break: undefined } : {}),
      },
      style,
    ),
  );
  const shown = { position: title, location, description, logo, ...spanOf(roles), break: roles[0]?.break };
  const block = fromWork({ name: undefined, links: [], ...shown }, style);
  return { ...block, ...(url ? { url } : {}), children };
}

/** Returns the single distinct text; undefined if there are none or several. */
function onlyOne(texts: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(texts.filter(Boolean));
  return others.length === 0 ? first : undefined;
}

/**
 * Returns the range from the first start to the last end; empty if a role has no start or if the gap between two roles
 * is too long.
 */
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

/**
 * The most levels of nested groups, since documents have no more heading levels; deeper names are joined into one
 * heading.
 */
const DEEPEST = 4;

/** Groups entries under the headings that their `group: a/b` names, in order of first appearance. */
export function grouped<T extends { group?: string | undefined }>(
  items: readonly T[],
  toEntryOf: (item: T) => Entry,
): Group[] {
  const root: Group = { entries: [], groups: [] };
  const top: Group[] = [];
  for (const item of items) {
    const entry = toEntryOf(item);
    // An empty entry does not create a heading.
    if (!hasText(entry)) continue;
    let group = root;
    for (const title of titlesOf(item.group ?? '')) {
      let next = group.groups.find((candidate) => candidate.title === title);
      if (!next) {
        next = { title, entries: [], groups: [] };
        group.groups.push(next);
        if (group === root) top.push(next);
      }
      group = next;
    }
    if (group === root && !top.includes(root)) top.push(root);
    group.entries.push(entry);
  }
  return top.map((group) => (group === root ? { entries: root.entries, groups: [] } : group));
}

/** `true` if an entry has any content. */
export function hasText(entry: Entry): boolean {
  const { break: _break, logo: _logo, isInverted: _isInverted, ...said } = entry;
  return Object.values(said).some((value) => value !== undefined && value.length > 0);
}

function titlesOf(path: string): string[] {
  const titles = path
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean);
  if (titles.length <= DEEPEST) return titles;
  return [...titles.slice(0, DEEPEST - 1), titles.slice(DEEPEST - 1).join('/')];
}
