import { splitTerms } from './bodies.js';
import { type Line, type Place, placeOf, textOf } from './model.js';
import { isBullet, joinText, withoutBullet } from './paragraphs.js';

/** A list of terms under an optional label. */
export interface TermGroup {
  label: string;
  place: Place | undefined;
  terms: { text: string; place: Place }[];
}

/** A group whose lists are not divided yet: a list may go on over several lines. */
interface OpenGroup {
  label: string;
  place: Place | undefined;
  lists: { text: string; place: Place }[];
}

const LABEL = /^([^:：,;]{2,50}?)\s?(?::\s+|：\s*)(\S.*)$/u;

/** Reads lists of terms: `Label: a, b`, a label above or beside its list, or terms alone. */
export function termGroupsOf(lines: readonly Line[], right: number): TermGroup[] {
  const groups: OpenGroup[] = [];
  const isTable = lines.filter((line) => labelBeside(line) !== undefined).length >= Math.max(1, lines.length / 3);
  for (const [index, line] of lines.entries()) {
    const [first] = line.cells;
    if (!first) continue;
    const text = withoutBullet(textOf(line));
    const [, name, list] = LABEL.exec(text) ?? [];
    const beside = isTable ? labelBeside(line) : undefined;
    const place = placeOf(first);
    const before = lines[index - 1];
    const current = groups.at(-1);
    if (name !== undefined && list !== undefined && !/^(?:https?|www)/.test(list))
      groups.push({ label: name, place, lists: [{ text: list, place }] });
    else if (beside)
      groups.push({
        label: beside.name,
        place,
        lists: [{ text: beside.rest, place: placeOf(line.cells[1] ?? first) }],
      });
    else if (isLabelAbove(line, lines[index + 1]))
      groups.push({ label: text.replace(/\s?[:：]$/, ''), place, lists: [] });
    else if (current && before && goesOn(before, line, right, isTable)) {
      const last = current.lists.at(-1);
      if (last) last.text = joinText(last.text, text);
    } else {
      const target = current ?? { label: '', place: undefined, lists: [] };
      if (!current) groups.push(target);
      if (line.cells.length > 1 && !isTable)
        for (const cell of line.cells) target.lists.push({ text: withoutBullet(cell.text), place: placeOf(cell) });
      else target.lists.push({ text, place });
    }
  }
  return groups.map(({ label, place, lists }) => ({ label, place, terms: lists.flatMap(termsOf) }));
}

function termsOf({ text, place }: { text: string; place: Place }): { text: string; place: Place }[] {
  return splitTerms(text.replace(/(?<=\p{L}{2})\.$/u, '')).map((term) => ({ text: term, place }));
}

/** A label in a cell of its own, or in another style than its list. */
function labelBeside(line: Line): { name: string; rest: string } | undefined {
  const [first, second] = line.cells;
  if (!first || first.text.length > 45) return undefined;
  if (second)
    return (first.bold && !second.bold) || /[,;]/.test(second.text)
      ? {
          name: withoutBullet(first.text).replace(/\s?[:：]$/, ''),
          rest: line.cells
            .slice(1)
            .map(({ text }) => text)
            .join(', ')
            .replace(/,, /g, ', '),
        }
      : undefined;
  return undefined;
}

/** `true` for a bold line without a list above one with a list, or with terms that are not bold. */
function isLabelAbove(line: Line, next: Line | undefined): boolean {
  const [first, second] = line.cells;
  const [below] = next?.cells ?? [];
  if (!first || second || !below || first.text.length > 50 || isBullet(line) || /,/.test(first.text)) return false;
  if (/[:：]$/.test(first.text)) return true;
  return first.bold && !below.bold;
}

/** `true` if a line is the rest of the list above it. */
function goesOn(before: Line, line: Line, right: number, isTable: boolean): boolean {
  if (isBullet(line) || line.cells.length > 1) return false;
  const above = textOf(before);
  if (/[,;·•|/(&–-]$/.test(above) || /^[\p{Ll})&]/u.test(textOf(line))) return true;
  if (isTable && before.cells.length > 1) return line.x >= (before.cells[1]?.x ?? 0) - 3;
  if (isBullet(before) && line.x > before.x + 2) return true;
  const [cell] = line.cells;
  const width = cell ? ((cell.right - cell.x) * ((cell.text.split(' ', 1)[0] ?? '').length + 1)) / cell.text.length : 0;
  return /[,;]/.test(above) && before.right + width > right - line.size;
}
