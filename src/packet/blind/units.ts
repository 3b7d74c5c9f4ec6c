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
    let last = first;
    while (isLinked(words[last + 1]) && last - first + 1 < MOST_WORDS) last++;
    // The longest whole that is known: O'Brien before Brien.
    let end = last;
    let found: Unit | undefined;
    for (; end >= first && !found; end--) found = known(words.slice(first, end + 1), words, first, end, lexicon);
    if (found) {
      units.push(found);
      first = end + 2;
    } else {
      const word = words[first];
      if (word) units.push({ ...bare([word]), contains: false });
      first++;
    }
  }
  return units;
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
      const isStrong = isStrongPart(part, unit, words[end + 1]);
      return { ...unit, key, part, isStrong: isStrong && (!(isCompound || goesOn) || key.length > 3) };
    }
    const handle = lexicon.handles.get(key);
    const joined = lexicon.joined.get(key);
    if (joined || handle) return { ...unit, key, joined, handle };
    if (isOneWord && !goesOn && !isCompound && key.length > 5 && lexicon.contained.some((form) => key.includes(form))) {
      return { ...unit, key, contains: true };
    }
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

function isStrongPart(part: Part, { raw, key }: { raw: string; key: string }, next: Word | undefined): boolean {
  if (part.isCommon || part.isSkill) return false;
  if (isCaseless(raw)) return true;
  const isCapital = isCapitalized(raw);
  const isUpper = raw.length > 1 && raw === raw.toUpperCase();
  // Li is a name, Li-ion and LI are none; ANA is an airline.
  if (key.length === 2) return isCapital && !isUpper && !(next?.glue === '-' && !isCapitalized(next.raw));
  if (key.length === 3) return isCapital && !(isUpper && /^\p{ASCII}+$/u.test(raw));
  if (part.isInflected) return isCapital || (key.length > 5 && !/^[a-z]/.test(key));
  return isCapital || !part.isLowercaseWord;
}

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
  if (!/^[\p{sc=Geor}\p{sc=Armn}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Deva}\p{sc=Beng}]/u.test(key)) {
    return undefined;
  }
  const most = /^[\p{sc=Deva}\p{sc=Beng}]/u.test(key) ? 0 : 4;
  for (let cut = 1; cut <= most && key.length - cut > 2; cut++) {
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
