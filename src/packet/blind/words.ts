import { decodeEntity } from '../../content/markup.js';
import { foldings } from './fold.js';

/** A word, or a part of one that is set off by capitals or digits: `Jane` and `Doe` in `JaneDoe`. */
export interface BlindWord {
  /** Offsets in the text. */
  from: number;
  to: number;
  raw: string;
  /** The foldings of the word, the plain one first. */
  keys: string[];
  /** The text between it and the previous word; empty inside a compound. */
  glue: string;
  script: WordScript;
}

/** Scripts without spaces between words, in which names are searched inside a word. */
export type WordScript = 'digits' | 'spaced' | 'han' | 'hangul' | 'unspaced';

/** The length at which a word is cut, longer than any name or handle, so that each step takes linear time. */
const LONGEST = 80;

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** The words of a normalised text, in order. */
export function wordsOf(text: string): BlindWord[] {
  const words: BlindWord[] = [];
  let start = -1;
  let end = 0;
  let before: { kind: Kind; script: WordScript } | undefined;
  let at = 0;
  const close = (to: number) => {
    if (start < 0) return;
    const raw = text.slice(start, to);
    words.push({
      from: start,
      to,
      raw,
      keys: foldings(raw),
      glue: text.slice(end, start),
      script: before?.script ?? 'spaced',
    });
    end = to;
    start = -1;
  };
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const next = at + character.length;
    if (!isWordCharacter(character)) {
      close(at);
      before = undefined;
    } else {
      const kind = kindOf(character);
      if (start >= 0 && before && (kind === 'mark' || !startsWord(before, kind, character, text, next))) {
        if (kind !== 'mark') before = { kind, script: before.script };
      } else {
        close(at);
        before = { kind, script: scriptOf(character, kind) };
      }
      if (start < 0) start = at;
      if (at - start >= LONGEST && before?.script !== 'han' && before?.script !== 'unspaced') {
        close(next);
        before = undefined;
      }
    }
    at = next;
  }
  close(text.length);
  return words;
}

type Kind = 'upper' | 'lower' | 'digit' | 'mark';

function startsWord(
  before: { kind: Kind; script: WordScript },
  kind: Kind,
  character: string,
  text: string,
  next: number,
): boolean {
  if ((kind === 'digit') !== (before.kind === 'digit')) return true;
  if (scriptOf(character, kind) !== before.script) return true;
  if (kind !== 'upper') return false;
  // A capital after a lowercase letter, and the last capital before a lowercase letter: JaneDoe, JSONParser.
  return before.kind === 'lower' || kindOf(text[next] ?? '1') === 'lower';
}

function isWordCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 128) return (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123);
  return WORD.test(character);
}

function kindOf(character: string): Kind {
  const code = character.charCodeAt(0);
  if (code < 128) return code < 58 ? 'digit' : code < 91 ? 'upper' : 'lower';
  if (/\p{N}/u.test(character)) return 'digit';
  if (/\p{M}/u.test(character)) return 'mark';
  return /\p{Lu}|\p{Lt}/u.test(character) ? 'upper' : 'lower';
}

function scriptOf(character: string, kind: Kind): WordScript {
  if (kind === 'digit') return 'digits';
  if (character.charCodeAt(0) < 0xe00) return 'spaced';
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々]/u.test(character)) return 'han';
  if (/\p{sc=Hangul}/u.test(character)) return 'hangul';
  return /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(character) ? 'unspaced' : 'spaced';
}

/** The keys of several words joined into one. */
export function joinedKeys(words: readonly BlindWord[]): string[] {
  let keys = [''];
  for (const word of words) keys = keys.flatMap((start) => word.keys.map((key) => start + key)).slice(0, 8);
  return keys;
}

/** A text as it reads with its Markdown rendered, and the source offset of each character. */
export interface NormalizedText {
  source: string;
  text: string;
  /** The source offset at which each UTF-16 unit of `text` begins. */
  from: number[];
  /** The source offset at which each UTF-16 unit of `text` ends. */
  to: number[];
  /** The source ranges of a link's brackets around its label: `[`, and `](address)`. */
  links: [number, number][][];
}

