import { type FoundDates, findDates } from './dates.js';
import type { Job } from './fields.js';
import { bulletOf, isComplete, isTermList, wouldFit } from './lines.js';
import { namesRole, splitAfterRole } from './roles.js';

/** An entry of a section with dates. */
interface Entry extends Job {
  /** The parts of the line below or beside the title, such as employer and place. */
  byline: string[];
  years: number[];
  /** `true` if there is text between its heading and the next entry. */
  hasBody: boolean;
}

/** The most lines of a heading above its dates. */
const MOST_HEAD = 3;

/**
 * Reads the entries of a section about jobs or schools. An entry is known by its dates: the lines above them are its
 * title and its employer, those below its text.
 *
 * @param width the length of the longest line of the text, in characters
 */
export function readEntries(lines: readonly string[], width: number): Job[] {
  const entries: Entry[] = [];
  const dated = lines.map(datesOf);
  /** The index of the first line that belongs to no entry yet. */
  let open = 0;
  let bullet = -1;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const text = bulletOf(line);
    const found = dated[at];
    const current = entries.at(-1);
    if (text !== undefined) {
      const owner = startsUndated(lines, open, at, current)
        ? addEntry(entries, lines.slice(open, at), undefined)
        : current;
      if (owner) {
        owner.bullets.push(text);
        owner.hasBody = true;
      }
      bullet = at;
      open = at + 1;
    } else if (found && !(bullet === at - 1 && isRestOfItem(lines[at - 1] ?? '', found))) {
      const head = headBefore(lines, open, at, found, width);
      if (current && head > open) current.hasBody = true;
      const isHeadBelow = head === at && found.rest === '' && standsBelow(lines, dated, at);
      addEntry(entries, isHeadBelow ? lines.slice(at + 1, at + 2) : lines.slice(head, at), found);
      open = isHeadBelow ? at + 2 : at + 1;
      bullet = -1;
    } else if (bullet === at - 1 && current && continues(lines, dated, at, width)) {
      current.bullets.push(`${current.bullets.pop()}\n${line}`);
      bullet = at;
      open = at + 1;
    }
  }
  return toJobs(entries);
}

/** Dates that head an entry: alone on a line, a period, or beside a gap. Others are part of a sentence. */
function datesOf(line: string): FoundDates | undefined {
  if (bulletOf(line) !== undefined) return undefined;
  const found = findDates(line);
  if (!found || found.years.length > 1 || line.includes('\t')) return found;
  if (/\p{Nd}\.$/u.test(line)) return undefined;
  if (found.rest === '') return found;
  const isInSentence = found.isFirst || /\p{Ll}{2}\s+(in|of|since|by|from|until|im|en)$/u.test(found.rest);
  return isInSentence || found.rest.length > 100 ? undefined : found;
}

/** `true` for a single year with which a line goes on that stands below a list item without an end. */
function isRestOfItem(above: string, { years, rest }: FoundDates): boolean {
  return years.length === 1 && rest !== '' && !isComplete(above);
}

