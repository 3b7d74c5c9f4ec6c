import Handlebars from 'handlebars/runtime.js';
import type { Entry } from '../content/model.js';
import { escapeHtml } from './html.js';
import type { TemplateOptions } from './load.js';

/** The pictures of entries, and the places of their dates and locations. */
export interface EntryLook {
  pictures: ReadonlyMap<string, string>;
  dates: TemplateOptions['dates'];
  places: 'byline' | 'dates';
}

/** Returns the dates, the location and the notes of an entry as they are placed: in a column, or in the byline. */
export function placed(
  { dates, place, notes }: Entry,
  look: EntryLook,
): { dates?: unknown; place?: string; notes: string[] } {
  const said = look.places === 'dates' ? [dates, place].filter((text) => text !== undefined) : dates ? [dates] : [];
  const rest = look.places === 'dates' || place === undefined ? {} : { place };
  // At the end of its line, a date is the same for every program.
  if (look.dates === 'byline') return { ...(place ? { place } : {}), notes: [...notes, ...(dates ? [dates] : [])] };
  if (look.places === 'byline' || said.length === 0) return { ...rest, notes, ...(dates ? { dates } : {}) };
  const parts = said.map((text) => `<span class="${text === dates ? 'when' : 'where'}">${escapeHtml(text)}</span>`);
  return { ...rest, notes, dates: new Handlebars.SafeString(parts.join(' ')) };
}
