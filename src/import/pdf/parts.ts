import type { NumberOrder } from './date-points.js';
import { foldWord, OPEN } from './date-words.js';
import { type FoundDate, findDates } from './dates.js';
import { headDates } from './entries.js';
import { type Cell, type Line, type Place, placeOf } from './model.js';
import { isPlace, isVaguePlace } from './places.js';

/** A part of the heading of an entry, between separators. */
export interface Part {
  text: string;
  place: Place;
  /** The line of the heading, from 0. */
  line: number;
  /** The cell on the line, from 0. */
  cell: number;
  /** The number of the part on its line, from 0. */
  index: number;
  bold: boolean;
  italic: boolean;
  /** The separator before it on its line; empty at the start of a cell. */
  mark: string;
  links: { url: string; text: string }[];
}

/** The heading of an entry: its parts in order, and its dates. */
export interface Head {
  parts: Part[];
  dates: (FoundDate & { text: string; place: Place })[];
  /** A word such as `Current` above the heading. */
  eyebrow: Part | undefined;
}

/** Reads the heading of an entry. */
export function headOf(lines: readonly Line[], order: NumberOrder): Head {
  const head: Head = { parts: [], dates: [], eyebrow: undefined };
  for (const [number, line] of lines.entries()) {
    let index = 0;
    const wanted = headDates(line, order);
    for (const [at, cell] of line.cells.entries()) {
      const found = findDates(cell.text, order).filter((date) => wanted.some((other) => isSameDate(date, other)));
      head.dates.push(
        ...found.map((date) => ({ ...date, text: cell.text.slice(date.start, date.end), place: placeOf(cell) })),
      );
      for (const { text, mark, bold, italic } of splitCell(cell, found)) {
        const links = cell.links.filter(
          (link) => link.text !== '' && (text.includes(link.text) || link.text.includes(text)),
        );
        const part = { text, mark, bold, italic, links, place: placeOf(cell), line: number, cell: at, index: index++ };
        if (OPEN.has(foldWord(text))) head.eyebrow = part;
        else head.parts.push(part);
      }
    }
  }
  return head;
}

function isSameDate(a: FoundDate, b: FoundDate): boolean {
  return a.start === b.start && a.end === b.end && a.from === b.from;
}

interface Slice {
  text: string;
  mark: string;
  bold: boolean;
  italic: boolean;
}

const MARKS = / (?:[|·•∙⋅–—―]|--?|\/\/|@) | ?[|•] ?| · ?| ?— ?/gu;

/** Divides a cell at its dates and separators, and where its style changes at a comma. */
function splitCell(cell: Cell, dates: readonly FoundDate[]): Slice[] {
  const slices: Slice[] = [];
  let from = 0;
  const push = (start: number, end: number, mark: string) => {
    const raw = cell.text.slice(start, end);
    const text = trimMarks(raw).replace(/^(?:at|bei|chez|presso) (?=\p{Lu})/u, '');
    if (/^(?:at|bei|chez|presso)$/.test(text)) return;
    if (text === '') return;
    const offset = start + raw.indexOf(text);
    slices.push({ text, mark, ...styleAt(cell, offset, text.length) });
  };
  const cuts = [
    ...dates.map(({ start, end }) => ({ start, end, mark: '|' })),
    ...[...cell.text.matchAll(MARKS)].map(({ 0: mark, index }) => ({
      start: index,
      end: index + mark.length,
      mark: mark.trim() || ' ',
    })),
    ...styleCuts(cell),
  ].toSorted((a, b) => a.start - b.start);
  let mark = '';
  for (const cut of cuts) {
    if (cut.start < from) {
      from = Math.max(from, cut.end);
      continue;
    }
    push(from, cut.start, mark);
    from = cut.end;
    mark = cut.mark;
  }
  push(from, cell.text.length, mark);
  return slices;
}

/** The commas at which the style changes, which separate a name from what follows it. */
function styleCuts(cell: Cell): { start: number; end: number; mark: string }[] {
  const cuts: { start: number; end: number; mark: string }[] = [];
  let at = 0;
  for (const [index, piece] of cell.pieces.entries()) {
    const next = cell.pieces[index + 1];
    const end = at + piece.text.length;
    if (next && (piece.bold !== next.bold || piece.italic !== next.italic)) {
      const around = cell.text.slice(Math.max(0, end - 3), end + 3);
      const comma = / ?[,;:] ?/.exec(around);
      const start = Math.max(0, end - 3) + (comma?.index ?? 0);
      if (comma && Math.abs(start - end) <= 3)
        cuts.push({ start, end: start + comma[0].length, mark: comma[0].trim() });
      else if (/^\s|\s$/.test(piece.text.slice(-1) + next.text.slice(0, 1)) && piece.bold !== next.bold)
        cuts.push({ start: end, end, mark: '' });
    }
    at = end;
  }
  return cuts;
}

function styleAt(cell: Cell, offset: number, length: number): { bold: boolean; italic: boolean } {
  let at = 0;
  const middle = offset + length / 2;
  for (const piece of cell.pieces) {
    at += piece.text.length;
    if (at > middle) return { bold: piece.bold, italic: piece.italic };
  }
  return { bold: cell.bold, italic: cell.italic };
}

/** Drops separators around a text, and a pair of brackets around all of it. */
export function trimMarks(text: string): string {
  const bare = text.replace(/^[\s|·•,;:–—-]{1,20}/u, '').replace(/[\s|·•,;:–—-]{1,20}$/u, '');
  const [, inner] = /^\(([^()]*)\)?$/.exec(bare) ?? [];
  const text2 = inner ?? bare;
  if (/^[^(]*\)$/.test(text2)) return text2.slice(0, -1).trim();
  return /\($/.test(text2) ? text2.slice(0, -1).trim() : text2;
}

/** Takes the part that is a place, of several the last. One that may be an organization stays if few others do. */
export function takePlace(parts: Part[]): Part | undefined {
  const found = parts.findLast((part, index) => {
    if (!isPlace(part.text) || (index === 0 && parts.length < 3 && part.cell === 0)) return false;
    return parts.length > 2 || part.cell > 0 || !isVaguePlace(part.text);
  });
  if (found) parts.splice(parts.indexOf(found), 1);
  return found;
}
