import type { Profile } from '../../profile/schema.js';
import { entryOf } from '../../profile/values.js';
import { addressTexts } from './addresses.js';
import { type Calendar, calendarOf } from './calendar.js';
import { fold, foldings, isCaseless } from './fold.js';
import { accountNumbers, type Handle, handlesOf, mailboxWords, ownDomains } from './handles.js';
import { COMMON_WORDS, GERMAN_NOUNS, knownSkillWords } from './known-words.js';
import { LOWERCASE_WORDS } from './lowercase-words.js';
import { inflect, lettersOf, type NamePart, PARTICLES, parseName, TITLES } from './name.js';
import { joinedForms, type NamePhrase, phraseOf } from './pairs.js';
import { type OwnPhone, ownPhone } from './phones.js';
import { transliterate } from './transliterate.js';
import { type UnspacedForms, unspacedForms } from './unspaced.js';

/** A word of the person's name. */
export interface LexiconWord {
  /** Shared by all spellings of one word of the name. */
  id: number;
  /** `true` for a common word, which counts as a name only in the context of one. */
  isCommon: boolean;
  /** `true` for a skill of the profile, which is not a name even in the genitive. */
  isSkill: boolean;
  /** `true` if it is also an ordinary word in lowercase. */
  isLowercaseWord: boolean;
  /** `true` for an inflected form, which must be capitalized to count. */
  isInflected: boolean;
  lead: readonly string[];
}

/** All forms of a person's name, for lookup word by word. */
export interface Lexicon {
  parts: Map<string, LexiconWord>;
  /** The ids of the parts that an initial may represent. */
  initials: Map<string, Set<number>>;
  /** Several parts joined into one word; `handle` forms count only in the context of a handle. */
  joined: Map<string, 'word' | 'handle'>;
  /** The prefixes of all parts, joined forms and handles. */
  beginnings: Set<string>;
  /** Joined forms and handles that are long enough to match inside another word. */
  contained: string[];
  handles: Map<string, Handle>;
  phrases: Map<string, NamePhrase[]>;
  unspaced: UnspacedForms;
  /** Phrases of scripts without spaces, folded. */
  literals: Replacement[];
  domains: string[];
  phone: OwnPhone;
  calendar: Calendar;
}

/** Another phrase to remove, and its replacement. */
export interface Replacement {
  text: string;
  by: string;
}

/** Languages that inflect names, by the country of the person. */
const COUNTRY_LANGUAGES: Readonly<Record<string, string>> = {
  CZ: 'cs',
  EE: 'et',
  FI: 'fi',
  HR: 'hr',
  HU: 'hu',
  IS: 'is',
  LT: 'lt',
  LV: 'lv',
  PL: 'pl',
  SI: 'sl',
  SK: 'sk',
  TR: 'tr',
};

const UNSPACED =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * Collects the forms in which a profile's person may be written.
 *
 * @param replacements phrases to remove in addition to the name
 */
