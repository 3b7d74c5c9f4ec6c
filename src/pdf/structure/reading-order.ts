const RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

const MIRRORED: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };

/** A bracket as it is typed, for one that is painted in text from right to left; any other text as it is. */
export function typedMark(painted: string): string {
  return MIRRORED[painted] ?? painted;
}

/** `true` if a text has letters of a script that is written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT.test(text);
}

/** `true` if most letters of a text are written from right to left. */
export function isRightToLeft(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RIGHT.test(letter)).length > letters.length / 2;
}

/** The direction of a piece of text; marks take that of their surroundings. */
export type Direction = 'right' | 'left' | 'number' | 'mark';

export function directionOf(piece: string): Direction {
  if (RIGHT.test(piece)) return 'right';
  // A telephone number is read from left to right, whatever is beside it.
  if (LETTER.test(piece) || /^\+\p{Nd}/u.test(piece)) return 'left';
  return DIGIT.test(piece) ? 'number' : 'mark';
}

/** Pieces of a line that are read one after another. */
export interface Run {
  /** The indices of the pieces, in the order in which they are read. */
  at: number[];
  /** `true` if the run is read from right to left. */
  isRight: boolean;
}

/**
 * The order in which people read the pieces of one line, which are given from left to right: the reverse of what the
 * bidirectional algorithm does to a line (Unicode, UAX 9), without its rarer cases.
 *
 * @param kinds the direction of each piece
 * @param isRight `true` for a line of a document that is written from right to left
 */
export function readingOrder(pieces: readonly string[], kinds: readonly Direction[], isRight: boolean): Run[] {
  const isBeforeWord = kinds.map(() => false);
  for (let at = kinds.length - 1; at >= 0; at--)
    isBeforeWord[at] = kinds[at] === 'left' || (kinds[at] !== 'right' && isBeforeWord[at + 1] === true);
  const runs: Run[] = [];
  for (let start = 0; start < pieces.length; ) {
    const end = isRight ? endOfLeft(pieces, kinds, isBeforeWord, start) : endOfRight(kinds, start);
    const isTurned = end > start ? !isRight : isRight;
    const at = Array.from({ length: Math.max(end - start, 1) }, (_, index) => start + index);
    runs.push({ at: isTurned ? at.reverse() : at, isRight: isTurned });
    start += at.length;
  }
  return isRight ? runs.reverse() : runs;
}

/**
 * The text of a run of pieces that are painted from left to right, in the order in which people read them.
 *
 * @param pieces letters, or texts that are already in reading order, from left to right
 * @param isRight `true` for a line of a document that is written from right to left
 */
export function inReadingOrder(pieces: readonly string[], isRight: boolean): string {
  const text = pieces.join('');
  // Only the years of a period are turned where nothing else is; a phone number keeps its order.
  if (!pieces.some(hasRightToLeft) && !(isRight && /^\d{4} ?[–-] ?\d{4}$/.test(text))) return text;
  const isTyped = (run: Run) => isRight && run.isRight && run.at.length === 1;
  return readingOrder(pieces, pieces.map(directionOf), isRight)
    .map((run) => {
      const words = run.at.map((index) => pieces[index] ?? '').join('');
      return isTyped(run) ? typedMark(words) : words;
    })
    .join('');
}

/** The end of a run from left to right: words with the marks and numbers between them, or one number. */
function endOfLeft(
  pieces: readonly string[],
  kinds: readonly Direction[],
  isBeforeWord: readonly boolean[],
  start: number,
): number {
  if (kinds[start] !== 'left' && kinds[start] !== 'number') return start;
  let end = start;
  let isWord = false;
  for (let at = start; at < kinds.length && kinds[at] !== 'right'; at++) {
    isWord ||= kinds[at] === 'left';
    // Between numbers alone, only the marks inside a number keep them together.
    const isInNumber = /^[.,:/]$/.test(pieces[at] ?? '');
    if (!isWord && kinds[at] === 'mark' && !isInNumber && !isBeforeWord[at]) break;
    if (kinds[at] !== 'mark') end = at + 1;
  }
  return end;
}

/** The end of a run from right to left in a line from left to right. */
function endOfRight(kinds: readonly Direction[], start: number): number {
  if (kinds[start] !== 'right') return start;
  let end = start;
  for (let at = start; at < kinds.length && kinds[at] !== 'left'; at++) if (kinds[at] === 'right') end = at + 1;
  return end;
}
