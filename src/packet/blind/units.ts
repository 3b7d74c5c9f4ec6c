import { fold, isCapitalized, isCaseless } from './fold.js';
import type { Handle } from './handles.js';
import type { Lexicon, Part } from './lexicon.js';
import { joinedKeys, type Word } from './words.js';

/** A word of a text with what it may be of a person's name. */
export interface Unit {
  from: number;
  to: number;
  raw: string;
  key: string;
  /** What stands between it and the unit before. */
  glue: string;
  part?: Part | undefined;
  /** A part that counts wherever it stands. */
  isStrong: boolean;
  /** Several parts as one word. */
  joined?: 'word' | 'handle' | undefined;
  handle?: Handle | undefined;
  /** A longer form inside of it: thisisjanedoe. */
  contains: boolean;
}

const ARTICLES = new Set('a an the one each every ein eine einen un una une um uma'.split(' '));

/** Signs inside a word, or where a line breaks it: O'Brien, Quater-main, D_o_e. */
const INSIDE = /^(?:['‘’ʼ´`_]?|[-\u00ad\u2010]\n ?)$/;
/** Signs between the words of a handle. */
const BETWEEN = /^[-.\u2010\u2011]$/;
/** Words that such signs part, at the most. */
const MOST_WORDS = 6;

/** The words of a text as units: compounds are one unit where the whole is known, and one for each part otherwise. */
export function unitsOf(words: readonly Word[], lexicon: Lexicon): Unit[] {
  const units: Unit[] = [];
  for (let first = 0; first < words.length; ) {
    const found = longestKnown(words, first, lexicon) ?? containing(words, first, lexicon);
    if (found) units.push(found.unit);
    else units.push({ ...bare(words.slice(first, first + 1)), contains: false });
    first += found?.length ?? 1;
  }
  return units;
}

interface Known {
  unit: Unit;
  /** The words of which it is made. */
  length: number;
}

/**
 * The longest whole that is known and begins at a word: O'Brien before Brien. A handle of separate words, such as doe-j,
 * counts in few places, and must not hide the part that it begins with.
 */
function longestKnown(words: readonly Word[], first: number, lexicon: Lexicon): Known | undefined {
  // Most words begin no form at all: only as long as one is begun are more words looked at.
  let keys = (words[first]?.keys ?? []).filter((key) => lexicon.beginnings.has(key) || isAffixed(key));
  let length = keys.length > 0 ? 1 : 0;
  while (length > 0 && length < MOST_WORDS && isLinked(words[first + length])) {
    const more = keys.flatMap((start) => (words[first + length]?.keys ?? []).map((key) => start + key));
    keys = more.filter((key) => lexicon.beginnings.has(key)).slice(0, 8);
    if (keys.length === 0) break;
    length++;
  }
  let weak: Known | undefined;
  for (; length > 0; length--) {
    const unit = known(words.slice(first, first + length), words, first, first + length - 1, lexicon);
    if (!unit) continue;
    const isSeparated = words.slice(first + 1, first + length).some(({ glue }) => glue !== '');
    if (!(unit.joined === 'handle' && isSeparated)) return { unit, length };
    weak ??= { unit, length };
  }
  return weak;
}

/** A compound that has a long form inside: thisisjanedoe. */
function containing(words: readonly Word[], first: number, { contained }: Lexicon): Known | undefined {
  if (contained.length === 0 || (first > 0 && words[first]?.glue === '')) return undefined;
  let length = 1;
  let key = words[first]?.keys[0] ?? '';
  for (; words[first + length]?.glue === ''; length++) {
    if (length === MOST_WORDS) return undefined;
    key += words[first + length]?.keys[0] ?? '';
  }
  if (key.length < 6 || !contained.some((form) => key.includes(form))) return undefined;
  return { unit: { ...bare(words.slice(first, first + length)), key, contains: true }, length };
}

function isLinked(word: Word | undefined): boolean {
  if (!word || !(INSIDE.test(word.glue) || BETWEEN.test(word.glue))) return false;
  // The s of a genitive is no part of the word.
  return !(word.glue !== '' && word.raw.length === 1 && /s/i.test(word.raw));
}

/** A unit of words that are a part, a joined form or a handle; a compound only as a whole. */
function known(
  group: readonly Word[],
  words: readonly Word[],
  first: number,
  end: number,
  lexicon: Lexicon,
): Unit | undefined {
  const isCompound = words[first]?.glue === '' && first > 0;
  const goesOn = words[end + 1]?.glue === '';
  const unit = { ...bare(group), contains: false };
  const isOneWord = group.every(({ glue }, index) => index === 0 || INSIDE.test(glue));
  for (const key of joinedKeys(group)) {
    const part = isOneWord ? (lexicon.parts.get(key) ?? strippedPart(key, lexicon)) : undefined;
    // A part inside a compound is one only where capitals or figures set it apart, and where it is not short.
    if (part && group.length > 1 && (isCompound || goesOn)) continue;
    if (part) {
      const isStrong = isStrongPart(part, unit, words[first - 1], words[end + 1]);
      // smith2000 is a handle, whatever smith is.
      const isNumbered = goesOn && words[end + 1]?.script === 'digits' && !part.isCommon && !part.isSkill;
      const isLong = !(isCompound || goesOn) || key.length > 3;
      return { ...unit, key, part, isStrong: (isStrong || isNumbered) && isLong };
    }
    const handle = lexicon.handles.get(key);
    const joined = lexicon.joined.get(key);
    if (joined || handle) return { ...unit, key, joined, handle };
  }
  return undefined;
}

function bare(group: readonly Word[]): Omit<Unit, 'contains'> {
  const [first] = group;
  return {
    from: first?.from ?? 0,
    to: group.at(-1)?.to ?? 0,
    raw: group.map(({ raw }) => raw).join(''),
    key: group.map(({ keys }) => keys[0]).join(''),
    glue: first?.glue ?? '',
    isStrong: false,
  };
}

function isStrongPart(
  part: Part,
  { raw, key, glue }: { raw: string; key: string; glue: string },
  before: Word | undefined,
  next: Word | undefined,
): boolean {
  if (part.isCommon || part.isSkill) return false;
  if (isCaseless(raw)) return true;
  const isCapital = isCapitalized(raw);
  const isUpper = raw.length > 1 && raw === raw.toUpperCase();
  // Li is a name, Li-ion and LI are none; ANA is an airline.
  if (key.length === 2) return isCapital && !isUpper && !(next?.glue === '-' && !isCapitalized(next.raw));
  if (key.length === 3) return isCapital && !(isUpper && /^\p{ASCII}+$/u.test(raw));
  if (part.isInflected) return isCapital || (key.length > 5 && !/^[a-z]/.test(key));
  // In small letters behind an article it is a noun: a byte.
  return isCapital || !(part.isLowercaseWord || (glue === ' ' && ARTICLES.has(before?.keys[0] ?? '')));
}

/** `true` for a word of a script that writes prefixes or endings together with a name without a capital. */
function isAffixed(key: string): boolean {
  return key.charCodeAt(0) > 0x52f && AFFIXED.test(key);
}

const AFFIXED = /^[\p{sc=Hebr}\p{sc=Arab}\p{sc=Geor}\p{sc=Armn}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}]/u;

/** Prefixes that Hebrew and Arabic write together with a name, and endings of agglutinating languages without case. */
function strippedPart(key: string, { parts }: Lexicon): Part | undefined {
  const isSemitic = /^[\p{sc=Hebr}\p{sc=Arab}]/u.test(key);
  if (isSemitic) {
    const prefix = /^(?:[והבלמכש]{1,3}|[وف]?(?:ال|لل|[بلك])?(?:ال)?)/u.exec(key)?.[0] ?? '';
    for (let length = 1; length <= prefix.length && key.length - length > 1; length++) {
      const part = parts.get(key.slice(length));
      if (part) return part;
    }
    return undefined;
  }
  if (!AFFIXED.test(key)) return undefined;
  for (let cut = 1; cut <= 4 && key.length - cut > 2; cut++) {
    const part = parts.get(key.slice(0, -cut)) ?? parts.get(`${key.slice(0, -cut)}ი`);
    if (part) return part;
  }
  return undefined;
}

/** The initials that a unit may be: `J`, `JM`, `Yu`; no part ids where it is none. */
export function initialParts(unit: Unit, lexicon: Lexicon): Set<number> {
  if (unit.raw.length > 3 || unit.part) return new Set();
  const key = fold(unit.raw);
  const whole = lexicon.initials.get(key);
  if (whole) return whole;
  const letters = [...key].map((letter) => lexicon.initials.get(letter));
  const isInitials = unit.raw === unit.raw.toUpperCase() && letters.every((ids) => ids !== undefined);
  return new Set(isInitials ? letters.flatMap((ids) => [...(ids ?? [])]) : []);
}
