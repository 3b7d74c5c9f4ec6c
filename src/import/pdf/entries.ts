import type { NumberOrder } from './date-points.js';
import { type FoundDate, findDates } from './dates.js';
import { type Line, textOf } from './model.js';
import { type Block, blocksOf, passageOf } from './paragraphs.js';
import { joinWrappedHeads } from './wrapped-heads.js';

/** An entry of a section: the lines of its heading, and the blocks below them. */
export interface Entry {
  head: Line[];
  body: Block[];
}

/** Divides the lines of a section into entries. Blocks above the first entry are returned apart. */
export function entriesOf(
  lines: readonly Line[],
  right: number,
  order: NumberOrder,
): { entries: Entry[]; before: Block[] } {
  const blocks = blocksOf(lines, right);
  const groups = groupsOf(blocks).map((group) =>
    group.kind === 'line' ? { ...group, lines: joinWrappedHeads(group.lines, right) } : group,
  );
  const first = groups.find((group) => group.kind === 'line');
  const look = first ? lookOf(first.lines[0]) : '';
  const entries: Entry[] = [];
  const before: Block[] = [];
  for (const [index, group] of groups.entries()) {
    if (group.kind === 'line') {
      const parts = splitHeads(group.lines, look, order);
      for (const part of parts) {
        const isRest = entries.length > 0 && !startsEntry(part, look, order, entries);
        if (isRest) entries.at(-1)?.body.push(...part.map((line) => lineBlock(line, right)));
        else entries.push({ head: part, body: [] });
      }
      continue;
    }
    const current = entries.at(-1);
    if (current) current.body.push(...group.blocks);
    else if (index === 0) before.push(...group.blocks);
  }
  return { entries: entries.map(withFirstBullet), before };
}

function lineBlock(line: Line, right: number): Block {
  const [block] = blocksOf([line], right);
  return { ...(block ?? { kind: 'prose', lines: [line], level: 0, ...passageOf([line]) }), kind: 'prose' };
}

type Group = { kind: 'line'; lines: Line[] } | { kind: 'body'; blocks: Block[] };

/** Consecutive lines that may be headings, and the blocks between them. */
function groupsOf(blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === 'line') {
      if (last?.kind === 'line') last.lines.push(...block.lines);
      else groups.push({ kind: 'line', lines: [...block.lines] });
    } else if (last?.kind === 'body') last.blocks.push(block);
    else groups.push({ kind: 'body', blocks: [block] });
  }
  return groups;
}

/** The style of the first text of a line. */
function lookOf(line: Line | undefined): string {
  const piece = line?.cells[0]?.pieces.find(({ text }) => /[\p{L}\p{Nd}]/u.test(text));
  if (!line || !piece) return '';
  return `${piece.bold} ${piece.italic} ${Math.round(piece.size * 2)} ${Math.round(line.x / 4)}`;
}

/** `true` if lines begin an entry: they have a date, or the style with which the first entry begins. */
function startsEntry(lines: readonly Line[], look: string, order: NumberOrder, entries: readonly Entry[]): boolean {
  if (lines.some((line) => headDates(line, order).length > 0)) return true;
  const own = lookOf(lines[0]);
  return own === look || entries.some(({ head }) => lookOf(head[0]) === own);
}

