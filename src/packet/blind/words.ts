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
