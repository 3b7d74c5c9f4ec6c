import { foldings } from './fold.js';
import { type Word, wordsOf } from './words.js';

/** A sequence of words that are matched together. */
export interface Phrase {
  /** The folded spellings of each word. */
  words: string[][];
  /** Symbols that belong to the last word: C++, C#. */
  tail: string;
  /** The replacement; undefined for the name itself. */
  by: string | undefined;
}

/** Parses a text as a phrase; undefined for one without a letter or a digit. */
export function phraseOf(text: string, by: string | undefined): Phrase | undefined {
  const words = wordsOf(text).map(({ raw }) => foldings(raw));
  return words.length > 0 ? { words, by, tail: /[+#]{1,3}$/.exec(text.trim())?.[0] ?? '' } : undefined;
}

/** The longest phrase that begins at a word, with the number of its words. */
export function phraseAt(
  text: string,
  words: readonly Word[],
  index: number,
  phrases: ReadonlyMap<string, readonly Phrase[]>,
): { phrase: Phrase; length: number } | undefined {
  for (const key of words[index]?.keys ?? []) {
    const phrase = phrases.get(key)?.find((each) => matches(text, words, index, each));
    if (phrase) return { phrase, length: phrase.words.length };
  }
  return undefined;
}

function matches(text: string, words: readonly Word[], index: number, phrase: Phrase): boolean {
  if (!text.startsWith(phrase.tail, words[index + phrase.words.length - 1]?.to)) return false;
  return phrase.words.every((spellings, offset) => {
    const word = words[index + offset];
    // The words may be separated by spaces, hyphens and similar characters, but not by the end of a sentence.
    if (!word || (offset > 0 && !/^[^.!?\n]{0,3}$|^\.? ?$/.test(word.glue))) return false;
    return word.keys.some((key) => spellings.includes(key));
  });
}
