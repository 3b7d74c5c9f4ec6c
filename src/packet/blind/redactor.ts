import type { FieldRole } from '../../profile/field-metadata.js';
import type { Profile } from '../../profile/schema.js';
import { fold } from './fold.js';
import { type Lexicon, lexiconOf, type Replacement } from './lexicon.js';
import { type Allowed, findMatches } from './match.js';
import { type NamePhrase, phraseOf } from './pairs.js';
import { redactSource } from './redact.js';
import { normalize, wordsOf } from './words.js';

/** The options for hiding a person. */
export interface BlindOptions {
  /** The alias that replaces the name, such as "Candidate A". */
  alias: string;
  /** Further phrases to remove. */
  words: readonly string[];
  /** Phrases that may stay, regardless of their content. */
  allow?: readonly string[] | undefined;
  /** `true` to number employers instead of naming them. */
  employers: boolean;
  /** `true` to number schools instead of naming them. */
  schools: boolean;
}

/** Hides one person in any text. */
export interface Redactor {
  /**
   * Replaces the person's names with the alias, and addresses and numbers with `…`. A text that contains none of them
   * is returned unchanged.
   *
   * @param role the role of the field; `organization` keeps the rest of a company's name: `Schmidt Bau` becomes `… Bau`
   */
  redactText(text: string, role?: FieldRole): string;
  /** `true` if `redactText` would remove something. */
  matches(text: string): boolean;
  /** `false` if a text in the form of `compactOf` cannot name the person; a quick test before `redactText`. */
  mayMatch(compact: readonly string[]): boolean;
  /** Words of the name that stay in a text because they may be ordinary words. */
  ambiguous(text: string): string[];
}

/**
 * Hides the person of a profile.
 *
 * @param profile the original profile, with its name, addresses and handles
 */
export function createRedactor(profile: Profile, options: BlindOptions): Redactor {
  const lexicon = lexiconOf(profile, replacementsOf(profile, options));
  const allowed = allowedOf(options.allow ?? [], lexicon);
  return {
    redactText: (text, role = 'prose') => {
      if (role === 'identifying') return '';
      return role === 'neutral' ? text : redact(text, lexicon, allowed, options.alias, role);
    },
    matches: (text) => {
      const normalized = normalize(text);
      return findMatches(normalized, lexicon, allowed).gone.length > 0;
    },
    mayMatch: (compact) => mayMatch(lexicon, compact),
    ambiguous: (text) => {
      const normalized = normalize(text);
      const { kept } = findMatches(normalized, lexicon, allowed);
      return [...new Set(kept.map(([from, to]) => normalized.text.slice(from, to)))];
    },
  };
}

/** The letters and digits of a text, once for each of its foldings: `nightowldev` for `night-owl.dev`. */
export function compactOf(text: string): string[] {
  const words = wordsOf(normalize(text).text);
  const most = words.reduce((count, { keys }) => Math.max(count, keys.length), 1);
  return Array.from({ length: most }, (_, index) => words.map(({ keys }) => keys[index] ?? keys[0] ?? '').join(''));
}

function mayMatch(lexicon: Lexicon, compact: readonly string[]): boolean {
  const { parts, joined, handles, phrases, unspaced, phone, domains } = lexicon;
  const keys = [
    ...[parts, joined, handles, phrases].flatMap((forms) => [...forms.keys()]),
    // A preposition replaces the first letter of the Arabic article.
    ...[...parts.keys()].flatMap((key) => (key.startsWith('ال') ? [key.slice(2)] : [])),
    ...[...unspaced.full, ...unspaced.parts, ...unspaced.surnames, ...domains].map(fold),
    ...[phone.national, ...phone.ids].flatMap((digits) => (digits === undefined ? [] : [digits.slice(-4)])),
  ].map((key) => key.replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  // Numbers may be written in the digits of other scripts.
  return compact.some((text) => /(?![0-9])\p{Nd}/u.test(text) || keys.some((key) => key !== '' && text.includes(key)));
}

function redact(text: string, lexicon: Lexicon, allowed: Allowed, alias: string, role: FieldRole): string {
  const normalized = normalize(text);
  const { gone } = findMatches(normalized, lexicon, allowed);
  return redactSource(normalized, gone, alias, role);
}

function replacementsOf(profile: Profile, { words, employers, schools }: BlindOptions): Replacement[] {
  const numbered = (names: readonly (string | undefined)[], noun: string) =>
    [...new Set(names)].flatMap((text, index) => (text ? [{ text, by: `${noun} ${index + 1}` }] : []));
  const jobs = (profile.work ?? []).flatMap((job) => [job.name, ...(job.engagements ?? []).map(({ name }) => name)]);
  const organizations = (profile.volunteer ?? []).map(({ organization }) => organization);
  return [
    ...words.map((text) => ({ text, by: '…' })),
    ...(employers ? numbered([...jobs, ...organizations].filter(Boolean), 'Employer') : []),
    ...(schools
      ? numbered((profile.education ?? []).map(({ institution }) => institution).filter(Boolean), 'School')
      : []),
  ];
}

/** Phrases of several words are kept whole; a single word of the name is kept if it appears alone. */
function allowedOf(texts: readonly string[], { parts }: Lexicon): Allowed {
  const phrases = new Map<string, NamePhrase[]>();
  const words = new Set<string>();
  for (const text of texts) {
    const phrase = phraseOf(text, text);
    if (!phrase) continue;
    const [first = []] = phrase.words;
    const isName = phrase.words.every((spellings) => spellings.some((key) => parts.has(key)));
    if (phrase.words.length === 1) for (const key of first) words.add(key);
    // The name itself cannot be allowed.
    else if (!isName) for (const key of first) phrases.set(key, [...(phrases.get(key) ?? []), phrase]);
  }
  return { phrases, words };
}
