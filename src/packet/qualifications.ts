import { isOpen, type PartialDate, parseDate } from '../profile/dates.js';
import { searchedTexts } from '../profile/field-walk.js';
import { type Profile, profileSchema } from '../profile/schema.js';
import { canonicalSkill, PLAIN_WORDS, spellingsOf } from './skill-names.js';

/** The evidence for a skill: shown in a job or project, or only listed. */
export type Evidence = 'shown' | 'listed';

/**
 * The skills that a profile names itself, in their canonical spellings: lists of skills, and the keywords of entries.
 */
export function namedSkills(profile: Profile): { listed: string[]; shown: string[] } {
  const listed = (profile.skills ?? []).flatMap((skill) =>
    split(skill.keywords?.length ? skill.keywords : [skill.name ?? '']),
  );
  const shown = [
    ...(profile.work ?? []),
    ...(profile.projects ?? []),
    ...(profile.sections ?? []).flatMap((section) => section.entries ?? []),
  ].flatMap((entry) => split(entry.keywords ?? []));
  return { listed, shown };
}

/** Splits a list with groups: `AWS (EC2, S3)` names three skills. */
function split(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/[(),]/))
    .map(canonicalSkill)
    .filter((text) => text.length > 0);
}

/** The texts of the jobs and projects of a profile, joined. */
function statementsOf({ work, projects }: Profile): string {
  const texts = searchedTexts(profileSchema, { work, projects });
  return texts.flatMap(({ metadata, value }) => (metadata.place || metadata.shared ? [] : [value])).join('\n');
}

interface SkillMatrix {
  skills: string[];
  /** A row for each profile, with a cell for each skill; undefined means "not stated". */
  rows: (Evidence | undefined)[][];
}

/**
 * Builds a matrix of the skills that profiles state most often: each profile shows them in its jobs and projects, or
 * only lists them. Skills named in `wanted` come first, then those stated by more profiles; of equal ones, those that
 * are shown more often, then by name.
 */
export function skillMatrix(profiles: readonly Profile[], most: number, wanted = ''): SkillMatrix {
  const named = profiles.map(namedSkills);
  const work = profiles.map(statementsOf);
  const claims = profiles.map(({ basics }) => [basics?.label, basics?.tagline, basics?.summary].join('\n'));
  // Upper and lower case are one skill; its first spelling is displayed.
  const spelled = new Map<string, string>();
  for (const skill of named.flatMap(({ listed, shown }) => [...listed, ...shown])) {
    if (!spelled.has(skill.toLowerCase())) spelled.set(skill.toLowerCase(), skill);
  }
  const all = [...spelled.values()];
  const states = (list: readonly string[] | undefined, skill: string) =>
    list?.some((other) => other.toLowerCase() === skill.toLowerCase()) === true;
  const evidence = new Map(
    all.map((skill) => {
      // Case matters: "react to" is not React, and a node is not Node.js. Of the other spellings, only those with a
      // digit, such as k8s, are never ordinary words.
      const spellings = [skill, capitalised(skill), ...spellingsOf(skill).filter((alias) => /\d/.test(alias))];
      const says = (text: string) => !PLAIN_WORDS.has(skill) && spellings.some((spelling) => writes(text, spelling));
      const cells = profiles.map((_, index): Evidence | undefined => {
        if (states(named[index]?.shown, skill) || says(work[index] ?? '')) return 'shown';
        return states(named[index]?.listed, skill) || says(claims[index] ?? '') ? 'listed' : undefined;
      });
      return [skill, cells] as const;
    }),
  );
  const asked = wanted.toLowerCase();
  const isAsked = (skill: string) => (asked.includes(skill.toLowerCase()) && !PLAIN_WORDS.has(skill) ? 1 : 0);
  const weight = (skill: string): [number, number] => {
    const cells = evidence.get(skill) ?? [];
    return [cells.filter(Boolean).length, cells.filter((cell) => cell === 'shown').length];
  };
  const skills = all
    // A column fits only a short name; a query may ask for any skill.
    .filter((skill) => most === Number.POSITIVE_INFINITY || skill.length <= 24)
    .sort((a, b) => {
      const [statedA, shownA] = weight(a);
      const [statedB, shownB] = weight(b);
      return isAsked(b) - isAsked(a) || statedB - statedA || shownB - shownA || (a < b ? -1 : 1);
    })
    .slice(0, most);
  return { skills, rows: profiles.map((_, index) => skills.map((skill) => evidence.get(skill)?.[index])) };
}

/** Capitalizes a skill: a query asks for `rust`, and a résumé writes Rust. */
function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `true` if a text names a skill in any of its spellings. */
export function namesSkill(text: string, skill: string): boolean {
  return [skill, capitalised(skill), ...spellingsOf(skill)].some((spelling) => writes(text, spelling));
}

/** `true` if a text contains a skill. Skills such as TypeScript resemble no ordinary word, so their case is ignored. */
function writes(text: string, skill: string): boolean {
  if (/.[A-Z]/.test(skill)) return hasWord(text.toLowerCase(), skill.toLowerCase());
  return hasWord(text, skill);
}

/** `true` if a text contains a word as a whole word, with the same case. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (
      !/[\p{L}\p{N}+#.]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
      !/^[\p{L}\p{N}+#]/u.test(text.slice(at + word.length, at + word.length + 2))
    )
      return true;
  }
  return false;
}

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

/** The jobs in the order of their ends, current ones first; of those that ended together, the one that began last. */
export function latestJobs(work: readonly Work[] | undefined, most: number): Work[] {
  const rank = (job: Work): [number, number] => {
    const start = parseDate(job.startDate ?? '');
    const end = parseDate(job.endDate ?? '');
    const open = start !== undefined && (isOpen(job.endDate ?? '') || !job.endDate);
    return [open ? Number.POSITIVE_INFINITY : end ? monthOf(end, true) : -1, start ? monthOf(start, false) : -1];
  };
  const sorted = [...(work ?? [])].sort((a, b) => {
    const [endA, startA] = rank(a);
    const [endB, startB] = rank(b);
    return endA === endB ? startB - startA : endB - endA;
  });
  return sorted.slice(0, most);
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
