import { foldings } from './fold.js';
import type { NamePart } from './name.js';
import { type BlindWord, wordsOf } from './words.js';

/** Brackets and quotation marks that open and close. */
const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '（': '）',
  '“': '”',
  '„': '“',
  '«': '»',
  '「': '」',
};

const OPENERS = new Map(Object.entries(CLOSERS).map(([open, close]) => [close, open]));

interface Span {
  from: number;
  to: number;
}

/** A bracket or quotation mark of a text, whose partner is outside a range. */
interface Unmatched {
  at: number;
  isOpening: boolean;
}

/** The brackets and quotation marks between two offsets whose partners are outside. */
function unmatchedIn(text: string, from: number, to: number): Unmatched[] {
  const open: Unmatched[] = [];
  const unmatched: Unmatched[] = [];
  for (let at = from; at < to; at++) {
    const character = text[at] ?? '';
    const last = open.at(-1);
    const expected = last && (text[last.at] === '"' ? '"' : CLOSERS[text[last.at] ?? '']);
    if (last && character === expected) open.pop();
    else if (character in CLOSERS && !(character === '“' && at > from && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')))
      open.push({ at, isOpening: true });
    else if (character === '"') {
      if (/[\s(]/.test(text[at - 1] ?? ' ')) open.push({ at, isOpening: true });
      else unmatched.push({ at, isOpening: false });
    } else if (OPENERS.has(character)) unmatched.push({ at, isOpening: false });
  }
  return [...unmatched, ...open].sort((a, b) => a.at - b.at);
}

/** Extends a range by the partners directly beside it of the brackets and quotation marks inside it. */
export function closeOver(text: string, from: number, to: number): Span {
  return closed(text, unmatchedIn(text, from, to), { from, to }).span;
}

/** The range over two names, if the brackets and quotation marks between them can be removed with their partners. */
export function balancedOver(text: string, first: Span, second: Span): Span | undefined {
  const unmatched = unmatchedIn(text, first.to, second.from);
  const { span, count } = closed(text, unmatched, { from: first.from, to: second.to });
  return count === unmatched.length ? span : undefined;
}

function closed(text: string, unmatched: readonly Unmatched[], { from, to }: Span): { span: Span; count: number } {
  const span = { from, to };
  for (const { at } of unmatched.filter(({ isOpening }) => isOpening).toReversed()) {
    if (text[span.to] === (text[at] === '"' ? '"' : CLOSERS[text[at] ?? ''])) span.to++;
  }
  for (const { at } of unmatched.filter(({ isOpening }) => !isOpening)) {
    if (span.from > 0 && text[span.from - 1] === (text[at] === '"' ? '"' : OPENERS.get(text[at] ?? ''))) span.from--;
  }
  return { span, count: span.to - to + (from - span.from) };
}

/** The pieces of a range between the brackets and quotation marks whose partners are outside it. */
export function splitAtUnmatched(text: string, from: number, to: number): Span[] {
  const cuts = unmatchedIn(text, from, to).map(({ at }) => at);
  if (cuts.length === 0) return [{ from, to }];
  return [from - 1, ...cuts].flatMap((cut, index) => {
    const inside = text.slice(cut + 1, cuts[index] ?? to);
    const start = cut + 1 + inside.length - inside.trimStart().length;
    return /[\p{L}\p{N}]/u.test(inside) ? [{ from: start, to: start + inside.trim().length }] : [];
  });
}

/** A sequence of words that are matched together. */
export interface NamePhrase {
  /** The folded spellings of each word. */
  words: string[][];
  /** Symbols that belong to the last word: C++, C#. */
  tail: string;
  /** The replacement; undefined for the name itself. */
  by: string | undefined;
}

/** Parses a text as a phrase; undefined for one without a letter or a digit. */
export function phraseOf(text: string, by: string | undefined): NamePhrase | undefined {
  const words = wordsOf(text).map(({ raw }) => foldings(raw));
  return words.length > 0 ? { words, by, tail: /[+#]{1,3}$/.exec(text.trim())?.[0] ?? '' } : undefined;
}

/** The longest phrase that begins at a word, with the number of its words. */
export function phraseAt(
  text: string,
  words: readonly BlindWord[],
  index: number,
  phrases: ReadonlyMap<string, readonly NamePhrase[]>,
): { phrase: NamePhrase; length: number } | undefined {
  for (const key of words[index]?.keys ?? []) {
    const phrase = phrases.get(key)?.find((each) => matches(text, words, index, each));
    if (phrase) return { phrase, length: phrase.words.length };
  }
  return undefined;
}

function matches(text: string, words: readonly BlindWord[], index: number, phrase: NamePhrase): boolean {
  if (!text.startsWith(phrase.tail, words[index + phrase.words.length - 1]?.to)) return false;
  return phrase.words.every((spellings, offset) => {
    const word = words[index + offset];
    // The words may be separated by spaces, hyphens and similar characters, but not by the end of a sentence.
    if (!word || (offset > 0 && !/^[^.!?\n]{0,3}$|^\.? ?$/.test(word.glue))) return false;
    return word.keys.some((key) => spellings.includes(key));
  });
}

/** Names with more parts are joined only as a whole, and not in pairs. */
const MOST_PARTS = 5;

/**
 * The forms that join several parts of a name into one word: janedoe, doejane, jdoe, doej, anadelacruz.
 *
 * @param keys the Latin spellings of each part
 * @param isOrdinary `true` for an ordinary word or a skill
 * @param isCommon `true` for a word so common that a letter before it may form another word: trust
 * @returns each form, and whether it counts as a word or only as a handle
 */
export function joinedForms(
  parts: readonly NamePart[],
  keys: readonly (readonly string[])[],
  isOrdinary: (key: string) => boolean,
  isCommon: (key: string) => boolean,
): Map<string, 'word' | 'handle'> {
  const forms = new Map<string, 'word' | 'handle'>();
  const add = (form: string, kind: 'word' | 'handle') => {
    if (form.length < 3) return;
    const isHandle = kind === 'handle' || isOrdinary(form);
    if (forms.get(form) !== 'word') forms.set(form, isHandle ? 'handle' : 'word');
  };
  const main = parts.flatMap((part, index) => (part.isNickname ? [] : [index]));
  add(main.map((index) => keys[index]?.[0] ?? '').join(''), 'word');
  add(main.map((index) => withLead(parts[index], keys[index]?.[0] ?? '')).join(''), 'word');
  // The surname first, and the surname last.
  for (const order of [
    [...main.slice(1), ...main.slice(0, 1)],
    [...main.slice(-1), ...main.slice(0, -1)],
  ]) {
    if (main.length > 2) add(order.map((index) => keys[index]?.[0] ?? '').join(''), 'word');
  }
  for (const first of parts.keys()) {
    for (const second of parts.keys()) {
      if (first === second || parts.length > MOST_PARTS) continue;
      for (const a of keys[first] ?? []) {
        for (const b of keys[second] ?? []) {
          add(a + b, a.length + b.length < 4 ? 'handle' : 'word');
          for (const led of ledForms(parts[second], b)) add(a + led, 'word');
          // trust does not mean T. Rust, and marks does not mean Mark S.
          add(`${a[0]}${b}`, isCommon(b) || b.length < 3 || second < first ? 'handle' : 'word');
          add(`${b}${a[0]}`, 'handle');
          for (const led of ledForms(parts[second], b)) add(`${a[0]}${led}`, 'word');
        }
      }
    }
  }
  const last = main.at(-1);
  if (last !== undefined && main.length > 2) {
    const initials = main.slice(0, -1).map((index) => keys[index]?.[0]?.[0] ?? '');
    for (const key of keys[last] ?? []) add(initials.join('') + key, isCommon(key) ? 'handle' : 'word');
  }
  if (main.length > 1) add(main.map((index) => keys[index]?.[0]?.[0] ?? '').join(''), 'handle');
  for (const [index, each] of keys.entries())
    for (const key of each) for (const led of ledForms(parts[index], key)) add(led, 'word');
  return forms;
}

function withLead(part: NamePart | undefined, key: string): string {
  return (part?.lead.join('') ?? '') + key;
}

/** A part joined with its particles: delacruz, lacruz. */
function ledForms(part: NamePart | undefined, key: string): string[] {
  const lead = part?.lead ?? [];
  return lead.map((_, index) => lead.slice(index).join('') + key);
}
