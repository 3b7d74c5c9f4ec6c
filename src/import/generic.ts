import { type Draft, type Fields, groupLeft, leaveSettings, takeShown } from './draft.js';
import { EntryMaker } from './entry.js';
import { labelOf, type Source } from './source.js';

/** Builds an entry of a custom section from the keys that are common to all tools. */
export function genericEntry(source: Source, draft: Draft, options: { openEnd?: boolean } = {}): Fields | undefined {
  return new EntryMaker(source, 'custom', draft)
    .text('title', 'title', 'name', 'label', 'position', 'role')
    .text('subtitle', 'organization', 'company', 'employer', 'institution', 'publisher', 'event', 'activity', 'author')
    .url('url', 'url', 'website', 'link')
    .text('location')
    .date('date')
    .span(['startDate', 'start_date', 'start'], ['endDate', 'end_date', 'end'])
    .prose('summary', 'summary', 'description', 'text', 'quote')
    .bullets('highlights')
    .list('keywords', 'keywords', 'role', 'flavor', 'category', 'type')
    .finish(options);
}

/**
 * Imports any value as a custom section: texts become paragraphs or bullets, groups become entries. Returns the
 * section's id, or undefined if it is empty.
 */
export function genericSection(
  source: Source,
  title: string,
  draft: Draft,
  options: { openEnd?: boolean } = {},
): string | undefined {
  leaveSettings(source, draft);
  if (source.left().length === 0) return undefined;
  const fields: Fields = {};
  const sources: Source[] = [];
  const history = source.isMap ? source.get('history') : source;
  if (source.isMap && history.isList) {
    const summary = source.get('summary');
    const text = summary.take();
    if (text !== undefined) fields.text = text;
  }
  if (history.isList) {
    const entries: Fields[] = [];
    const items: string[] = [];
    for (const item of history.items()) {
      if (item.isMap) {
        const entry = genericEntry(item, draft, options);
        if (entry) entries.push(entry);
      } else {
        const values = item.left();
        sources.push(...values);
        items.push(...values.map((value) => takeShown(value)));
      }
    }
    if (entries.length > 0) fields.entries = entries;
    if (items.length > 0) fields.items = items;
  }
  const rest = pairs(source);
  sources.push(...rest.sources);
  if (rest.items.length > 0) fields.items = [...((fields.items ?? []) as string[]), ...rest.items];
  const holder = draft.addSection(title, fields);
  draft.move(sources, holder, 'items');
  return String(holder.id);
}

/** Returns the unmapped values of a source as bullets of a label and a value. */
function pairs(source: Source): { items: string[]; sources: Source[] } {
  if (source.isList) return { items: [], sources: [] };
  const groups = groupLeft(source, source.path.length);
  const items = groups.map(({ label, sources }) => {
    const text = sources.map((value) => takeShown(value)).join(', ');
    return source.isMap ? `**${label}:** ${text}` : text;
  });
  return { items, sources: groups.flatMap(({ sources }) => sources) };
}

/**
 * Imports the unmapped values of parts of a document as bullets of one section, labelled with their path.
 *
 * @param parts each with the number of leading keys that its labels omit
 */
export function furtherDetails(parts: readonly (readonly [Source, number])[], draft: Draft): string | undefined {
  const values: Source[] = [];
  const items: string[] = [];
  for (const [part, depth] of parts) {
    leaveSettings(part, draft);
    for (const { label, sources } of groupLeft(part, depth)) {
      values.push(...sources);
      items.push(`**${label}:** ${sources.map((value) => takeShown(value)).join(', ')}`);
    }
  }
  if (items.length === 0) return undefined;
  const holder = draft.addSection('Further details', { items });
  draft.move(values, holder, 'items');
  draft.note(holder, 'items', 'had no matching key: move or remove them');
  return String(holder.id);
}

/** Returns a section title for a key: `work_samples` becomes "Work samples". */
export function titleOf(key: string): string {
  return labelOf(key) || 'More';
}
