import { headingKind } from '../../ats/headings.js';
import { hasContact } from './contact-forms.js';
import { isDateOnly } from './dates.js';
import type { Cell } from './model.js';

/** A part of a page whose cells are read together. */
export interface Region {
  kind: 'whole' | 'left' | 'right';
  cells: Cell[];
  /** The line between two columns; 0 for a region across the page. */
  river: number;
}

/** The fewest lines of a column. */
const FEWEST = 3;

/** Divides the cells of a page at a river of white space between two columns, if there is one. */
export function regionsOf(cells: readonly Cell[]): Region[] {
  const river = findRiver(cells);
  if (!river) return [{ kind: 'whole', cells: [...cells], river: 0 }];
  const { x, left, right } = river;
  const inside = new Set([...left, ...right]);
  const top = Math.min(...[...inside].map(({ y }) => y));
  const rest = cells.filter((cell) => !inside.has(cell));
  const above = rest.filter(({ y }) => y < top);
  const below = rest.filter(({ y }) => y >= top);
  return [
    ...(above.length > 0 ? [{ kind: 'whole' as const, cells: above, river: 0 }] : []),
    { kind: 'left', cells: left, river: x },
    { kind: 'right', cells: right, river: x },
    ...(below.length > 0 ? [{ kind: 'whole' as const, cells: below, river: 0 }] : []),
  ];
}

interface River {
  x: number;
  left: Cell[];
  right: Cell[];
}

function findRiver(cells: readonly Cell[]): River | undefined {
  const sorted = cells.toSorted((a, b) => a.y - b.y);
  const found = leftEdges(cells).flatMap((x) =>
    rowsWithout(sorted, x).map((part) => withoutSections(dividedAt(part, x))),
  );
  return found
    .filter(({ left, right }) => isColumns(left, right))
    .toSorted((a, b) => b.left.length + b.right.length - (a.left.length + a.right.length) || a.x - b.x)[0];
}

/** The most edges that are tried; a page has few. */
const MOST_EDGES = 40;

/** The positions at which several lines begin. */
function leftEdges(cells: readonly Cell[]): number[] {
  const count = new Map<number, number>();
  for (const { x } of cells) {
    const key = Math.round(x / 2);
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  const first = Math.min(...cells.map(({ x }) => x));
  return [...count]
    .filter(([key, times]) => times + (count.get(key + 1) ?? 0) >= FEWEST && key * 2 > first + 40)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MOST_EDGES)
    .map(([key]) => key * 2 - 2);
}

/** The longest sequences of cells, from top to bottom, none of which crosses a position. */
function rowsWithout(sorted: readonly Cell[], x: number): Cell[][] {
  const parts: Cell[][] = [[]];
  for (const cell of sorted) {
    if (cell.x < x - 2 && cell.right > x - 1) parts.push([]);
    else parts.at(-1)?.push(cell);
  }
  return parts.filter((part) => part.length >= FEWEST * 2);
}

function dividedAt(cells: readonly Cell[], x: number): River {
  return { x, left: cells.filter((cell) => cell.x < x - 2), right: cells.filter((cell) => cell.x >= x - 2) };
}

/** Ends the columns of a header, with contact details on one side, above the first section on the other. */
function withoutSections(river: River): River {
  const { left, right } = river;
  const [own, other] = right.some(isHeading) ? [left, right] : [right, left];
  const heading = Math.min(...other.filter(isHeading).map(({ y, size }) => y - size));
  const above = own.filter(({ y }) => y < heading);
  if (own.some(isHeading) || !Number.isFinite(heading) || !above.some(({ text }) => hasContact(text))) return river;
  if (own.some(({ y, text }) => y >= heading && !isDateOnly(text))) return river;
  const isAbove = ({ y }: Cell) => y < heading;
  return { ...river, left: left.filter(isAbove), right: right.filter(isAbove) };
}

