import type { Fields } from '../draft.js';
import type { NumberOrder } from './date-points.js';
import { findDates } from './dates.js';
import type { Entry } from './entries.js';
import { entriesOf } from './entries.js';
import { escapeProse } from './escape.js';
import type { Findings } from './evidence.js';
import { setLinks } from './jobs.js';
import { type Line, placeOf, textOf } from './model.js';
import { type Block, blocksOf, placeOfPassage } from './paragraphs.js';
import { type Head, headOf, type Part, trimMarks } from './parts.js';
import { isPlace } from './places.js';
import { setDates } from './spans.js';

/** The fields of an award, a certificate or a publication. */
interface ShortKeys {
  heading: string;
  giver: string;
  day: string;
  /** The key of further text; undefined if there is none. */
  remark: string | undefined;
}

export const AWARD: ShortKeys = { heading: 'title', giver: 'awarder', day: 'date', remark: 'summary' };
export const CERTIFICATE: ShortKeys = { heading: 'name', giver: 'issuer', day: 'date', remark: undefined };
export const PUBLICATION: ShortKeys = { heading: 'name', giver: 'publisher', day: 'releaseDate', remark: 'summary' };

/** Reads a section whose entries are one line or a few: awards, certificates, publications. */
export function shortEntriesOf(
  lines: readonly Line[],
  right: number,
  keys: ShortKeys,
  order: NumberOrder,
  findings: Findings,
): Fields[] {
  const blocks = blocksOf(lines, right);
  const isList = blocks.filter(({ kind }) => kind === 'bullet').length >= blocks.length / 2;
  if (isList) return blocks.map((block) => fromBlock(block, keys, order, findings));
  const rows = lines.filter((line) => isRow(line, order));
  const { entries, before } =
    rows.length >= lines.length * 0.6
      ? { entries: rowEntries(lines, right, order), before: [] }
      : entriesOf(lines, right, order);
  return [
    ...before.map((block) => fromBlock(block, keys, order, findings)),
    ...entries.map((entry) => fromEntry(entry, keys, order, findings)),
  ];
}

function isRow(line: Line, order: NumberOrder): boolean {
  return line.cells.length > 1 || findDates(textOf(line), order).length > 0;
}

/** An entry in a list, below the heading of a group within its section. */
interface RowEntry extends Entry {
  group?: Line | undefined;
}

/** Takes each row for an entry. A bold line between them heads those below it; another one belongs to the row above. */
function rowEntries(lines: readonly Line[], right: number, order: NumberOrder): RowEntry[] {
  const entries: RowEntry[] = [];
  let group: Line | undefined;
  for (const line of lines) {
    const last = entries.at(-1);
    if (isRow(line, order)) {
      entries.push({ head: [line], body: [], group });
      group = undefined;
    } else if (line.cells[0]?.bold || !last) group = line;
    else last.body.push(...blocksOf([line], right));
  }
  if (group) entries.push({ head: [group], body: [] });
  return entries;
}

/** An entry in a list: its date at the start or the end, the rest as its name. */
function fromBlock(block: Block, keys: ShortKeys, order: NumberOrder, findings: Findings): Fields {
  const fields: Fields = {};
  const place = placeOfPassage(block);
  const found = findDates(block.text, order);
  const [date] = found;
  const isSingle = found.length === 1 && date && !date.isPeriod && date.from && isAtEnd(block.text, date);
  const text = isSingle
    ? trimMarks(`${block.text.slice(0, date.start)}${block.text.slice(date.end)}`.replace(/\(\s*\)/, ''))
    : block.text;
  const [, before = text, by] = /^(.{4,200}?)(?: [–—-] | \| | \u00b7 )([^–—|·]{2,80})$/u.exec(text) ?? [];
  findings.set(fields, keys.heading, before, place);
  findings.set(fields, keys.giver, by, place);
  if (isSingle) findings.set(fields, keys.day, date.from, place);
  const links = block.lines.flatMap(({ cells }) => cells.flatMap((cell) => cell.links));
  if (links[0] && /^https?:/i.test(links[0].url)) {
    if (keys.heading === 'title')
      findings.push(fields, 'links', { label: links[0].text || links[0].url, url: links[0].url }, place);
    else findings.set(fields, 'url', links[0].url, place);
  }
  return fields;
}

function isAtEnd(text: string, { start, end }: { start: number; end: number }): boolean {
  return trimMarks(text.slice(0, start)) === '' || trimMarks(text.slice(end)) === '';
}

function fromEntry(entry: RowEntry, keys: ShortKeys, order: NumberOrder, findings: Findings): Fields {
  const fields: Fields = {};
  const head = headOf(entry.head, order);
  setName(fields, head, keys, findings);
  setDates(fields, head, { single: keys.day }, findings);
  const [group] = entry.group?.cells ?? [];
  if (group) findings.set(fields, 'eyebrow', group.text, placeOf(group));
  if (keys.heading === 'title') setLinksAsList(fields, head, findings);
  else setLinks(fields, head, findings);
  for (const block of entry.body) {
    const place = placeOfPassage(block);
    if (keys.remark) findings.append(fields, keys.remark, block.prose, place);
    else findings.push(fields, 'features', { value: block.text }, place);
  }
  return fields;
}

function setLinksAsList(fields: Fields, head: Head, findings: Findings): void {
  for (const part of head.parts)
    for (const { url, text } of part.links) findings.push(fields, 'links', { label: text || url, url }, part.place);
}

/**
 * The first text is the name; the next one says who gave it, unless it is a place. A comma in the name of a certificate
 * divides them too.
 */
function setName(fields: Fields, { parts }: Head, keys: ShortKeys, findings: Findings): void {
  const [first] = parts;
  if (!first) return;
  const end = parts.findIndex(
    (part, index) => index > 0 && (part.line !== first.line || part.cell !== first.cell || !JOINED.test(part.mark)),
  );
  const own = end === -1 ? parts : parts.slice(0, end);
  const rest = parts.slice(own.length);
  const text = own.map((part, index) => (index === 0 ? part.text : `${markOf(part)}${part.text}`)).join('');
  const comma = text.lastIndexOf(', ');
  const isDivided = keys === CERTIFICATE && comma > 3 && rest.every((part) => isPlace(part.text));
  findings.set(fields, keys.heading, isDivided ? text.slice(0, comma) : text, first.place);
  if (isDivided) findings.set(fields, keys.giver, text.slice(comma + 2), first.place);
  for (const part of rest) {
    if (isPlace(part.text)) findings.push(fields, 'features', { value: part.text }, part.place);
    else if (fields[keys.giver] === undefined && part.text.length < 100)
      findings.set(fields, keys.giver, part.text, part.place);
    else if (keys.remark) findings.append(fields, keys.remark, escapeProse(part.text), part.place);
    else findings.push(fields, 'features', { value: part.text }, part.place);
  }
}

/** Separators within a name. */
const JOINED = /^[,:–-]?$/;

function markOf({ mark }: Part): string {
  return /^[,:]$/.test(mark) ? `${mark} ` : mark === '' ? ' ' : ` ${mark} `;
}
