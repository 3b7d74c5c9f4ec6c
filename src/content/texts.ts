import type { Contact, Content, Entry, Section } from './model.js';

type Keys<T> = T extends unknown ? keyof T : never;
type ContentKey = Keys<Content> | Keys<Contact> | Keys<Section> | Keys<Entry> | Keys<Entry['images'][number]>;

/** Content fields that hold addresses, files, codes and ids; every other text is visible to readers. */
const UNREAD: ReadonlySet<string> = new Set<ContentKey>([
  'lang',
  'direction',
  'image',
  'id',
  'kind',
  'break',
  'url',
  'subtitleUrl',
  'src',
]);

/** Replaces each visible text of content, or of a part of it. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, UNREAD.has(key) ? inner : mapTexts(inner, change)]);
  return Object.fromEntries(entries) as T;
}

/** Returns the visible texts of content, or of a part of it, one per line. Rich text is used in its plain form. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if ('plain' in value) return String(value.plain);
  return Object.entries(value)
    .map(([key, inner]) => (UNREAD.has(key) ? '' : textOf(inner)))
    .join('\n');
}