export function lexiconOf(profile: Profile, replacements: readonly Replacement[]): Lexicon {
  const language = profile.meta?.locale?.slice(0, 2).toLowerCase() ?? '';
  const country = profile.basics?.location?.countryCode?.toUpperCase() ?? '';
  const languages = [...new Set([language, entryOf(COUNTRY_LANGUAGES, country) ?? language])];
  const skills = knownSkillWords(profile);
  const name = profile.basics?.name ?? '';
  const parts = withReading(parseName(name), profile.basics?.email);
  const lexicon: Lexicon = {
    parts: new Map(),
    initials: new Map(),
    joined: new Map(),
    beginnings: new Set(),
    contained: [],
    handles: new Map(handlesOf(profile, skills).map((handle) => [handle.key, handle])),
    phrases: new Map(),
    unspaced: unspacedOf(parts),
    literals: replacements
      .filter(({ text }) => UNSPACED.test(text.trim()))
      .map(({ text, by }) => ({ text: fold(text.trim()), by })),
    domains: ownDomains(profile),
    phone: ownPhone(profile, accountNumbers(profile)),
    calendar: calendarOf(language),
  };
  const isOnly = parts.length === 1;
  const traits = (key: string) => ({
    isCommon: !isOnly && isCommonWord(key, language),
    isSkill: skills.has(key),
    isLowercaseWord: isOnly ? isCommonWord(key, language) || LOWERCASE_WORDS.has(key) : LOWERCASE_WORDS.has(key),
  });
  parts.forEach(({ raw, lead }, id) => {
    const spellings = spellingsOf(raw, languages);
    const base = traits(fold(raw));
    for (const [key, isInflected] of spellings) {
      // Hopes is as common as hope.
      const own = isInflected ? base : traits(key);
      const led = key === behindApostrophe(raw) ? [...lead, fold(raw.slice(0, raw.search(APOSTROPHE)))] : lead;
      if (key.length > 1 && !lexicon.parts.has(key)) lexicon.parts.set(key, { id, isInflected, lead: led, ...own });
      for (const initial of isInflected ? [] : initialsOf(key)) {
        lexicon.initials.set(initial, (lexicon.initials.get(initial) ?? new Set()).add(id));
      }
    }
  });
  lettersOf(name).forEach((letter, index) => {
    const id = parts.length + index;
    lexicon.initials.set(letter, (lexicon.initials.get(letter) ?? new Set()).add(id));
    // Somebody whose whole name is single letters has no other parts.
    if (parts.length > 0) return;
    const own = { isCommon: true, isSkill: skills.has(letter), isLowercaseWord: true };
    lexicon.parts.set(letter, { id, isInflected: false, lead: [], ...own });
  });
  const keys = parts.map(({ raw }) => latinKeys(raw));
  const isCommon = (key: string) => COMMON_WORDS.has(key) || skills.has(key);
  const isWord = (key: string) => isCommon(key) || LOWERCASE_WORDS.has(key);
  for (const [form, kind] of joinedForms(parts, keys, isWord, isCommon)) {
    if (lexicon.joined.get(form) !== 'word') lexicon.joined.set(form, kind);
    if (kind === 'word' && form.length >= 7) lexicon.contained.push(form);
  }
  for (const { key, isOrdinary } of lexicon.handles.values()) {
    if (!isOrdinary && (key.length > 7 || (key.length > 5 && /\d/.test(key)))) lexicon.contained.push(key);
  }
  for (const forms of [lexicon.parts, lexicon.joined, lexicon.handles]) {
    for (const key of forms.keys()) {
      for (let length = 1; length <= key.length; length++) lexicon.beginnings.add(key.slice(0, length));
    }
  }
  const spaced = parts.filter(({ isNickname }) => !isNickname).map(({ raw }) => raw);
  const phrases = [
    ...replacements,
    ...addressTexts(profile).map((text) => ({ text, by: '…' })),
    ...(isCaseless(spaced[0] ?? '') && spaced.length > 1 ? [{ text: spaced.join(' '), by: undefined }] : []),
  ];
  for (const { text, by } of phrases) {
    const phrase = phraseOf(text, by);
    for (const key of phrase?.words[0] ?? []) {
      if (phrase) lexicon.phrases.set(key, [...(lexicon.phrases.get(key) ?? []), phrase]);
    }
  }
  for (const list of lexicon.phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
  return lexicon;
}

/** `true` for a word that is not sufficient evidence of the person: a common word, a particle, or a title. */
export function isCommonWord(key: string, language: string): boolean {
  return COMMON_WORDS.has(key) || PARTICLES.has(key) || TITLES.has(key) || (language === 'de' && GERMAN_NOUNS.has(key));
}

/** Adds a romanization from the e-mail address to a name in another script, if the profile gives none. */
function withReading(parts: NamePart[], email: string | undefined): NamePart[] {
  const isLatin = ({ raw }: NamePart) => /\p{sc=Latin}/u.test(raw);
  if (parts.some(isLatin)) return parts;
  return [...parts, ...mailboxWords(email).map((raw) => ({ raw, lead: [], isNickname: true }))];
}

/** The folded spellings of a word of the name, and whether each is an inflected form. */
function spellingsOf(raw: string, languages: readonly string[]): Map<string, boolean> {
  const spellings = new Map<string, boolean>();
  const add = (key: string, isInflected: boolean) => {
    const bare = key.replace(/['‘’ʼʻ´`]/g, '');
    if (!spellings.has(bare)) spellings.set(bare, isInflected);
  };
  const written = foldings(raw);
  for (const key of written) {
    add(key, false);
    // Mueller may be Müller, who may be written Muller; but Michael is not Michal.
    if (/(?:ae|oe|ue)(?!l$)/.test(key)) add(key.replace(/([aou])e(?!l$)/g, '$1'), false);
  }
  for (const key of transliterate(raw, fold(raw))) add(key, false);
  const behind = behindApostrophe(raw);
  if (behind !== undefined) for (const key of foldings(behind)) add(key, false);
  for (const language of languages)
    for (const key of written) for (const form of inflect(key, language)) add(form, true);
  return spellings;
}

const APOSTROPHE = /['‘’ʼʻ´`]/;

/** The folded text after the apostrophe of O'Brien and D'Angelo, which is also a name. */
function behindApostrophe(raw: string): string | undefined {
  const behind = raw.slice(raw.search(APOSTROPHE) + 1);
  return behind !== raw && behind.length > 3 ? fold(behind) : undefined;
}

/** The initials of a word: its first letter, and a digraph that transliterates one letter, such as Yu. */
function initialsOf(key: string): string[] {
  const digraph = /^(?:yu|ya|ye|zh|kh|ts|ch|sh|ju|ja|je|th|ph|ps)/.exec(key)?.[0];
  return [[...key][0] ?? '', ...(digraph ? [digraph] : [])];
}

function latinKeys(raw: string): string[] {
  return [...foldings(raw), ...transliterate(raw, fold(raw)).slice(0, 6)].map((key) => key.replace(/['‘’ʼʻ´`]/g, ''));
}

function unspacedOf(parts: readonly NamePart[]): UnspacedForms {
  const isUnspaced = ({ raw }: NamePart) => UNSPACED.test(raw);
  const groups = [
    parts.filter((part) => isUnspaced(part) && !part.isNickname),
    ...parts.filter((part) => isUnspaced(part) && part.isNickname).map((part) => [part]),
  ];
  const forms = groups.filter((group) => group.length > 0).map((group) => unspacedForms(group.map(({ raw }) => raw)));
  return {
    full: [...new Set(forms.flatMap(({ full }) => full))],
    parts: [...new Set(forms.flatMap((form) => form.parts))],
    surnames: [...new Set(forms.flatMap(({ surnames }) => surnames))],
  };
}