/** Lines that say more about an entry, whose dates are not its own. */
const REMARK =
  /^(?:cumulative |overall |major )?(?:c?gpa|grade|dean['’]s list|thesis|advisor|honou?rs|coursework|relevant coursework)\b/i;

/** The dates of a line that may head an entry. A single year within other words is part of a name. */
export function headDates(line: Line, order: NumberOrder): FoundDate[] {
  if (REMARK.test(line.cells[0]?.text ?? '')) return [];
  return line.cells.flatMap(({ text }) => {
    const found = findDates(text, order);
    return found.filter(({ isPeriod, from, start, end }) => {
      if (isPeriod || (from?.length ?? 0) > 4) return true;
      const [before, after] = [text.slice(0, start).trimEnd(), text.slice(end).trimStart()];
      return before === '' || /[,|·•(–—:/-]$/.test(before) || (after === '' && line.cells.length > 1);
    });
  });
}

/** Divides lines between two bodies into the headings of several entries, if they have several dates. */
function splitHeads(lines: readonly Line[], look: string, order: NumberOrder): Line[][] {
  const anchors = lines.flatMap((line, index) => (headDates(line, order).length > 0 ? [index] : []));
  if (anchors.length < 2) return splitUndated(lines, look, anchors);
  const starts = [0];
  const offset = anchors[0] ?? 0;
  const gap = medianGap(lines);
  for (let number = 1; number < anchors.length; number++) {
    const [previous = 0, anchor = 0] = [anchors[number - 1], anchors[number]];
    let best = anchor;
    let most = Number.NEGATIVE_INFINITY;
    for (let at = anchor; at > previous; at--) {
      const score = boundaryScore(lines, at, look, gap) + (anchor - at === offset ? 1.2 : 0) - (anchor - at) * 0.01;
      if (score > most) [best, most] = [at, score];
    }
    starts.push(best);
  }
  return starts.map((start, index) => lines.slice(start, starts[index + 1] ?? lines.length));
}

function boundaryScore(lines: readonly Line[], at: number, look: string, gap: number): number {
  const [line, above] = [lines[at], lines[at - 1]];
  if (!line || !above) return 0;
  const isAlike = lookOf(line) === look;
  const isFar = line.gap > gap * 1.25 || !Number.isFinite(line.gap);
  const isBolder = line.cells[0]?.bold === true && above.cells[0]?.bold === false;
  const isLabel = /^[^:]{1,30}:(?: |$)/.test(textOf(line));
  return (isAlike ? 2 : 0) + (isFar ? 3 : 0) + (isBolder ? 1 : 0) - (isLabel ? 3 : 0);
}

function medianGap(lines: readonly Line[]): number {
  const gaps = lines
    .slice(1)
    .map(({ gap }) => gap)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  return gaps[Math.floor((gaps.length - 1) / 2)] ?? 1.2;
}

/** Divides lines with at most one date: an entry begins in the style of the first, below another style or a wide gap. */
function splitUndated(lines: readonly Line[], look: string, anchors: readonly number[]): Line[][] {
  const parts: Line[][] = [];
  const gap = medianGap(lines);
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1];
    const isAlike = lookOf(line) === look && above !== undefined && lookOf(above) !== look;
    const isFar = line.gap > gap * 1.3 && lines.length > 2 && index > 0;
    const isBetween = anchors.length === 1 && index <= (anchors[0] ?? 0) && !isFar;
    // Below the date of an entry, a line in the style of the first may still be a part of its heading.
    const isBelow = anchors.length === 1 && !isFar && !(line.cells[0]?.bold && !above?.cells[0]?.bold);
    if (index === 0 || (!isBetween && ((isAlike && !isBelow) || (isFar && lookOf(line) === look)))) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

/** If a heading is nothing but a date, the first item below it is the rest of the heading. */
function withFirstBullet(entry: Entry): Entry {
  const [first, ...rest] = entry.body;
  const isOnlyDate = entry.head.every((line) => textWithoutDates(textOf(line)) === '');
  if (!isOnlyDate || first?.kind !== 'bullet' || /[.!?;]$/.test(first.text) || first.text.length > 90) return entry;
  const lines = first.lines.map((line) => ({ ...line, cells: line.cells.map(unbulleted) }));
  return { head: [...entry.head, ...lines], body: rest };
}

function unbulleted<T extends { text: string; pieces: { text: string }[] }>(cell: T): T {
  const text = cell.text.replace(/^[^\p{L}\p{N}(]+/u, '');
  return { ...cell, text, pieces: [{ ...cell.pieces.at(-1), text }] };
}

export function textWithoutDates(text: string): string {
  let rest = text;
  for (const { start, end } of findDates(text).toReversed()) rest = `${rest.slice(0, start)}${rest.slice(end)}`;
  return rest.replace(/[\s|·•,()–—-]+/g, ' ').trim();
}
