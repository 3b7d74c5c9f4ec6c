import { headingKind } from '../../ats/headings.js';
import type { Cell } from './model.js';

/** Joins a heading that a narrow column breaks, such as `Technical` above `Skills`. */
export function joinWrappedHeadings(cells: readonly Cell[]): Cell[] {
  const taken = new Set<Cell>();
  const joined = new Map<Cell, Cell>();
  const bold = cells.filter(({ text, bold: isBold }) => isBold && text.length < 30);
  for (const cell of bold) {
    if (taken.has(cell) || headingKind(cell.text) !== undefined) continue;
    const below = bold.find(
      (other) =>
        other.y > cell.y + 1 &&
        other.y - cell.y < cell.size * 1.7 &&
        (Math.abs(other.x - cell.x) < 2 || Math.abs(other.right - cell.right) < 2) &&
        other.font === cell.font,
    );
    if (!below || headingKind(`${cell.text} ${below.text}`) === undefined) continue;
    taken.add(below);
    joined.set(cell, {
      ...cell,
      text: `${cell.text} ${below.text}`,
      pieces: [{ text: `${cell.text} ${below.text}`, bold: true, italic: cell.italic, size: cell.size }],
    });
  }
  return cells.filter((cell) => !taken.has(cell)).map((cell) => joined.get(cell) ?? cell);
}