/** `true` if a line goes on with the list item above it. */
function continues(
  lines: readonly string[],
  dated: readonly (FoundDates | undefined)[],
  at: number,
  width: number,
): boolean {
  const line = lines[at] ?? '';
  const above = lines[at - 1] ?? '';
  const before = bulletOf(above) ?? above;
  if (isTermList(line) && !/[,–—-]$/.test(before)) return false;
  const isLower = /^[\p{Ll}\p{Nd}(&]/u.test(line);
  if (isLower && !wouldFit(before, line, width)) return true;
  const rowsToDates = dated.slice(at + 1, at + 1 + MOST_HEAD).findIndex((found) => found !== undefined) + 1;
  if (rowsToDates > 0) {
    const next = at + rowsToDates;
    const between = lines.slice(at, next);
    const isHead = between.every((each) => bulletOf(each) === undefined && !isSentence(each));
    const rows = rowsToDates + (dated[next]?.rest ? 1 : 0);
    if (isHead && rows <= (isComplete(before) ? MOST_HEAD : 2)) return false;
  }
  if (wouldFit(before, line, width)) return false;
  if (!isComplete(before)) return true;
  // A sentence that begins on this line ends in a mark as the one above does; a short line without one is a heading.
  return before.length > width * 0.8 && (isComplete(line) || line.length > width * 0.7);
}

/** `true` for a line that ends a sentence, which a heading does not. */
function isSentence(line: string): boolean {
  return isComplete(line) && !line.endsWith(')') && !line.endsWith(':');
}

/** The index of the first line of the heading whose dates are on a line. */
function headBefore(lines: readonly string[], open: number, at: number, found: FoundDates, width: number): number {
  // A line with title, employer and dates is the whole heading, unless one of them is on the line above.
  if (/\t|\s[·•|]\s/.test(found.rest)) return isTitleAbove(lines, open, at, found.rest) ? at - 1 : at;
  const most = found.rest === '' ? MOST_HEAD : 1;
  let head = at;
  while (head > open && at - head < most) {
    const line = lines[head - 1] ?? '';
    const isByline = head === at && found.rest === '';
    if (isSentence(line) || (isTermList(line) && !isByline) || line.length > 160) break;
    // A third line belongs to the heading only if nothing else can be above it.
    if (at - head === 2 && (open > 0 || wouldFit(line, lines[head] ?? '', width))) break;
    // Below a title and its dates on one line, what is above is an employer only if it names no list.
    if (found.rest !== '' && namesRole(found.rest) === namesRole(line)) break;
    head--;
  }
  return head;
}

/**
 * `true` if dates without a heading above them stand before the only line of their heading, as beside a title in a column
 * of its own: the next line is a title with text below it or at the end, or an employer above the first of its roles.
 */
function standsBelow(lines: readonly string[], dated: readonly (FoundDates | undefined)[], at: number): boolean {
  const [line = '', below] = lines.slice(at + 1, at + 3);
  if (line === '' || line.length > 100 || dated[at + 1] || bulletOf(line) !== undefined || isSentence(line))
    return false;
  if (below === undefined || bulletOf(below) !== undefined || isSentence(below)) return true;
  return dated[at + 2]
    ? dated[at + 2]?.rest === '' && dated[at + 3] === undefined
    : !namesRole(line) && namesRole(below);
}

/** `true` if a line with dates and other parts continues a heading: one of the two lines names an occupation. */
function isTitleAbove(lines: readonly string[], open: number, at: number, rest: string): boolean {
  const above = lines[at - 1] ?? '';
  if (at <= open || above.length > 80 || isSentence(above) || isTermList(above)) return false;
  return namesRole(above) !== namesRole(rest);
}

/**
 * `true` if the lines between the list item above and the one at `at` head a job without dates. A single line that names
 * no occupation is a heading within the job above.
 */
function startsUndated(lines: readonly string[], open: number, at: number, current: Entry | undefined): boolean {
  const between = lines.slice(open, at);
  if (between.length === 0 || between.length > 2 || current?.bullets.length === 0) return false;
  if (between.some((line) => isSentence(line)) || isTermList(between[0] ?? '')) return false;
  return current === undefined || between.some(namesRole);
}

function addEntry(entries: Entry[], head: readonly string[], found: FoundDates | undefined): Entry {
  const [title, byline] = headOf(head, found?.rest ?? '');
  const [employer = ''] = byline;
  const dated = { dates: found?.text ?? '', years: found?.years ?? [] };
  const entry: Entry = { title, employer, byline, bullets: [], hasBody: false, ...dated };
  entries.push(entry);
  return entry;
}

/** The title of an entry and the parts of its byline, from the lines above its dates and the text beside them. */
function headOf(head: readonly string[], rest: string): [string, string[]] {
  const rows = rest === '' ? [...head] : [...head, rest];
  if (rows.length === 1) return splitRow(rows[0] ?? '');
  // A label may stand above the title, as one may stand before it.
  if (rows.length > 2 && !namesRole(rows[0] ?? '') && namesRole(rows[1] ?? '') && (rows[0] ?? '').length < 24)
    return headOf(rows.slice(1), '');
  const last = rows.length === 2 ? 1 : rows.findIndex((row, index) => index > 0 && /\t|\s[·•|]\s/.test(row));
  const from = last === -1 ? rows.length - 1 : last;
  const [title, below] = [rows.slice(0, from).join('\n'), rows.slice(from).join('\n')];
  // Some résumés put the employer first.
  const [first = '', ...others] = partsOf(below);
  const isTurned = !namesRole(title) && namesRole(first);
  return isTurned ? [first, [...partsOf(title), ...others]] : [withoutLabel(title), [first, ...others]];
}

function withoutLabel(title: string): string {
  const [label = '', ...rest] = title.split('\t');
  return rest.length > 0 && !namesRole(label) && namesRole(rest[0] ?? '') ? rest.join(' ') : title;
}

function partsOf(row: string): string[] {
  return row.split(/\t|\s[·•|]\s/).map((part) => part.trim());
}

/** Divides a heading on one line. */
function splitRow(row: string): [string, string[]] {
  const [first = '', ...others] = row.split('\t');
  // A label may stand before the title.
  if (others.length > 1 && !namesRole(first) && namesRole(others[0] ?? '')) return splitRow(others.join('\t'));
  if (others.length > 0) return [first.split(/\s[·•|]\s/)[0] ?? first, others.flatMap(partsOf)];
  const [head = '', ...rest] = partsOf(row);
  const [, title, employer] =
    /^([^@,]{1,100}?)(?:\s+(?:at|bei|chez|en|em|presso|bij|@)\s+|,\s+|\s+[–—]\s+)(\S.*)$/iu.exec(head) ?? [];
  if (title !== undefined && employer !== undefined && namesRole(title)) return [title, [employer, ...rest]];
  const [role, other] = splitAfterRole(head);
  return other === '' ? [head, rest] : [role, [other, ...rest]];
}

/** The jobs of a section. Roles take their employer from the entry above them that only heads them. */
function toJobs(entries: readonly Entry[]): Job[] {
  const jobs: Job[] = [];
  let parent: Entry | undefined;
  for (const [index, entry] of entries.entries()) {
    if (isParent(entry, entries[index + 1])) {
      parent = entry;
      continue;
    }
    const { title, employer, dates, bullets } = entry;
    const isBelow = parent !== undefined && entry.byline.length < 2 && isWithin(entry, parent);
    jobs.push({ title, employer: isBelow && parent ? parent.title : employer, dates, bullets });
  }
  return jobs;
}

/** `true` for an entry that only heads the roles below it: it has no text, and its years include theirs. */
function isParent(entry: Entry, next: Entry | undefined): boolean {
  if (!next || entry.hasBody || namesRole(entry.title) || entry.byline.length > 1) return false;
  return isWithin(next, entry) && (next.byline.length === 0 || (namesRole(next.title) && next.byline.length === 1));
}

function isWithin(inner: Entry, outer: Entry): boolean {
  if (inner.years.length === 0 || outer.years.length < 2) return false;
  return Math.min(...inner.years) >= Math.min(...outer.years) && Math.max(...inner.years) <= Math.max(...outer.years);
}
