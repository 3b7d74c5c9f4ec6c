import { clean, isSpaced, tidy, unspaced, withDivision } from './cell-text.js';
import { type OrderedRun, orderedRuns } from './mirror.js';
import type { Cell, Page, Piece, Run } from './model.js';

/** The gap from which on two pieces of text are two words, relative to their size. */
const SPACE = 0.13;

/** The same between letters that are set apart. */
const SPACED = 0.6;

/** The gap from which on they are two cells. Justified text stretches its spaces to less. */
const WIDE = 0.95;

/** The same where the style changes. */
const STYLED = 0.55;

/** Fonts that hold pictures: what their characters are called is not on the page. */
const ICONS = /awesome|fontello|icomoon|material.?icons|academicons|marvosym|simple-?icons|glyphicons/i;

const BULLET = /^[•◦‣⁃∙●○■□▪▫◆◇▶►▸➢➤➔→✓✔★*·\u00b7\u25aa\uf0a7\uf0b7\uf0d8\uf076\uf0fc§o–—-]$/u;

/** Joins the runs of a page to cells, in the order of their left edges. */
export function cellsOf(page: Page): Cell[] {
  const runs = withoutCopies(page.runs.filter(({ text }) => text.trim() !== '')).toSorted((a, b) => a.x - b.x);
  const open: Run[][] = [];
  /** Open cells by their baseline, so that each run is compared with few. */
  const near = new Map<number, Run[][]>();
  for (const run of runs) {
    if (ICONS.test(run.font)) {
      // A picture ends the cell on its left.
      for (const cell of at(near, run)) cell.push({ ...run, text: '' });
      continue;
    }
    const joined = at(near, run)
      .filter((cell) => continues(cell, run))
      .toSorted((a, b) => distance(a, run) - distance(b, run))[0];
    if (joined) joined.push(run);
    else {
      const cell = [run];
      open.push(cell);
      const key = bucket(run.y);
      near.set(key, [...(near.get(key) ?? []), cell]);
    }
  }
  return joinBullets(open.map((cell) => toCell(cell, page)).filter(({ text }) => text !== ''));
}

const bucket = (y: number) => Math.round(y / 6);

function at(near: ReadonlyMap<number, Run[][]>, { y }: Run): Run[][] {
  return [-1, 0, 1].flatMap((step) => near.get(bucket(y) + step) ?? []);
}

function distance(cell: readonly Run[], run: Run): number {
  return Math.abs((cell.at(-1)?.y ?? 0) - run.y);
}

function continues(cell: readonly Run[], run: Run): boolean {
  const last = cell.at(-1);
  const first = cell[0];
  if (!last || !first || last.text === '') return false;
  const size = Math.max(last.size, run.size);
  const gap = run.x - (last.x + last.width);
  const isRaised = run.size < first.size * 0.8 && Math.abs(first.y - run.y) < first.size * 0.55 && gap < size * 0.3;
  if (
    Math.abs(last.y - run.y) > Math.min(last.size, run.size) * 0.25 &&
    !isRaised &&
    !(last.size < first.size * 0.8 && first.y === run.y)
  )
    return false;
  return gap > -size * 0.6 && gap < size * wideGap(last, run);
}

/** Spaced letters have gaps like those between cells. */
function wideGap(last: Run, run: Run): number {
  if (isSpaced(last.text) && isSpaced(run.text)) return 2;
  // A date beside a title that is set in another style may be nearer than two words are wide.
  return last.bold !== run.bold && Math.abs(last.size - run.size) > 0.4 ? STYLED : WIDE;
}

/** Drops text that is painted twice at nearly the same place, which makes it bold or gives it a shadow. */
function withoutCopies(runs: readonly Run[]): Run[] {
  const kept = new Map<string, Run>();
  for (const run of runs) {
    const keys = [0, 1].flatMap((dx) =>
      [0, 1].map((dy) => `${Math.floor(run.x / 1.5) + dx} ${Math.floor(run.y / 1.5) + dy} ${run.text}`),
    );
    const copy = keys.map((key) => kept.get(key)).find((other) => other && other.size === run.size);
    if (copy) copy.bold = true;
    else kept.set(keys[0] ?? '', { ...run });
  }
  return [...kept.values()];
}

