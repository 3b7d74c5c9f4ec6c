import { canonicalSkill, spellingsOf } from '../../packet/skill-names.js';
import { type Card, fold, words } from '../model.js';

/** A candidate in searchable form, with all text folded once. */
export interface IndexedCard {
  card: Card;
  name: string;
  /** Headline, role, location, skills and languages: matches here rank above those in the rest of the résumé. */
  head: string;
  skills: ReadonlySet<string>;
  place: string;
  years: string;
}

/** Ranges of completed years, by their value in the address. */
export const YEARS: Readonly<Record<string, string>> = {
  '0': 'Under 1 year',
  '1-2': '1 to 2 years',
  '3-5': '3 to 5 years',
  '6-9': '6 to 9 years',
  '10-': '10 years and more',
  none: 'Not stated',
};

export function toEntry(card: Card): IndexedCard {
  const { name, label, role, location, skills, languages } = card;
  const head = [label, role, location, ...skills, ...languages].filter(Boolean).join(' ');
  return {
    card,
    name: ` ${words(name).join(' ')}`,
    head: ` ${words(head).join(' ')}`,
    skills: new Set(skills.map(fold)),
    place: location ?? '',
    years: spanOf(card.months),
  };
}

function spanOf(months: number | undefined): string {
  if (months === undefined) return 'none';
  const years = Math.floor(months / 12);
  return years < 1 ? '0' : years < 3 ? '1-2' : years < 6 ? '3-5' : years < 10 ? '6-9' : '10-';
}

/** The number of candidates that each option would leave, by its value. */
export interface Counts {
  skills: ReadonlyMap<string, number>;
  places: ReadonlyMap<string, number>;
  years: ReadonlyMap<string, number>;
}

export interface Result {
  entries: IndexedCard[];
  counts: Counts;
}

/** Finds the candidates that match, in order, and the counts of all filter options. */
export function find(all: readonly IndexedCard[], state: PageState, texts: ReadonlyMap<string, string>): Result {
  const asked = wordsAsked(state.query).map((spellings) => withTypo(spellings, all, texts));
  const ranks = new Map<IndexedCard, number>();
  const counts = { skills: new Map(), places: new Map(), years: new Map() };
  const add = (map: Map<string, number>, value: string) => map.set(value, (map.get(value) ?? 0) + 1);
  for (const entry of all) {
    const rank = rankOf(entry, asked, texts.get(entry.card.slug) ?? '');
    if (rank === undefined || !state.skills.every((skill) => entry.skills.has(skill))) continue;
    const fitsPlace = state.places.length === 0 || state.places.includes(entry.place);
    const fitsYears = state.years.length === 0 || state.years.includes(entry.years);
    // One selected place and one selected range of years must match: an option counts the candidates that match all
    // other filters.
    if (fitsYears) add(counts.places, entry.place);
    if (fitsPlace) add(counts.years, entry.years);
    if (!fitsPlace || !fitsYears) continue;
    for (const skill of entry.skills) add(counts.skills, skill);
    ranks.set(entry, rank);
  }
  return { entries: sort([...ranks.keys()], state, ranks), counts };
}

/**
 * Sums the ranks of all words, each of which must match: the name ranks highest, then the card, then the full text.
 * Returns undefined if a word does not match.
 */
function rankOf({ name, head }: IndexedCard, asked: readonly (readonly string[])[], text: string): number | undefined {
  let rank = 0;
  for (const spellings of asked) {
    const isIn = (place: string) => spellings.some((word) => has(place, word));
    if (isIn(name)) rank += 100;
    else if (isIn(head)) rank += 10;
    else if (isIn(text)) rank += 1;
    else return undefined;
  }
  return rank;
}

/** Scripts that do not separate words with spaces. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * `true` if a text contains a word: as a prefix, for words of up to two letters as a whole word, and anywhere in
 * scripts without spaces.
 */
function has(text: string, word: string): boolean {
  if (UNSPACED.test(word)) return text.includes(word);
  return word.length > 2 ? text.includes(` ${word}`) : `${text} `.includes(` ${word} `);
}

