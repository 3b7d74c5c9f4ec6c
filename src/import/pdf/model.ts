/** A place on a page: its number, and a box in points from the top left corner, as left, top, right and bottom. */
export interface Place {
  page: number;
  box: readonly [number, number, number, number];
}

/** A piece of text that is painted at once. */
export interface Run {
  text: string;
  x: number;
  /** The baseline, from the top of the page. */
  y: number;
  width: number;
  size: number;
  bold: boolean;
  italic: boolean;
  font: string;
  /** The number of the list item or heading of a tagged PDF that contains it; 0 if there is none. */
  tag: number;
}

/** An element of the structure of a tagged PDF that matters here. */
export type TagRole = 'heading' | 'item' | 'paragraph';

/** A link on a page. */
export interface PageLink {
  url: string;
  box: Place['box'];
}

/** The text of a page. */
export interface Page {
  number: number;
  width: number;
  height: number;
  runs: Run[];
  links: PageLink[];
  roles: ReadonlyMap<number, TagRole>;
  /** `true` if the program that made the PDF divides words at the end of lines. */
  isHyphenated: boolean;
  /** `true` if the page is written from right to left, and its places are counted from its right edge. */
  isMirrored: boolean;
}

/** A part of a cell in one style. */
export interface Piece {
  text: string;
  bold: boolean;
  italic: boolean;
  size: number;
}

/** Text on one line without a wide gap. */
export interface Cell {
  text: string;
  pieces: Piece[];
  x: number;
  right: number;
  y: number;
  size: number;
  bold: boolean;
  italic: boolean;
  font: string;
  page: number;
  tag: number;
  links: { url: string; text: string }[];
}

/** Cells beside each other. */
export interface Line {
  cells: Cell[];
  x: number;
  right: number;
  y: number;
  size: number;
  page: number;
  /** The distance from the baseline above, in heights of this line; Infinity at the top of a page or column. */
  gap: number;
  role: TagRole | undefined;
  tag: number;
}

/** Lines that are read one after another: a column, through all pages. */
export interface Stream {
  lines: Line[];
  /** The right end of its text. */
  right: number;
}

export function textOf(line: Line): string {
  return line.cells.map(({ text }) => text).join(' ');
}

export function placeOf(cell: Pick<Cell, 'page' | 'x' | 'y' | 'right' | 'size'>): Place {
  return { page: cell.page, box: [cell.x, cell.y - cell.size, cell.right, cell.y + cell.size * 0.25] };
}

/** The smallest place that contains some places of one page; those on other pages are left out. */
export function union(places: readonly Place[]): Place | undefined {
  const [first] = places;
  if (!first) return undefined;
  const boxes = places.filter(({ page }) => page === first.page).map(({ box }) => box);
  const edge = (index: 0 | 1 | 2 | 3, pick: (a: number, b: number) => number) =>
    boxes.map((box) => box[index]).reduce((a, b) => pick(a, b));
  return { page: first.page, box: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)] };
}
