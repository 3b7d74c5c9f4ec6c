import { formatDate } from '../../content/dates.js';
import { parseDate } from '../../profile/dates.js';
import type { Card } from '../model.js';

const NAMES: Readonly<Record<string, string>> = {
  pdf: 'PDF',
  html: 'Web page',
  json: 'JSON',
  txt: 'Text',
  md: 'Markdown',
  docx: 'Word',
  png: 'Picture',
};

/** What a format is called. */
export const nameOfKind = (kind: string) => NAMES[kind] ?? kind.toUpperCase();

/** `51 kB`, with a no-break space. */
export function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))}\u00A0kB` : `${(bytes / 1e6).toFixed(1)}\u00A0MB`;
}

/** `1 page`, `2 pages`. */
export const count = (amount: number, noun: string) => `${amount}\u00A0${noun}${amount === 1 ? '' : 's'}`;

/** `2 years 11 months as of Nov 2026`; undefined if no job has a date. */
export function experience({ months, asOf }: Pick<Card, 'months' | 'asOf'>): string | undefined {
  if (months === undefined) return undefined;
  const [years, rest] = [Math.floor(months / 12), months % 12];
  const parts = [
    years > 0 ? count(years, 'year') : '',
    rest > 0 ? count(rest, 'month') : '',
    `as of\u00A0${day(asOf)}`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** `Nov 2026`; what is no date is shown as it stands. */
export function day(text: string): string {
  const date = parseDate(text);
  return date ? formatDate(date, { locale: 'en' }) : text;
}
