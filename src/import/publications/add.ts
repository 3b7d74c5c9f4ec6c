import { at, items } from '../../profile/values.js';
import { appendItems } from '../append.js';
import type { Fields } from '../draft.js';

/** The publications of a profile that are new, and the number of those that it has already. */
export interface NewPublications {
  entries: Fields[];
  known: number;
}

/** Finds the publications that a profile does not have: neither their address nor their title. */
export function newPublications(profile: unknown, entries: readonly Fields[]): NewPublications {
  const seen = new Set(items(at(profile, 'publications')).flatMap((entry) => keysOf(entry as Fields)));
  const fresh = entries.filter((entry) => {
    const keys = keysOf(entry);
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
  return { entries: fresh, known: entries.length - fresh.length };
}

function keysOf({ name, url }: Fields): string[] {
  const title = String(name ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, '');
  const address = String(url ?? '').toLowerCase();
  return [...(title === '' ? [] : [`title ${title}`]), ...(address.includes('doi.org/') ? [address] : [])];
}

/** Adds publications at the end of a profile's list; everything else in the file stays as it is typed. */
export function withPublications(text: string, entries: readonly Fields[], isJson: boolean): string {
  return appendItems(text, 'publications', isJson ? entries : entries.map(withPlainYear), isJson);
}

/** A year needs no quotes in a profile. */
function withPlainYear(entry: Fields): Fields {
  const { releaseDate } = entry;
  return /^\d{4}$/.test(String(releaseDate)) ? { ...entry, releaseDate: Number(releaseDate) } : entry;
}
