import type { FieldRole } from '../../profile/field-roles.js';
import type { Profile } from '../../profile/schema.js';
import { fold } from './fold.js';
import { type Lexicon, lexiconOf, type Replacement } from './lexicon.js';
import { type Allowed, findMatches } from './match.js';
import { normalize } from './normalize.js';
import { type Phrase, phraseOf } from './phrases.js';
import { redactSource } from './redact.js';
import { wordsOf } from './words.js';

/** How a person is hidden. */
export interface BlindOptions {
  /** The name that stands for the person, such as "Candidate A". */
  alias: string;
  /** More phrases that must go. */
  words: readonly string[];
  /** Phrases that may stay, whatever they contain. */
  allow?: readonly string[] | undefined;
  /** Numbers employers instead of naming them. */
  employers: boolean;
  /** Numbers schools instead of naming them. */
  schools: boolean;
}

/** Hides one person in any text. */
export interface Redactor {
  /**
   * The text without the person: names become the alias, addresses and numbers `…`. A text that says nothing of the
   * person comes back as it is.
   *
   * @param role that of a field; `organization` keeps the rest of a company's name: `Schmidt Bau` becomes `… Bau`
   */
  redactText(text: string, role?: FieldRole): string;
  /** `true` if `redactText` would remove something. */
  matches(text: string): boolean;
  /** `false` if a text, given as `compactOf` makes it, cannot name the person; a quick test before `redactText`. */
  mayMatch(compact: readonly string[]): boolean;
  /** Words of the name that stay in a text because they may be common words. */
  ambiguous(text: string): string[];
}

/**
 * Hides the person of a profile.
 *
 * @param profile the profile with its name, addresses and handles, as it is before it is blinded
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

/** The letters and digits of a text alone, once in each way in which it folds: `nightowldev` for `night-owl.dev`. */
export function compactOf(text: string): string[] {
  const words = wordsOf(normalize(text).text);
  const most = words.reduce((count, { keys }) => Math.max(count, keys.length), 1);
  return Array.from({ length: most }, (_, index) => words.map(({ keys }) => keys[index] ?? keys[0] ?? '').join(''));
}

function mayMatch(lexicon: Lexicon, compact: readonly string[]): boolean {
  const { parts, joined, handles, phrases, unspaced, phone, domains } = lexicon;
  const keys = [
    ...[parts, joined, handles, phrases].flatMap((forms) => [...forms.keys()]),
    ...[...unspaced.full, ...unspaced.parts, ...unspaced.surnames, ...domains].map(fold),
    ...(phone.national === undefined ? [] : [phone.national.slice(-4)]),
  ].map((key) => key.replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  // Numbers are written in the digits of other scripts too.
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

/** Phrases of several words stay whole; a single word of the name stays where it stands alone. */
function allowedOf(texts: readonly string[], { parts }: Lexicon): Allowed {
  const phrases = new Map<string, Phrase[]>();
  const words = new Set<string>();
  for (const text of texts) {
    const phrase = phraseOf(text, text);
    if (!phrase) continue;
    const [first = []] = phrase.words;
    const isName = phrase.words.every((spellings) => spellings.some((key) => parts.has(key)));
    if (phrase.words.length === 1) for (const key of first) words.add(key);
    // No list lets the name itself stay.
    else if (!isName) for (const key of first) phrases.set(key, [...(phrases.get(key) ?? []), phrase]);
  }
  return { phrases, words };
}
