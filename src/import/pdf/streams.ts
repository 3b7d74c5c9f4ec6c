import { headingKind } from '../../ats/headings.js';
import { isLabels, isRail, type Region, regionsOf } from './columns.js';
import { unfoldLists } from './list-columns.js';
import { raiseNotes, withDatesLast } from './margin-notes.js';
import type { Cell, Line, Page, Stream } from './model.js';
import { joinWrappedDates } from './wrapped-dates.js';

/**
 * Puts the cells of all pages into streams that are read one after another: the text across the page, and the columns
 * beside it. A column that goes on at the same place of the next page is one stream.
 */
export function streamsOf(pages: readonly Page[], cells: readonly (readonly Cell[])[]): Stream[] {
  const columns: { key: string; width: number; lines: Line[] }[] = [];
  const put = (key: string, width: number, lines: Line[]) => {
    const known = columns.find((column) => column.key === key);
    if (known) known.lines.push(...lines);
    else columns.push({ key, width, lines });
  };
  let main = 'whole';
  let river = 0;
  for (const [index, page] of pages.entries()) {
    for (const region of regionsOf(cells[index] ?? [])) {
      const lines = linesOf(region, page);
      if (region.kind === 'whole') {
        put(main, 0, lines);
        continue;
      }
      if (Math.abs(region.river - river) > 24) river = region.river;
      const key = `${region.kind} ${river}`;
      put(key, widthOf(region.cells), lines);
    }
    // Text after a page with columns continues the wider column.
    const wide = columns.filter(({ key }) => key !== 'whole').toSorted((a, b) => b.width - a.width)[0];
    if (wide) main = wide.key;
  }
  const rank = ({ key }: { key: string }) => (key === 'whole' ? 0 : key === main ? 2 : 1);
  return columns
    .filter(({ lines }) => lines.length > 0)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ lines }) => ({ lines, right: rightOf(lines) }));
}

function widthOf(cells: readonly Cell[]): number {
  return Math.max(...cells.map(({ right }) => right)) - Math.min(...cells.map(({ x }) => x));
}

/** The right end of most lines, so that one that sticks out counts for nothing. */
function rightOf(lines: readonly Line[]): number {
  const ends = lines.map(({ right }) => right).toSorted((a, b) => a - b);
  return ends[Math.floor(ends.length * 0.97)] ?? ends.at(-1) ?? 0;
}

/** Joins the cells of a region to lines, from top to bottom. */
function linesOf(region: Region, page: Page): Line[] {
  const rail = railOf(region.cells);
  const rows = raiseNotes(rowsOf(joinWrappedDates(region.cells)));
  const lines = rows.flatMap((cells) => (rail === undefined ? [cells] : withoutRail(cells, rail)));
  let above: Line | undefined;
  return unfoldLists(
    lines.map((cells) => {
      const line = toLine(withDatesLast(cells), page, above);
      above = line;
      return line;
    }),
  );
}

function rowsOf(cells: readonly Cell[]): Cell[][] {
  const rows: Cell[][] = [];
  for (const cell of cells.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (row && first && Math.abs(first.y - cell.y) <= Math.min(first.size, cell.size) * 0.4) row.push(cell);
    else rows.push([cell]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.x - b.x));
}

/** The right end of a column that holds nothing but headings beside their sections. */
function railOf(cells: readonly Cell[]): number | undefined {
  const heads = cells.filter(({ text }) => headingKind(text) !== undefined);
  const x = Math.min(...heads.map((head) => head.x));
  const beside = cells.filter((cell) => cell.x > x + 30).map((cell) => cell.x);
  for (const edge of new Set(beside.map((each) => Math.floor(each / 4) * 4))) {
    const left = cells.filter((cell) => cell.x < edge && cell.right <= edge + 2);
    const right = cells.filter((cell) => cell.x >= edge);
    const crossing = cells.length - left.length - right.length;
    const isEdge = isRail(left, right) || (left.length > 1 && isLabels(left) && !right.some(isHeading));
    if (crossing <= cells.length * 0.1 && isEdge) return edge;
  }
  return undefined;
}

function isHeading({ text }: Cell): boolean {
  return headingKind(text) !== undefined;
}

/** Sets a heading at the left of its section on a line of its own. */
function withoutRail(cells: readonly Cell[], edge: number): Cell[][] {
  const left = cells.filter(({ right, text }) => right <= edge + 2 && headingKind(text) !== undefined);
  const right = cells.filter((cell) => !left.includes(cell));
  return [left, right].filter((part) => part.length > 0);
}

function toLine(cells: Cell[], page: Page, above: Line | undefined): Line {
  const main = cells.toSorted((a, b) => b.text.length - a.text.length)[0];
  const y = main?.y ?? 0;
  const size = main?.size ?? 0;
  const tag = cells[0]?.tag ?? 0;
  return {
    cells,
    x: cells[0]?.x ?? 0,
    right: Math.max(...cells.map((cell) => cell.right)),
    y,
    size,
    page: page.number,
    gap: above ? (y - above.y) / size : Number.POSITIVE_INFINITY,
    role: page.roles.get(tag),
    tag: tag === 0 ? 0 : page.number * 100_000 + tag,
  };
}
