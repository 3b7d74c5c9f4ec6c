import type { Cell, Page } from './model.js';

/** The part of a page, at its top and at its bottom, where running heads and page numbers are. */
const MARGIN = 0.09;

const PAGE_NUMBER =
  /^(?:page|seite|página|pagina|pag\.?|стр\.?|p\.?)? ?\d{1,3}(?: ?(?:\/|of|von|de|di|sur|van|из) ?\d{1,3})?$/i;

const NOTE = /^(?:last updated|updated|as of|stand|dernière mise à jour|última actualización)\b.{0,40}$/i;

/** Drops what stands around the text of each page: running heads, page numbers, notes on the version. */
export function withoutRunning(pages: readonly Page[], cells: readonly (readonly Cell[])[]): Cell[][] {
  const rows = pages.map((page, index) => marginRows(page, cells[index] ?? []));
  const places = new Map<string, number>();
  for (const own of rows) for (const key of new Set(own.map(keyOf))) places.set(key, (places.get(key) ?? 0) + 1);
  const edges = pages.length > 1 ? edgeRows(cells) : [];
  return pages.map((page, index) => {
    const own = cells[index] ?? [];
    const running = (rows[index] ?? []).filter(
      (row) =>
        (places.get(keyOf(row)) ?? 0) > 1 || isNumber(row, page, own) || row.every(({ text }) => NOTE.test(text)),
    );
    const dropped = new Set([...running.flat(), ...(edges[index] ?? [])]);
    return own.filter((cell) => !dropped.has(cell));
  });
}

/** The fewest pieces of text on a page whose first and last row may stand around it. */
const FEWEST = 6;

/** The first and the last row of each page, if they have the same text on all pages. */
function edgeRows(cells: readonly (readonly Cell[])[]): Cell[][] {
  if (cells.some(({ length }) => length < FEWEST)) return [];
  const rowAt = (own: readonly Cell[], y: number) => own.filter((cell) => Math.abs(cell.y - y) < 2);
  const ends = [Math.min, Math.max].map((end) => cells.map((own) => rowAt(own, end(...own.map(({ y }) => y)))));
  const textOf = (row: readonly Cell[]) =>
    row.map(({ text }) => text.toLowerCase().replace(/\p{Nd}+/gu, '#')).join(' ');
  const repeated = ends.filter((rows) => new Set(rows.map(textOf)).size === 1);
  return cells.map((_own, index) => repeated.flatMap((rows) => rows[index] ?? []));
}

/** The rows of a page that are in its margins. */
function marginRows(page: Page, cells: readonly Cell[]): Cell[][] {
  const rows = new Map<number, Cell[]>();
  for (const cell of cells) {
    if (cell.y > page.height * MARGIN && cell.y < page.height * (1 - MARGIN)) continue;
    const key = Math.round(cell.y / 3);
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  return [...rows.values()];
}

/** A page number alone at the bottom of the page. */
function isNumber(row: readonly Cell[], page: Page, all: readonly Cell[]): boolean {
  const [cell] = row;
  if (!cell || row.length > 1 || !PAGE_NUMBER.test(cell.text)) return false;
  return cell.y > page.height * (1 - MARGIN) && all.every((other) => other === cell || other.y < cell.y + 1);
}

/** The text and place of a row, with its numbers left out. */
function keyOf(row: readonly Cell[]): string {
  const text = row
    .map((cell) => cell.text)
    .join(' ')
    .toLowerCase()
    .replace(/\p{Nd}+/gu, '#');
  return `${text} ${Math.round((row[0]?.y ?? 0) / 4)}`;
}
