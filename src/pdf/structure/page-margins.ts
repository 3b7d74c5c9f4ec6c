import { scanContent } from '../syntax/content.js';
import { IDENTITY, type Matrix, matrixOf, multiply } from '../syntax/matrix.js';

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

/** An area of a page in its own units. */
export interface Area {
  left: number;
  low: number;
  right: number;
  high: number;
}

const FILL = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);

/**
 * The areas in the lower margin of a page that a style colours down to the edge of the paper, such as the end of a column.
 * The browser paints them before the first text of the page.
 *
 * @param most the largest height of such an area above the lower edge of the page, in units of the page
 */
export function colouredFoot(bytes: Uint8Array, page: Area, most: number): Area[] {
  const first = indexOf(bytes, BDC);
  const areas: Area[] = [];
  const saved: Matrix[] = [];
  let space = IDENTITY;
  let path: Area[] = [];
  scanContent(bytes.subarray(0, Math.max(first, 0)), (operation) => {
    const { operator } = operation;
    if (operator === 'q') saved.push(space);
    else if (operator === 'Q') space = saved.pop() ?? IDENTITY;
    else if (operator === 'cm') space = multiply(matrixOf(operation), space);
    else if (operator === 're') path.push(areaOf(matrixOf(operation), space));
    else if (FILL.has(operator)) {
      areas.push(...path.filter(({ low, high }) => low <= page.low + 1 && high > page.low && high <= page.low + most));
      path = [];
    } else if (operator === 'n' || operator === 'S') path = [];
  });
  return areas.map(({ left, right, high }) => ({
    left: Math.max(left, page.left),
    right: Math.min(right, page.right),
    low: page.low,
    high,
  }));
}

/** The area of a rectangle, given by its operands, on the page. */
function areaOf([x, y, width, height]: Matrix, space: Matrix): Area {
  const corners = [x, x + width].flatMap((left) =>
    [y, y + height].map((low) => multiply([1, 0, 0, 1, left, low], space)),
  );
  const across = corners.map((corner) => corner[4]);
  const up = corners.map((corner) => corner[5]);
  return { left: Math.min(...across), right: Math.max(...across), low: Math.min(...up), high: Math.max(...up) };
}

function indexOf(bytes: Uint8Array, word: readonly number[]): number {
  for (let at = bytes.indexOf(word[0] as number); at !== -1; at = bytes.indexOf(word[0] as number, at + 1))
    if (word.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}
