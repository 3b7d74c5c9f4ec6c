import { fold, isCapitalized, isCaseless } from './fold.js';
import type { Handle } from './handles.js';
import type { Lexicon, LexiconWord } from './lexicon.js';
import { type BlindWord, joinedKeys } from './words.js';

/** One or more words of a text, with their possible roles in a person's name. */
export interface Unit {
  from: number;
  to: number;
  raw: string;
  key: string;
  /** The text between it and the previous unit. */
  glue: string;
  part?: LexiconWord | undefined;
  /** `true` for a part that counts as a name in any context. */
  isStrong: boolean;
  /** Set if the unit is several parts joined into one word. */
  joined?: 'word' | 'handle' | undefined;
  handle?: Handle | undefined;
  /** `true` if it contains a longer form: thisisjanedoe. */
  contains: boolean;
}

const ARTICLES = new Set('a an the one each every ein eine einen un una une um uma'.split(' '));

/** Characters inside a word, or at a line break within it: O'Brien, Quater-main, D_o_e. */
const INSIDE = /^(?:['‘’ʼ´`_]?|[-\u00ad\u2010]\n ?)$/;
/** Separators between the words of a handle. */
const BETWEEN = /^[-.\u2010\u2011]$/;
/** The largest number of words joined by such characters. */
const MOST_WORDS = 6;

/**
 * Groups the words of a text into units: a compound is one unit if it is known as a whole, and one unit for each part
 * otherwise.
 */
export function unitsOf(words: readonly BlindWord[], lexicon: Lexicon): Unit[] {
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
  /** The number of words that it consists of. */
  length: number;
}

/**
 * The longest known form that begins at a word: O'Brien rather than Brien. A handle of separate words, such as doe-j,
 * counts only in a few contexts, and must not hide the part that it begins with.
 */
function longestKnown(words: readonly BlindWord[], first: number, lexicon: Lexicon): Known | undefined {
  // Most words begin no form: further words are read only while the text so far is a prefix of a form.
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

/** A compound that contains a long form: thisisjanedoe. */
function containing(words: readonly BlindWord[], first: number, { contained }: Lexicon): Known | undefined {
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

function isLinked(word: BlindWord | undefined): boolean {
  if (!word || !(INSIDE.test(word.glue) || BETWEEN.test(word.glue))) return false;
  // The s of a genitive is not part of the word.
  return !(word.glue !== '' && word.raw.length === 1 && /s/i.test(word.raw));
}

/** The unit that a group of words forms as a part, a joined form or a handle; a compound only matches as a whole. */
function known(
  group: readonly BlindWord[],
  words: readonly BlindWord[],
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
    // A part inside a compound must be set off by capitals or digits, and must not be short.
    if (part && group.length > 1 && (isCompound || goesOn)) continue;
    if (part) {
      const isStrong = isStrongPart(part, unit, words[first - 1], words[end + 1]);
      // smith2000 is a handle, whatever kind of word smith is.
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

function bare(group: readonly BlindWord[]): Omit<Unit, 'contains'> {
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
  part: LexiconWord,
  { raw, key, glue }: { raw: string; key: string; glue: string },
  before: BlindWord | undefined,
  next: BlindWord | undefined,
): boolean {
  if (part.isCommon || part.isSkill) return false;
  if (isCaseless(raw)) return true;
  const isCapital = isCapitalized(raw);
  const isUpper = raw.length > 1 && raw === raw.toUpperCase();
  // Li is a name, Li-ion and LI are not; ANA is an airline.
  if (key.length === 2) return isCapital && !isUpper && !(next?.glue === '-' && !isCapitalized(next.raw));
  if (key.length === 3) return isCapital && !(isUpper && /^\p{ASCII}+$/u.test(raw));
  if (part.isInflected) return isCapital || (key.length > 5 && !/^[a-z]/.test(key));
  // In lowercase after an article, it is a noun: a byte.
  return isCapital || !(part.isLowercaseWord || (glue === ' ' && ARTICLES.has(before?.keys[0] ?? '')));
}

/** `true` for a word of a script that attaches prefixes or endings to an uncapitalized name. */
function isAffixed(key: string): boolean {
  return key.charCodeAt(0) > 0x52f && AFFIXED.test(key);
}

const AFFIXED = /^[\p{sc=Hebr}\p{sc=Arab}\p{sc=Geor}\p{sc=Armn}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}]/u;

/** Prefixes that Hebrew and Arabic attach to a name, and endings of agglutinating languages without case. */
function strippedPart(key: string, { parts }: Lexicon): LexiconWord | undefined {
  const isSemitic = /^[\p{sc=Hebr}\p{sc=Arab}]/u.test(key);
  if (isSemitic) {
    const prefix = /^(?:[והבלמכש]{1,3}|[وف]?(?:ال|لل|[بلك])?(?:ال)?)/u.exec(key)?.[0] ?? '';
    for (let length = 1; length <= prefix.length && key.length - length > 1; length++) {
      const rest = key.slice(length);
      // The article loses its first letter after a preposition: للخطيب is ل and الخطيب.
      const part = parts.get(rest) ?? (prefix.slice(0, length).endsWith('لل') ? parts.get(`ال${rest}`) : undefined);
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

/** The ids of the parts that a unit may be an initial of: `J`, `JM`, `Yu`; none if it is not an initial. */
export function initialParts(unit: Unit, lexicon: Lexicon): Set<number> {
  if (unit.raw.length > 3 || (unit.part && unit.raw.length > 1)) return new Set();
  const key = fold(unit.raw);
  const whole = lexicon.initials.get(key);
  if (whole) return whole;
  const letters = [...key].map((letter) => lexicon.initials.get(letter));
  const isInitials = unit.raw === unit.raw.toUpperCase() && letters.every((ids) => ids !== undefined);
  return new Set(isInitials ? letters.flatMap((ids) => [...(ids ?? [])]) : []);
}
