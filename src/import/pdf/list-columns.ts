import type { Cell, Line } from './model.js';
import { isBulleted, joinText } from './paragraphs.js';

/**
 * Puts the items of a list that is set in several columns below each other, one column after the other. Such a list is
 * known by bullets beside each other.
 */
export function unfoldLists(lines: readonly Line[]): Line[] {
  const unfolded: Line[] = [];
  for (let start = 0; start < lines.length; ) {
    const edges = edgesAt(lines, start);
    const end = edges ? endOfList(lines, start, edges) : start;
    if (edges && end - start > 1) {
      unfolded.push(...byColumns(lines.slice(start, end), edges));
      start = end;
    } else {
      const line = lines[start];
      if (line) unfolded.push(line);
      start++;
    }
  }
  return unfolded;
}

/** The left edges of the columns of a list that begins at a line; undefined if none does. */
function edgesAt(lines: readonly Line[], start: number): number[] | undefined {
  const cells = lines[start]?.cells ?? [];
  return cells.length > 1 && cells.every(isBulleted) ? cells.map(({ x }) => x) : undefined;
}

/** The index behind the lines whose cells all stand in the columns: items, or the rest of one. */
function endOfList(lines: readonly Line[], start: number, edges: readonly number[]): number {
  let end = start;
  while (end < lines.length && (lines[end]?.cells ?? []).every((cell) => isIn(cell, edges))) end++;
  // Text at the end, from the left edge, is no part of the list.
  while (end > start + 1 && !isPart(lines, end - 1, edges)) end--;
  return end;
}

function isIn(cell: Cell, edges: readonly number[]): boolean {
  const column = columnOf(cell, edges);
  const edge = edges[column] ?? 0;
  const next = edges[column + 1] ?? Number.POSITIVE_INFINITY;
  const isAtEdge = isBulleted(cell) ? Math.abs(cell.x - edge) < 3 : cell.x - edge > 2 && cell.x - edge < 30;
  return isAtEdge && cell.right < next + 2;
}

function isPart(lines: readonly Line[], index: number, edges: readonly number[]): boolean {
  const [cell, second] = lines[index]?.cells ?? [];
  return cell !== undefined && (second !== undefined || isBulleted(cell) || columnOf(cell, edges) > 0);
}

function columnOf({ x }: Cell, edges: readonly number[]): number {
  return Math.max(
    0,
    edges.findLastIndex((edge) => x > edge - 3),
  );
}

function byColumns(lines: readonly Line[], edges: readonly number[]): Line[] {
  return edges.flatMap((_edge, column) => {
    const items: Line[] = [];
    for (const line of lines)
      for (const cell of line.cells.filter((each) => columnOf(each, edges) === column)) {
        const above = items.at(-1);
        const gap = above && above.page === line.page ? (cell.y - above.y) / line.size : line.gap;
        if (above && !isBulleted(cell)) items[items.length - 1] = withRest(above, cell);
        else items.push({ ...line, cells: [cell], x: cell.x, right: cell.right, y: cell.y, gap });
      }
    return items;
  });
}

/** Adds the rest of an item that its column breaks. */
function withRest(line: Line, rest: Cell): Line {
  const [cell] = line.cells;
  if (!cell) return line;
  const mark = { text: ' ', bold: false, italic: false, size: cell.size };
  const joined = { ...cell, text: joinText(cell.text, rest.text), pieces: [...cell.pieces, mark, ...rest.pieces] };
  return { ...line, cells: [{ ...joined, links: [...cell.links, ...rest.links] }] };
}
