import { findDates, isDateOnly, isDuration } from './dates.js';
import type { Cell } from './model.js';
import { withoutBullet } from './paragraphs.js';

/** The most rows between the heading of an entry and what stands at the right of its text. */
const FARTHEST = 5;

/**
 * Moves dates at the right of the text of an entry up to its heading: in some layouts, place, dates and duration are a
 * narrow column beside the heading and the first lines below it.
 */
export function raiseNotes(rows: readonly Cell[][]): Cell[][] {
  const raised: Cell[][] = [];
  let anchor: Cell[] | undefined;
  let distance = 0;
  for (const row of rows) {
    const last = row.at(-1);
    distance++;
    const isNote =
      last !== undefined &&
      anchor !== undefined &&
      distance <= FARTHEST &&
      isBeside(anchor, last) &&
      isDateOnly(last.text);
    if (isNote && (row.length > 1 ? isText(row[0]) : true)) {
      addNote(anchor ?? [], last);
      if (row.length > 1) raised.push(row.slice(0, -1));
      continue;
    }
    const own = [...row];
    raised.push(own);
    if (row.length > 1 && !isText(row[0])) [anchor, distance] = [own, 0];
  }
  return raised;
}

/** `true` for an item or running text, not a heading. */
function isText(cell: Cell | undefined): boolean {
  if (!cell) return false;
  return (
    withoutBullet(cell.text) !== cell.text ||
    (!cell.bold && !cell.italic && /^\p{Ll}/u.test(cell.text)) ||
    (!cell.bold && cell.text.split(' ').length > 12)
  );
}

function isBeside(anchor: readonly Cell[], note: Cell): boolean {
  const last = anchor.at(-1);
  const [first] = anchor;
  if (!first || !last || anchor.length < 2 || last.page !== note.page) return false;
  // A date below a heading, from the left edge, belongs to what is above it.
  if (note.x < first.x + 40) return false;
  return Math.abs(last.right - note.right) < 3 || Math.abs(last.x - note.x) < 3;
}

/** A duration belongs to the dates above it. */
function addNote(anchor: Cell[], note: Cell): void {
  const last = anchor.at(-1);
  if (last && isDuration(note.text) && findDates(last.text).length > 0) {
    anchor[anchor.length - 1] = {
      ...last,
      text: `${last.text} ${note.text}`,
      pieces: [...last.pieces, { text: ` ${note.text}`, bold: false, italic: false, size: last.size }],
    };
  } else anchor.push(note);
}

/** Moves a date at the left of the heading of an entry to its right, where most layouts have it. */
export function withDatesLast(row: readonly Cell[]): Cell[] {
  const [first, ...rest] = row;
  return first && rest.length > 0 && isDateOnly(first.text) ? [...rest, first] : [...row];
}
