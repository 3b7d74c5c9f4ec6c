import { isMap, isSeq, parseDocument, stringify } from 'yaml';
import { loadJsonParser } from '../../profile/json.js';
import { at, items } from '../../profile/values.js';
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
  if (entries.length === 0) return text;
  return isJson ? inJson(text, entries) : inYaml(text, entries);
}

function inJson(text: string, entries: readonly Fields[]): string {
  const { applyEdits, modify } = loadJsonParser();
  const options = { formattingOptions: { insertSpaces: true, tabSize: /^ {4}\S/m.test(text) ? 4 : 2 } };
  const list = items(at(parseDocument(text).toJS(), 'publications'));
  return applyEdits(text, modify(text, ['publications'], [...list, ...entries], options));
}

function inYaml(text: string, entries: readonly Fields[]): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const root = document.contents;
  const list = isMap(root) ? root.get('publications', true) : undefined;
  const block = (indent: number) =>
    stringify(entries.map(withPlainYear), { lineWidth: 100 })
      .split('\n')
      .map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
      .join('\n');
  const ended = text.endsWith('\n') || text === '' ? text : `${text}\n`;
  if (list === undefined || list === null) return `${ended}publications:\n${block(2)}`;
  const first = isSeq(list) ? list.items[0] : undefined;
  const range = isSeq(list) ? list.range : undefined;
  if (isSeq(list) && !list.flow && first && range) {
    const start = (first as { range?: [number, number, number] }).range?.[0] ?? range[0];
    const line = text.lastIndexOf('\n', start - 1) + 1;
    const indent = text.slice(line).search(/\S/);
    const end = endOfValue(text, range[1]);
    return `${text.slice(0, end)}${text[end - 1] === '\n' ? '' : '\n'}${block(indent)}${text.slice(end)}`;
  }
  // A list in brackets, or an empty one, is written anew.
  document.set('publications', [...items(at(document.toJS(), 'publications')), ...entries]);
  return document.toString({ lineWidth: 100 });
}

/** A year needs no quotes in a profile. */
function withPlainYear(entry: Fields): Fields {
  const { releaseDate } = entry;
  return /^\d{4}$/.test(String(releaseDate)) ? { ...entry, releaseDate: Number(releaseDate) } : entry;
}

/** The end of the line on which a value ends. */
function endOfValue(text: string, offset: number): number {
  const trimmed = text.slice(0, offset).trimEnd().length;
  const newline = text.indexOf('\n', trimmed);
  return newline === -1 ? text.length : newline + 1;
}
