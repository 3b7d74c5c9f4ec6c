const RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

const MIRRORED: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };

/** `true` if a text has letters of a script that is written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT.test(text);
}

/** `true` if most letters of a text are written from right to left. */
export function isRightToLeft(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RIGHT.test(letter)).length > letters.length / 2;
}

type Kind = 'right' | 'left' | 'number' | 'mark';

function kindOf(piece: string): Kind {
  if (RIGHT.test(piece)) return 'right';
  if (LETTER.test(piece)) return 'left';
  return DIGIT.test(piece) ? 'number' : 'mark';
}

/**
 * The text of a run of pieces that are painted from left to right, in the order in which people read them: the reverse of
 * what the bidirectional algorithm does to one line (Unicode, UAX 9), without its rarer cases.
 *
 * @param pieces letters, or texts that are already in reading order, from left to right
 * @param isRight `true` for a line of a document that is written from right to left
 */
export function inReadingOrder(pieces: readonly string[], isRight: boolean): string {
  const text = pieces.join('');
  // Only the years of a period are turned where nothing else is; a phone number keeps its order.
  if (!pieces.some(hasRightToLeft) && !(isRight && /^\d{4} ?[–-] ?\d{4}$/.test(text))) return text;
  const kinds = pieces.map(kindOf);
  const isBeforeWord = kinds.map(() => false);
  for (let at = kinds.length - 1; at >= 0; at--)
    isBeforeWord[at] = kinds[at] === 'left' || (kinds[at] !== 'right' && isBeforeWord[at + 1] === true);
  const line: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const end = isRight ? endOfLeft(pieces, kinds, isBeforeWord, at) : endOfRight(kinds, at);
    const run = pieces.slice(at, Math.max(end, at + 1));
    if (!isRight) run.reverse();
    line.push(isRight && kinds[at] === 'mark' ? (MIRRORED[run.join('')] ?? run.join('')) : run.join(''));
    at += run.length;
  }
  return (isRight ? line.reverse() : line).join('');
}

/** The end of a run from left to right: words with the marks and numbers between them, or one number. */
function endOfLeft(
  pieces: readonly string[],
  kinds: readonly Kind[],
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
function endOfRight(kinds: readonly Kind[], start: number): number {
  if (kinds[start] !== 'right') return start;
  let end = start;
  for (let at = start; at < kinds.length && kinds[at] !== 'left'; at++) if (kinds[at] === 'right') end = at + 1;
  return end;
}