function sort(entries: IndexedCard[], { sort: by }: PageState, ranks: ReadonlyMap<IndexedCard, number>): IndexedCard[] {
  // The entries are sorted by name already, and the sort is stable.
  if (by === 'name') return entries;
  const value: (entry: IndexedCard) => number | string =
    by === 'years'
      ? ({ card }) => card.months ?? -1
      : by === 'modified'
        ? ({ card }) => card.modified ?? ''
        : (entry) => ranks.get(entry) ?? 0;
  return entries.sort((a, b) => (value(a) < value(b) ? 1 : value(a) > value(b) ? -1 : 0));
}

/** The shortest word for which a typo is considered; shorter words are too close to other words. */
const SHORTEST = 4;

/**
 * Splits a query into words, each with the other spellings of the skill that it names: `k8s` also matches Kubernetes.
 */
function wordsAsked(query: string): string[][] {
  return words(query).map((word) => {
    const skill = canonicalSkill(word);
    const others = [skill, ...spellingsOf(skill)].map((spelling) => words(spelling).join(' '));
    return skill === word ? [word] : [...new Set([word, ...others])];
  });
}

/**
 * Adds words that are one typo away to the spellings of a word that matches no candidate: an inserted, a deleted or a
 * replaced letter, or two letters swapped.
 */
function withTypo(
  spellings: string[],
  all: readonly Pick<IndexedCard, 'name' | 'head' | 'card'>[],
  texts: ReadonlyMap<string, string>,
): string[] {
  const [word = ''] = spellings;
  if (spellings.length > 1 || word.length < SHORTEST) return spellings;
  const places = all.map(({ name, head, card }) => `${name}${head}${texts.get(card.slug) ?? ''}`);
  if (places.some((place) => place.includes(` ${word}`))) return spellings;
  const near = new Set<string>();
  for (const place of places)
    for (const other of place.split(' ')) if (!near.has(other) && isOneTypoAway(word, other)) near.add(other);
  return [word, ...near];
}

/**
 * `true` if one edit turns one word into the other (Damerau-Levenshtein). The first letter must match, as it is rarely
 * mistyped.
 */
function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a[0] !== b[0] || b.length < SHORTEST) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.length === restB.length)
    return (
      restA.slice(1) === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
    );
  const [shorter, longer] = restA.length < restB.length ? [restA, restB] : [restB, restA];
  return longer.slice(1) === shorter;
}

/** The state of the page. It is stored in the URL, so that a view can be bookmarked and shared. */
export interface PageState {
  query: string;
  /** Names of skills, folded for comparison; a candidate must have all of them. */
  skills: string[];
  /** A candidate must match one of the places (if there are any) and one of the ranges of years. */
  places: string[];
  years: string[];
  sort: Sort;
  /** The slugs of the selected candidates, in the order of selection. */
  chosen: string[];
  /** The name of the view that shows the selected candidates; empty for the list of all candidates. */
  view: string;
}

export const SORTS = { '': 'Relevance', name: 'Name', years: 'Experience', modified: 'Last change' } as const;

export type Sort = keyof typeof SORTS;

/** Reads the state from the fragment of a URL, the only part that a page opened from disk may change. */
export function readState(hash: string): PageState {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const sort = words.get('sort') ?? '';
  return {
    query: words.get('q') ?? '',
    skills: words.getAll('skill'),
    places: words.getAll('place'),
    years: words.getAll('years'),
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : '',
    chosen: [...new Set((words.get('chosen') ?? '').split(',').filter(Boolean))],
    view: words.get('view') ?? '',
  };
}

export function writeState({ query, skills, places, years, sort, chosen, view }: PageState): string {
  const words = new URLSearchParams();
  if (query.trim() !== '') words.set('q', query);
  for (const skill of skills) words.append('skill', skill);
  for (const place of places) words.append('place', place);
  for (const span of years) words.append('years', span);
  if (sort !== '') words.set('sort', sort);
  if (chosen.length > 0) words.set('chosen', chosen.join(','));
  if (view !== '') words.set('view', view);
  return words.size > 0 ? `#${words}` : '';
}

/** Returns the list with a value added, or removed if the list contains it. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
