import { scanContent } from '../syntax/content.js';

const SHOW = new Set(['Tj', 'TJ', "'", '"']);

/** The operator that opens marked content with properties, as the browser writes it before the text of a page. */
const BDC = [0x42, 0x44, 0x43];

/**
 * Moves the text in the margins of a page, which the browser paints first, to the end of the page's content. Programs
 * that extract text in the order of the content would otherwise read the foot of a page before its first line.
 *
 * @returns the same array if there is no such text
 */
export function withMarginsLast(bytes: Uint8Array): Uint8Array {
  const first = indexOf(bytes, BDC);
  if (first === -1) return bytes;
  const groups: { start: number; end: number }[] = [];
  let depth = 0;
  let start = 0;
  let hasText = false;
  scanContent(bytes.subarray(0, first), ({ operator, start: from, end }) => {
    if (operator === 'q' && depth++ === 0) {
      start = from;
      hasText = false;
    } else if (operator === 'Q' && --depth === 0 && hasText) groups.push({ start, end });
    else if (SHOW.has(operator)) hasText = true;
  });
  if (groups.length === 0) return bytes;
  const result = new Uint8Array(bytes.length + groups.length);
  let from = 0;
  let to = 0;
  const copy = (part: Uint8Array) => {
    result.set(part, to);
    to += part.length;
  };
  for (const group of groups) {
    copy(bytes.subarray(from, group.start));
    from = group.end;
  }
  copy(bytes.subarray(from));
  for (const group of groups) {
    result[to++] = 0x0a;
    copy(bytes.subarray(group.start, group.end));
  }
  return result;
}

function indexOf(bytes: Uint8Array, word: readonly number[]): number {
  for (let at = bytes.indexOf(word[0] as number); at !== -1; at = bytes.indexOf(word[0] as number, at + 1))
    if (word.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}
