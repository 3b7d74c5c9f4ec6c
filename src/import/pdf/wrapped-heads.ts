import type { Cell, Line } from './model.js';
import { joinText } from './paragraphs.js';

/** Joins the lines of headings of entries that were broken: a title beside its date, or a name at the end of the text. */
export function joinWrappedHeads(lines: readonly Line[], right: number): Line[] {
  const joined: Line[] = [];
  for (const line of lines) {
    const above = joined.at(-1);
    if (above && goesOn(above, line, right)) joined[joined.length - 1] = joinedLine(above, line);
    else joined.push(line);
  }
  return joined;
}

/** Words that never end a name. */
const OPEN_END =
  /(?:-|\/| (?:of|and|for|the|in|to|with|at|und|für|der|des|von|de|du|et|des|la|le|del|y|e|di|da|do|van|en))$/i;

/** Shorter lines are names of their own, even if they fill their column. */
const FEWEST_WORDS = 6;

function goesOn(above: Line, line: Line, right: number): boolean {
  const [cell, second] = above.cells;
  const [next, other] = line.cells;
  if (!cell || !next || other || line.page !== above.page || line.gap > 1.7) return false;
  const isAlike = cell.bold === next.bold && cell.italic === next.italic && Math.abs(cell.size - next.size) < 0.3;
  if (!isAlike || Math.abs(cell.x - next.x) > 3) return false;
  if (above.tag !== 0 && line.tag !== 0) return above.tag === line.tag;
  // A line that ends in a separator goes on below it.
  if (/[·|,&–]$/.test(cell.text) && !second) return true;
  const word = ((next.right - next.x) * ((next.text.split(' ', 1)[0] ?? '').length + 1)) / next.text.length;
  const edge = second ? second.x - cell.size : right - cell.size * 0.2;
  if (cell.right + word <= edge || cell.right < cell.x + (edge - cell.x) * 0.5) return false;
  // In a narrow column many lines are full: only words show that one goes on.
  return OPEN_END.test(cell.text) || /^[\p{Ll}(&]/u.test(next.text) || cell.text.split(' ').length > FEWEST_WORDS;
}

function joinedLine(above: Line, line: Line): Line {
  const [first, ...rest] = above.cells;
  const [next] = line.cells;
  if (!first || !next) return above;
  const text = joinText(first.text, next.text);
  const between = text.slice(first.text.length, text.length - next.text.length);
  const last = first.pieces.at(-1);
  const mark = { text: between, bold: last?.bold ?? false, italic: last?.italic ?? false, size: first.size };
  const cell: Cell = {
    ...first,
    text,
    pieces: [...first.pieces, ...(between === '' ? [] : [mark]), ...next.pieces],
    right: Math.max(first.right, next.right),
    links: [...first.links, ...next.links],
  };
  return { ...above, cells: [cell, ...rest] };
}