/** `true` if two sides are columns of their own, and not a table with rows, or text beside dates or labels. */
function isColumns(left: readonly Cell[], right: readonly Cell[]): boolean {
  if (left.length < FEWEST || right.length < FEWEST) return false;
  const [headsLeft, headsRight] = [left, right].map((side) => side.filter(isHeading));
  if (!headsLeft || !headsRight) return false;
  if (isRail(left, right) || isLabels(left)) return false;
  if (isRightAligned(left) && headsRight.length === 0) return false;
  if (right.filter(({ text }) => isDateOnly(text)).length > right.length * 0.7) return false;
  if (headsLeft.length > 0 && headsRight.length > 0) return true;
  if (headsLeft.length + headsRight.length === 0) return isHeader(left, right);
  if (headsRight.length === 0 && hasDatesBeside(left, right)) return false;
  const [own, other] = headsLeft.length > 0 ? [right, left] : [left, right];
  // A side without a heading is a column if it holds contact details or running text, out of step with the other.
  const inStep = shareInStep(own, other);
  const hasText =
    own.some(({ text }) => hasContact(text)) || own.filter(({ text }) => text.split(' ').length > 2).length > 5;
  return inStep < 0.5 && hasText;
}

/** `true` if the left side holds the headings of rows on the right. */
export function isRail(left: readonly Cell[], right: readonly Cell[]): boolean {
  const heads = left.filter(isHeading);
  // A line in smaller type that has the name of a section may be a group of skills.
  const smallest = Math.min(...heads.map(({ size }) => size));
  if (right.some((cell) => isHeading(cell) && cell.size >= smallest - 0.5)) return false;
  // One heading on a page proves it only if nothing else is on its side.
  if (heads.length < 2 && (heads.length < left.length || heads.length === 0 || right.length < FEWEST)) return false;
  const inStep = heads.filter((head) => right.some(({ y }) => Math.abs(y - head.y) < head.size * 0.6));
  return inStep.length >= heads.length * 0.7 && left.length <= right.length;
}

/** `true` if dates on the left stand beside the headings of entries on the right. */
function hasDatesBeside(left: readonly Cell[], right: readonly Cell[]): boolean {
  const dates = left.filter(({ text }) => isDateOnly(text));
  return dates.some((date) => right.some(({ y, size }) => Math.abs(y - date.y) < size * 0.3));
}

/** `true` for the columns of a header: contact details alone on one side, and none on the other. */
function isHeader(left: readonly Cell[], right: readonly Cell[]): boolean {
  const isContacts = (side: readonly Cell[]) =>
    side.filter(({ text }) => hasContact(text)).length >= Math.max(1, side.length / 3);
  const [own, other] = isContacts(right) ? [right, left] : [left, right];
  return isContacts(own) && !other.some(({ text }) => hasContact(text));
}

/** `true` for labels that are set at the right edge of their column, beside their texts. */
function isRightAligned(cells: readonly Cell[]): boolean {
  const rights = cells.map(({ right }) => right);
  const lefts = cells.map(({ x }) => x);
  const isStraight = Math.max(...rights) - Math.min(...rights) < 3;
  return isStraight && Math.max(...lefts) - Math.min(...lefts) > 10 && !cells.some(({ text }) => hasContact(text));
}

/** `true` for a side that holds nothing but headings and dates. */
export function isLabels(cells: readonly Cell[]): boolean {
  const heads = cells.filter(isHeading);
  const isHead = (cell: Cell) =>
    heads.includes(cell) ||
    heads.some((head) => head.bold && cell.bold && head.font === cell.font && Math.abs(head.size - cell.size) < 0.3);
  const dates = cells.filter(({ text }) => isDateOnly(text));
  const labels = cells.filter((cell) => isHead(cell) || isDateOnly(cell.text));
  return labels.length >= cells.length * (dates.length > 1 ? 0.6 : 0.85);
}

function isHeading({ text }: Cell): boolean {
  return headingKind(text) !== undefined;
}

/** The share of lines of one side that have the baseline of a line of the other. */
function shareInStep(side: readonly Cell[], other: readonly Cell[]): number {
  const baselines = new Set(other.flatMap(({ y }) => [Math.floor(y), Math.floor(y) + 1]));
  return side.filter(({ y }) => baselines.has(Math.floor(y))).length / side.length;
}
