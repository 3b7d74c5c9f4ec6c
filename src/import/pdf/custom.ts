import type { Draft, Fields } from '../draft.js';
import { setBody } from './bodies.js';
import type { NumberOrder } from './date-points.js';
import { findDates } from './dates.js';
import { type Entry, entriesOf } from './entries.js';
import { escapeProse } from './escape.js';
import type { Findings } from './evidence.js';
import { setLinks } from './jobs.js';
import type { Line } from './model.js';
import { blocksOf, isBullet, placeOfPassage } from './paragraphs.js';
import { headOf, takePlace } from './parts.js';
import { setDates } from './spans.js';

/** Adds a section without a counterpart in a profile: text, a list, or entries. Returns its id. */
export function addCustom(
  title: string,
  lines: readonly Line[],
  right: number,
  order: NumberOrder,
  draft: Draft,
  findings: Findings,
): string | undefined {
  if (lines.length === 0) return undefined;
  const fields = customFields(withItems(lines), right, order, findings);
  return String(draft.addSection(title, fields).id);
}

/** The fewest short lines below each other that are a list. */
const FEWEST = 3;

/** Marks short lines below each other as the items of a list without bullets. */
function withItems(lines: readonly Line[]): Line[] {
  const marked = [...lines];
  for (let start = 0; start < lines.length; ) {
    let end = start;
    while (end < lines.length && isShort(lines[end], lines[start], end > start)) end++;
    const items = lines.slice(start, end).filter((line) => !isRest(line));
    if (items.length >= FEWEST) {
      let tag = 0;
      for (let at = start; at < end; at++) {
        const line = lines[at];
        if (!line) continue;
        if (!isRest(line)) tag = -at - 1;
        marked[at] = { ...line, role: 'item', tag };
      }
    }
    start = Math.max(end, start + 1);
  }
  return marked;
}

function isRest({ cells }: Line): boolean {
  return /^[(\p{Ll}]/u.test(cells[0]?.text ?? '');
}

function isShort(line: Line | undefined, first: Line | undefined, isBelow: boolean): boolean {
  const [cell, second] = line?.cells ?? [];
  const [top] = first?.cells ?? [];
  if (!line || !cell || second || !top || cell.bold || line.role !== undefined || isBullet(line)) return false;
  if (isBelow && (line.gap > 1.6 || Math.abs(cell.x - top.x) > 2)) return false;
  return cell.text.length < 42 && !/[.,;:|·]/.test(cell.text.slice(-1)) && findDates(cell.text).length === 0;
}

function customFields(lines: readonly Line[], right: number, order: NumberOrder, findings: Findings): Fields {
  const fields: Fields = {};
  const blocks = blocksOf(lines, right);
  const hasHeads = blocks.some(
    ({ kind, lines: own }) => kind === 'line' && own[0] && (own[0].cells.length > 1 || own[0].cells[0]?.bold),
  );
  if (!hasHeads) {
    // A text above a list introduces it.
    const first = blocks.findIndex(({ kind }) => kind === 'bullet');
    for (const [index, block] of blocks.entries()) {
      const text = block.prose;
      if (first !== -1 && index >= first) findings.push(fields, 'items', text, placeOfPassage(block));
      else findings.append(fields, 'text', text, placeOfPassage(block));
    }
    return fields;
  }
  const { entries, before } = entriesOf(lines, right, order);
  for (const block of before) findings.append(fields, 'text', block.prose, placeOfPassage(block));
  fields.entries = entries.map((entry) => entryFields(entry, order, findings));
  return fields;
}

function entryFields(entry: Entry, order: NumberOrder, findings: Findings): Fields {
  const fields: Fields = {};
  const head = headOf(entry.head, order);
  const place = takePlace(head.parts);
  const [title, subtitle, ...rest] = head.parts;
  findings.set(fields, 'title', title?.text, title?.place);
  findings.set(fields, 'subtitle', subtitle?.text, subtitle?.place);
  findings.set(fields, 'location', place?.text, place?.place);
  setLinks(fields, head, findings);
  setDates(fields, head, { single: 'date', start: 'startDate', end: 'endDate' }, findings);
  for (const part of rest) findings.append(fields, 'summary', escapeProse(part.text), part.place);
  setBody(fields, entry.body, findings, false);
  return fields;
}
