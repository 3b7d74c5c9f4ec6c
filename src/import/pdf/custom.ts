import type { Draft, Fields } from '../draft.js';
import { setBody } from './bodies.js';
import type { NumberOrder } from './date-points.js';
import { type Entry, entriesOf } from './entries.js';
import { escapeProse } from './escape.js';
import type { Findings } from './evidence.js';
import { setLinks } from './jobs.js';
import type { Line } from './model.js';
import { blocksOf, placeOfPassage } from './paragraphs.js';
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
  const fields = customFields(lines, right, order, findings);
  return String(draft.addSection(title, fields).id);
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
