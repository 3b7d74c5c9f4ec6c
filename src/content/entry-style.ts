import { optional } from '../profile/values.js';
import type { DateStyle } from './locale.js';
import type { Entry } from './model.js';

/** The style of entries: that of their dates, and the first line of jobs and studies. */
export interface EntryStyle extends DateStyle {
  /** `true` if employers and schools come before positions and degrees. */
  employerFirst?: boolean | undefined;
}

/** Exchanges the title of an entry with its subtitle, if its style asks for that and it has both. */
export function ordered(entry: Entry, { employerFirst }: EntryStyle): Entry {
  const { title, url, subtitle, subtitleUrl, ...rest } = entry;
  if (!employerFirst || !subtitle || !title) return entry;
  const links = optional({ url: subtitleUrl, subtitleUrl: url });
  return { ...rest, title: subtitle, subtitle: title, ...links, isInverted: true };
}
