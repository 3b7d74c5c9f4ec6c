import type { Cell } from './model.js';

const OPEN_END = /(?:19|20)\d\d ?[-–—](?: ?\p{L}{3,12}\.?)?$/u;
const START = /^(?:\p{L}{3,12}\.? )?(?:19|20)\d\d$|^\p{L}{3,12}$/u;

/** Joins a period that a narrow column breaks after its dash, so that it is read with the first of its lines. */
export function joinWrappedDates(cells: readonly Cell[]): Cell[] {
  const taken = new Set<Cell>();
  const joined = new Map<Cell, Cell>();
  for (const cell of cells) {
    if (!OPEN_END.test(cell.text)) continue;
    const below = cells.find(
      (other) =>
        other.y > cell.y + 1 &&
        other.y - cell.y < cell.size * 1.8 &&
        (Math.abs(other.x - cell.x) < 3 || Math.abs(other.right - cell.right) < 3) &&
        START.test(other.text),
    );
    if (!below) continue;
    taken.add(below);
    const mark = { text: ' ', bold: false, italic: false, size: cell.size };
    joined.set(cell, { ...cell, text: `${cell.text} ${below.text}`, pieces: [...cell.pieces, mark, ...below.pieces] });
  }
  return cells.filter((cell) => !taken.has(cell)).map((cell) => joined.get(cell) ?? cell);
}