function toCell(runs: readonly Run[], page: Page): Cell {
  const shown = runs.filter(({ text }) => text !== '');
  const pieces: Piece[] = [];
  let end: string | undefined;
  const hasSpaced = shown.some(({ text }) => isSpaced(clean(text)));
  for (const { run, text: own, isApart } of inOrder(shown, page)) {
    const cleaned = clean(own);
    const isPair = hasSpaced && /^\p{L} \p{L}$/u.test(cleaned.trim());
    const text = isPair || isSpaced(cleaned) ? unspaced(cleaned.trim()) : cleaned;
    const space = isApart && end !== undefined && !/[\s\u05be]$/.test(end) && !/^\s/.test(text) ? ' ' : '';
    const last = pieces.at(-1);
    if (last && last.bold === run.bold && last.italic === run.italic && last.size === run.size)
      last.text += space + text;
    else {
      if (last) last.text += space;
      pieces.push({ text, bold: run.bold, italic: run.italic, size: run.size });
    }
    end = text;
  }
  const joined = tidy(pieces.map(({ text }) => text).join(''));
  if (isSpaced(joined)) pieces.splice(0, pieces.length, { ...style(shown), text: unspaced(joined) });
  const text = withDivision(isSpaced(joined) ? unspaced(joined) : joined, page);
  const [first] = shown;
  const x = first?.x ?? 0;
  const main = style(shown);
  const last = shown.at(-1);
  const cell = {
    text,
    pieces,
    x,
    right: last ? last.x + last.width : x,
    y: mainRun(shown)?.y ?? 0,
    size: main.size,
    bold: main.bold,
    italic: main.italic,
    font: mainRun(shown)?.font ?? '',
    page: page.number,
    tag: first?.tag ?? 0,
  };
  const links = page.links
    .filter(({ box }) => shown.some((run) => isOver(box, run)))
    .map(({ url, box }) => ({ url, text: tidy(textUnder(shown, box)) }));
  return { ...cell, links: links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index) };
}

/** The runs of a cell in reading order, with the gaps between them. */
function inOrder(runs: readonly Run[], page: Page): OrderedRun[] {
  const hasSpaced = runs.some(({ text }) => isSpaced(clean(text)));
  const isLetter = ({ text }: Run) => text.trim().length === 1;
  const isGap = (first: Run, second: Run) => {
    const least = hasSpaced && isLetter(first) && isLetter(second) ? SPACED : SPACE;
    return second.x - first.x - first.width > second.size * least;
  };
  if (page.isMirrored) return orderedRuns(runs, isGap);
  return runs.map((run, index) => {
    const before = runs[index - 1];
    return { run, text: run.text, isApart: before !== undefined && isGap(before, run) };
  });
}

function isOver(box: readonly [number, number, number, number], run: Run): boolean {
  const [left, top, right, bottom] = box;
  const middle = run.y - run.size * 0.3;
  if (middle < top || middle > bottom) return false;
  return Math.min(right, run.x + run.width) - Math.max(left, run.x) > Math.min(run.width, right - left) * 0.5;
}

/** The words under a link, by their share of the width of a run. */
function textUnder(runs: readonly Run[], box: readonly [number, number, number, number]): string {
  return runs
    .filter((run) => isOver(box, run))
    .map(({ text, x, width }) => {
      const from = Math.round(((box[0] - x) / width) * text.length);
      const to = Math.round(((box[2] - x) / width) * text.length);
      if (from <= 1 && to >= text.length - 1) return text;
      const words = [...text.matchAll(/\S+/g)];
      return words
        .filter(({ 0: word, index }) => index + word.length / 2 > from && index + word.length / 2 < to)
        .map(([word]) => word)
        .join(' ');
    })
    .join(' ');
}

function mainRun(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((a, b) => b.text.length * (b.size > 1 ? 1 : 0) - a.text.length)[0];
}

function style(runs: readonly Run[]): Omit<Piece, 'text'> {
  const length = (match: (run: Run) => boolean) =>
    runs.filter(match).reduce((sum, { text }) => sum + text.trim().length, 0);
  const all = length(() => true);
  return {
    bold: length(({ bold }) => bold) > all / 2,
    italic: length(({ italic }) => italic) > all / 2,
    size: Math.max(...runs.map(({ size }) => size), 0),
  };
}

/** Puts a bullet and the text beside it into one cell. */
function joinBullets(cells: readonly Cell[]): Cell[] {
  const rows = new Map<number, Cell[]>();
  for (const cell of cells) {
    const row = rows.get(bucket(cell.y));
    if (row) row.push(cell);
    else rows.set(bucket(cell.y), [cell]);
  }
  const taken = new Set<Cell>();
  const joined = new Map<Cell, Cell>();
  for (const cell of cells) {
    if (!BULLET.test(cell.text)) continue;
    const beside = [-1, 0, 1]
      .flatMap((step) => rows.get(bucket(cell.y) + step) ?? [])
      .filter((other) => isBeside(cell, other) && !taken.has(other))
      .toSorted((a, b) => a.x - b.x)[0];
    if (!beside) continue;
    taken.add(beside);
    const mark = { text: '• ', bold: false, italic: false, size: beside.size };
    joined.set(cell, { ...beside, x: cell.x, text: `• ${beside.text}`, pieces: [mark, ...beside.pieces] });
  }
  return cells.filter((cell) => !taken.has(cell)).map((cell) => joined.get(cell) ?? cell);
}

function isBeside(bullet: Cell, { x, y, size, text }: Cell): boolean {
  return x >= bullet.right - 1 && x - bullet.right < 45 && Math.abs(y - bullet.y) < size * 0.45 && !BULLET.test(text);
}