/** Format characters, variation selectors, the combining grapheme joiner, and the Hangul fillers. */
const INVISIBLE = /^(?:\p{Cf}|\p{Variation_Selector}|\u034f|\u115f|\u1160)$/u;
/** Letters and signs that are written for an apostrophe: Carterʼs. */
const APOSTROPHES = /[\u02b9\u02bb-\u02bd\u02c8\uff07]/;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const ENTITY_LENGTH = 33;
const TAG_LENGTH = 12;

/**
 * Resolves markup that can hide a name: emphasis and code marks inside words, links around a part of a name, character
 * references, backslash escapes, and invisible characters. It makes one pass with bounded lookahead.
 */
export function normalize(source: string): NormalizedText {
  const found: NormalizedText = { source, text: '', from: [], to: [], links: [] };
  const { opening, closing } = linksOf(source);
  const pieces: string[] = [];
  const emit = (text: string, from: number, to: number) => {
    pieces.push(text);
    for (let unit = 0; unit < text.length; unit++) {
      found.from.push(from);
      found.to.push(to);
    }
  };
  for (let at = 0; at < source.length; ) {
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
    const link = closing.get(at);
    let next = at + character.length;
    if (opening.has(at)) {
      // The label is read as if there were no link.
    } else if (link) {
      found.links.push([
        [link.open, link.open + 1],
        [at, link.end],
      ]);
      next = link.end;
    } else if (character === '\\' && PUNCTUATION.test(source[at + 1] ?? '')) {
      next = at + 2;
      emit(source[at + 1] ?? '', at, next);
    } else if (character === '&') {
      const entity = entityAt(source, at);
      next = at + (entity?.length ?? 1);
      const decoded = entity ? decodeEntity(entity) : character;
      if (!INVISIBLE.test(decoded)) emit(decoded, at, next);
    } else if (character === '<' && tagAt(source, at)) {
      next = at + tagAt(source, at);
    } else if (character === '*' || character === '`') {
      while (source[next] === character) next++;
      // Between spaces, it is a character of its own and not a mark.
      if (isBlank(source[at - 1]) && isBlank(source[next])) emit(source.slice(at, next), at, next);
    } else if (!INVISIBLE.test(character)) {
      emit(APOSTROPHES.test(character) ? "'" : character, at, next);
    }
    at = next;
  }
  found.text = pieces.join('');
  return found;
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

function entityAt(source: string, at: number): string | undefined {
  const ahead = source.slice(at, at + ENTITY_LENGTH);
  const end = ahead.indexOf(';');
  if (end < 0) return undefined;
  const entity = ahead.slice(0, end + 1);
  return decodeEntity(entity) === entity ? undefined : entity;
}

/** The length of a short HTML tag; 0 if there is none. */
function tagAt(source: string, at: number): number {
  const ahead = source.slice(at, at + TAG_LENGTH);
  const end = ahead.indexOf('>');
  return end > 1 && /^\/?[a-z]+ ?\/?$/i.test(ahead.slice(1, end)) ? end + 1 : 0;
}

/** The links of a text, by the offsets at which their labels open and close. */
function linksOf(source: string): { opening: Set<number>; closing: Map<number, { open: number; end: number }> } {
  const parentheses = new Map<number, number>();
  const open: Record<'(' | '[', number[]> = { '(': [], '[': [] };
  const labels: [number, number][] = [];
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') at++;
    else if (character === '(' || character === '[') open[character].push(at);
    else if (character === ')') {
      const start = open['('].pop();
      if (start !== undefined) parentheses.set(start, at);
    } else if (character === ']') {
      const start = open['['].pop();
      if (start !== undefined) labels.push([start, at]);
    }
  }
  const opening = new Set<number>();
  const closing = new Map<number, { open: number; end: number }>();
  for (const [start, end] of labels) {
    const close = source[end + 1] === '(' ? parentheses.get(end + 1) : undefined;
    if (close === undefined) continue;
    opening.add(start);
    closing.set(end, { open: start, end: close + 1 });
  }
  return { opening, closing };
}
