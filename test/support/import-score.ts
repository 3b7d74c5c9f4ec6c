import { parseInline, plainText } from '../../src/content/markup.js';

/** The kinds of values that are compared, in the order of reports. */
export const SCORED = [
  ...['name', 'email', 'phone', 'link', 'employer', 'title', 'dates', 'school', 'degree', 'bullet', 'skill'],
] as const;

/** The values of a profile by kind, in a form in which equal ones are equal texts. */
export type Facts = Readonly<Record<string, readonly string[]>>;

/** The numbers of values that were found, that were found and are right, and that are there. */
export interface Score {
  found: number;
  right: number;
  there: number;
}

export type Value = Readonly<Record<string, unknown>>;

function list(value: unknown): Value[] {
  return Array.isArray(value) ? (value as Value[]) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map((item) => String((item as { text?: unknown }).text ?? item)) : [];
}

/** Spelling without what readers do not see or do not mind: spaces, capitals, quotation marks and dashes. */
export function fold(text: unknown): string {
  return (
    String(text ?? '')
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\\(?=[^\p{L}\p{N}])/gu, '')
      .replace(/[\s"'’‘“”.,;:·•|()*_`–—-]+/gu, ' ')
      // Beside a Chinese or Japanese character, a space is a matter of typesetting.
      .replace(
        /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。、]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu,
        '',
      )
      .trim()
  );
}

function address(url: unknown): string {
  return String(url ?? '')
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
}

/** The dates of an entry; a single date is the same whatever its key is. */
function datesOf({ startDate, endDate, date }: Value): string {
  return [...new Set([startDate, endDate, date].filter(Boolean).map(String))].join('/');
}

/** A bullet, and each item of a list inside it. */
function bulletsOf(value: Value): string[] {
  const own = [...texts(value.highlights), ...texts(value.items)];
  const inText = value.id === undefined ? [] : [...String(value.text ?? '').matchAll(/^- .+$/gm)].map(([line]) => line);
  return [...own, ...inText].flatMap((text) => text.split(/\n+/)).map((text) => fold(shown(text.replace(/^- /, ''))));
}

/** A prose text as it is printed, without the marks of bold text and links. */
function shown(text: string): string {
  return plainText(parseInline(text).spans);
}

/** An entry whose period has no end is a current one. */
function current(entry: Value): Value {
  return entry.startDate && !entry.endDate ? { ...entry, endDate: 'present' } : entry;
}

/** The values of a profile that are compared. */
export function factsOf(profile: Value): Facts {
  const basics = (profile.basics ?? {}) as Value;
  const jobs = [...list(profile.work), ...list(profile.volunteer)].map(current);
  const parts = jobs.flatMap(({ engagements }) => list(engagements));
  const schools = list(profile.education).map(current);
  // Text that fits no field claims nothing.
  const sections = list(profile.sections).filter(({ id }) => id !== 'unplaced-text');
  const entries = [
    ...jobs,
    ...parts,
    ...schools,
    ...list(profile.projects).map((project) => (project.ongoing === true ? current(project) : project)),
    ...sections.flatMap(({ entries: own }) => list(own)),
  ];
  const facts: Record<string, string[]> = {
    name: [fold(basics.name)],
    email: [fold(basics.email)],
    phone: [String(basics.phone ?? '').replace(/\D/g, '')],
    link: [basics.url, ...list(basics.profiles).map(({ url }) => url)].map(address),
    employer: jobs.map(({ name, organization }) => fold(name ?? organization)),
    title: jobs.map(({ position }) => fold(position)),
    dates: entries.map(datesOf),
    school: schools.map(({ institution }) => fold(institution)),
    degree: schools.map(({ studyType, area }) => fold([studyType, area].filter(Boolean).join(' '))),
    bullet: [...entries, ...sections].flatMap(bulletsOf),
    skill: list(profile.skills).flatMap(({ name, keywords }) =>
      (texts(keywords).length > 0 ? texts(keywords) : [String(name)]).map(fold),
    ),
  };
  return Object.fromEntries(Object.entries(facts).map(([kind, values]) => [kind, values.filter(Boolean)]));
}

/**
 * Compares the values that were found with the true ones. Each true value counts once.
 *
 * @param others other right readings: a value that is one of them counts for a true one that was not found
 */
export function scoresOf(found: Facts, truth: Facts, others: ReadonlySet<string> = new Set()): Record<string, Score> {
  return Object.fromEntries(
    SCORED.map((kind) => {
      const rest = [...(truth[kind] ?? [])];
      const wrong = (found[kind] ?? []).filter((value) => {
        const at = rest.indexOf(value);
        if (at !== -1) rest.splice(at, 1);
        return at === -1;
      });
      const accepted = wrong.filter((value) => others.has(value)).slice(0, rest.length);
      const there = truth[kind]?.length ?? 0;
      return [kind, { found: found[kind]?.length ?? 0, right: there - rest.length + accepted.length, there }];
    }),
  );
}

/** The harmonic mean of precision and recall; 1 if there is nothing to find and nothing was found. */
export function f1({ found, right, there }: Score): number {
  return found + there === 0 ? 1 : (2 * right) / (found + there);
}

export function sum(scores: readonly Score[]): Score {
  return scores.reduce(
    (total, { found, right, there }) => ({
      found: total.found + found,
      right: total.right + right,
      there: total.there + there,
    }),
    { found: 0, right: 0, there: 0 },
  );
}

/** The other right readings in the comments of a truth: the quoted texts behind `# also:`. */
export function othersIn(yaml: string): Set<string> {
  const comments = yaml.split('\n').filter((line) => /#\s+also:/.test(line));
  return new Set(comments.flatMap((line) => [...line.matchAll(/"([^"]+)"/g)].map(([, text]) => fold(text))));
}
