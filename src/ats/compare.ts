import { FIELD_KINDS, type FieldKind, type Fields, type Job } from './fields.js';

/** One field of a résumé, and what a program read of it. */
export interface FieldResult {
  kind: FieldKind;
  /** The place of the field, such as `Backend Engineer, bullet 2`; empty for a field of the person. */
  at: string;
  expected: string;
  isFound: boolean;
  /** The text read; for a field that was not found the closest one, or an empty text. */
  read: string;
}

export interface Tally {
  expected: number;
  found: number;
}

/** The fields that a résumé prints, compared with those that a program read. */
export interface Comparison {
  /** In the order of the résumé. */
  results: FieldResult[];
  /** Only the kinds of fields that the résumé has. */
  tallies: Partial<Record<FieldKind, Tally>>;
  total: Tally;
}

/** The part of the expected fields that were found, from 0 to 1; 1 if none is expected. */
export function recallOf({ expected, found }: Tally): number {
  return expected === 0 ? 1 : found / expected;
}

/**
 * Compares fields. Kinds of white space, compatibility characters (Unicode NFKC) and line breaks of the page do not
 * count; nor do the gaps that browsers leave around Chinese, Japanese and Korean characters, which programs read as spaces.
 */
export function compareFields(expected: Fields, read: Fields): Comparison {
  const results = [
    ...compareList('name', '', [expected.name], [read.name]),
    ...compareList('email', '', expected.emails, read.emails),
    ...compareList('phone', '', expected.phones, read.phones),
    ...compareList('link', '', expected.links, read.links),
    ...pairJobs(expected.jobs, read.jobs).flatMap(([job, other]) => {
      const at = job.title || job.employer;
      return [
        ...compareList('title', at, [job.title], [other?.title ?? '']),
        ...compareList('employer', at, [job.employer], [other?.employer ?? '']),
        ...compareList('dates', at, [job.dates], [other?.dates ?? '']),
        ...compareList('bullet', at, job.bullets, other?.bullets ?? []),
      ];
    }),
    ...compareList('school', '', expected.schools, read.schools),
    ...compareList('skill', '', expected.skills, read.skills),
  ];
  const tally = (list: readonly FieldResult[]): Tally => ({
    expected: list.length,
    found: list.filter(({ isFound }) => isFound).length,
  });
  const tallies: Comparison['tallies'] = {};
  for (const kind of FIELD_KINDS) {
    const own = results.filter((result) => result.kind === kind);
    if (own.length > 0) tallies[kind] = tally(own);
  }
  return { results, tallies, total: tally(results) };
}

function compareList(kind: FieldKind, at: string, expected: readonly string[], read: readonly string[]): FieldResult[] {
  const wanted = expected.filter((text) => text.trim() !== '');
  const pool = new Pool(read);
  // All matches come first, so that what is shown in place of a lost text is no other field's text.
  const found = wanted.map((text) => pool.take(text));
  return wanted.map((text, index) => ({
    kind,
    at: kind === 'bullet' ? `${at}, bullet ${index + 1}` : at,
    expected: text,
    isFound: found[index] === true,
    read: found[index] ? text : read.length === 1 ? plain(read[0] ?? '') : pool.nearest(text),
  }));
}

/** The most jobs with one text that are looked at, so that a text of nothing but repetitions takes no longer. */
const MOST_ALIKE = 200;

/** Pairs each expected job with the read one that has most of its texts; each read one is used once. */
function pairJobs(expected: readonly Job[], read: readonly Job[]): [Job, Job | undefined][] {
  const byText = new Map<string, Set<number>>();
  for (const [index, job] of read.entries()) {
    for (const text of textsOf(job)) {
      const known = byText.get(text);
      if (known && known.size < MOST_ALIKE) known.add(index);
      else if (!known) byText.set(text, new Set([index]));
    }
  }
  const used = new Set<number>();
  return expected.map((job) => {
    const votes = new Map<number, number>();
    for (const text of textsOf(job))
      for (const index of byText.get(text) ?? []) if (!used.has(index)) votes.set(index, (votes.get(index) ?? 0) + 1);
    const [best] = [...votes].sort(([a, one], [b, other]) => other - one || a - b)[0] ?? [];
    if (best === undefined) return [job, undefined];
    used.add(best);
    return [job, read[best]];
  });
}

function textsOf({ title, employer, dates, bullets }: Job): string[] {
  return [title, employer, dates, ...bullets].map(keyOf).filter((text) => text !== '');
}

/** Texts that were read, each of which can be taken once. */
class Pool {
  readonly #texts = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const known = this.#texts.get(keyOf(text));
      if (known) known.push(text);
      else this.#texts.set(keyOf(text), [text]);
    }
  }

  /** Takes a text, and returns `true` if it was there. */
  take(wanted: string): boolean {
    const texts = this.#texts.get(keyOf(wanted)) ?? [];
    const index = texts.findIndex((text) => isSame(wanted, text));
    if (index === -1) return false;
    texts.splice(index, 1);
    return true;
  }

  /** The text left that shares its start or its end with another one, for reports; empty if there is none. */
  nearest(wanted: string): string {
    const key = keyOf(wanted);
    let best = { score: 2, text: '' };
    for (const [other, [text]] of this.#texts) {
      if (text === undefined) continue;
      const score =
        key.includes(other) || other.includes(key) ? Math.min(other.length, key.length) : sharedEnds(key, other);
      if (score > best.score) best = { score, text };
    }
    return plain(best.text);
  }
}

function sharedEnds(one: string, other: string): number {
  const most = Math.min(one.length, other.length, 200);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) end++;
  return Math.max(start, end);
}

/** The characters of a text without white space. Equal texts have equal keys, but not the other way round. */
function keyOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/** A text on one line, as reports show it. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * `true` if two texts have the same words. A line break in the text that was read stands for a space, or for nothing
 * behind a hyphen or another mark and in scripts without spaces.
 */
function isSame(wanted: string, read: string): boolean {
  if (keyOf(wanted) !== keyOf(read)) return false;
  const hasGaps = SQUARE.test(wanted);
  const shape = (part: string) => (hasGaps ? withoutGaps(plain(part)) : plain(part));
  const text = shape(wanted.normalize('NFKC'));
  let at = 0;
  for (const [index, line] of read.normalize('NFKC').split('\n').entries()) {
    const part = shape(line);
    if (index > 0 && part !== '') {
      if (text[at] === ' ') at++;
      else if (!hasGaps && !mayBreak(text, at)) return false;
    }
    if (!text.startsWith(part, at)) return false;
    at += part.length;
  }
  return at === text.length;
}

/** Characters beside which browsers leave a gap where Latin letters or digits follow or precede them. */
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Removes the spaces of a text between such a character and one of another script, or between others and marks. */
function withoutGaps(text: string): string {
  const all = [...text];
  return all
    .filter((character, index) => {
      if (character !== ' ') return true;
      const beside = [all[index - 1] ?? '', all[index + 1] ?? ''];
      // Korean has spaces between its words.
      if (beside.every((other) => /\p{Script=Hangul}/u.test(other))) return true;
      return !beside.some((other) => SQUARE.test(other) || /[^\p{L}\p{N}\s]/u.test(other));
    })
    .join('');
}

/** `true` if a line may end at an index of a text although no space is there. */
function mayBreak(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  return !/[\p{L}\p{N}]/u.test(before) || /\p{Script=Hangul}/u.test(before);
}
