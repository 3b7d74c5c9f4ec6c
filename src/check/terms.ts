/** A word of a text as it is compared, and where it stands. */
export interface Word {
  /** In small letters, without the ending of a plural. */
  stem: string;
  text: string;
  from: number;
  to: number;
}

const WORD = /\.?[\p{L}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*[+#]*/gu;

/** The words of a text. A hyphen or a slash parts two of them, a dot inside one does not (Node.js). */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    stem: stemOf(word),
    text: word,
    from: index,
    to: index + word.length,
  }));
}

/** Where words stand one after another in a list of words, as indexes into it. */
export function findWords(words: readonly Word[], wanted: readonly string[]): number[] {
  if (wanted.length === 0) return [];
  return words.flatMap((_, index) => (wanted.every((stem, step) => words[index + step]?.stem === stem) ? [index] : []));
}

/** A term as it is looked for. */
export function stemsOf(term: string): string[] {
  return wordsIn(term).map(({ stem }) => stem);
}

function stemOf(word: string): string {
  const small = word.toLowerCase();
  return /[^siu]s$/.test(small) && small.length > 3 ? small.slice(0, -1) : small;
}
