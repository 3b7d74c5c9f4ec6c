import type { Path, SourceDocument, TextRange } from '../profile/document.js';
import type { FieldMetadata } from '../profile/field-metadata.js';
import { keysWith, metadataAt } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { alignText } from '../profile/source-text.js';
import type { Found } from './finding.js';

/** One text of a profile and its place, down to each character. */
export interface Text {
  path: Path;
  /** The key that holds it; the one of the list for an item. */
  key: string;
  /** The metadata of its field, and of what is around it. */
  field: FieldMetadata;
  value: string;
  /** The range of a part of the value in the file. */
  range(from: number, to: number): TextRange;
  begins: number;
}

/** Fields by their names alone: other tools use the same names in places of their own, which the schema does not know. */
const named = {
  prose: keysWith(profileSchema, ({ role }) => role === 'prose'),
  url: keysWith(profileSchema, ({ kind }) => kind === 'url'),
  picture: keysWith(profileSchema, ({ picture }) => picture === true),
  unprinted: keysWith(profileSchema, ({ unprinted, shared }) => unprinted === true || shared === true),
};

/** Every text of a profile, in the order of the file. */
export function textsOf(document: SourceDocument): Text[] {
  const found: Text[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
    else if (typeof value === 'string' && value !== '') {
      const range = document.rangeOf(path, 'value');
      if (!range) return;
      found.push(toText(document, path, value, range));
    }
  };
  visit(document.value, []);
  return found;
}

function toText(document: SourceDocument, path: Path, value: string, range: TextRange): Text {
  let offsets: number[] | undefined;
  return {
    path,
    key: keyOf(path),
    field: fieldAt(path),
    value,
    begins: range[0],
    range(from, to) {
      offsets ??= alignText(document.text, range, value);
      // The end of the last character, not the beginning of the next: a fold may stand between the two.
      const last = offsets[Math.max(from, to - 1)] ?? range[0];
      const next = offsets[to] ?? range[1];
      const plain = document.text.slice(last, next).trimEnd().length;
      return [offsets[from] ?? range[0], last + Math.max(1, plain)];
    },
  };
}

function fieldAt(path: Path): FieldMetadata {
  const { isKnown, ...field } = metadataAt(profileSchema, path);
  if (isKnown) return field;
  const key = keyOf(path);
  return {
    ...field,
    ...(named.prose.has(key) ? { role: 'prose' } : {}),
    ...(named.url.has(key) ? { kind: 'url' } : {}),
    ...(named.picture.has(key) ? { picture: true } : {}),
    ...(named.unprinted.has(key) ? { unprinted: true } : {}),
  };
}

/** The key that holds a value; the one of the list for an item. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string') ?? '');
}

/** `true` for sentences of the author about what was done; references are the words of others. */
export function isProse({ field }: Text): boolean {
  return field.role === 'prose' && !field.foreign && !field.unprinted;
}

/** `true` for a text that is printed, other than the names of groups, which many entries repeat. */
export function isPrinted({ field }: Text): boolean {
  return !field.unprinted && !field.shared;
}

/** `true` for a printed text that is not an address or a file by itself. */
export function isWritten(text: Text): boolean {
  return isPrinted(text) && text.field.kind !== 'url' && !text.field.picture;
}

/** A finding at a part of a text. */
export function at(text: Text, from: number, to: number, what: Omit<Found, 'range' | 'begins'>): Found {
  return { range: text.range(from, to), begins: text.begins, ...what };
}

/** A finding at a whole text: its first words, so that the place is no larger than it need be. */
export function atStart(text: Text, what: Omit<Found, 'range' | 'begins'>): Found {
  const first = /^\s*\S+(?:[ \t]+\S+){0,3}/.exec(text.value)?.[0] ?? text.value;
  return at(text, first.length - first.trimStart().length, first.length, what);
}

/** The text with code, addresses and what is in quotes blanked out; every other character keeps its place. */
export function ownWords(value: string): string {
  const blank = (part: string) => ' '.repeat(part.length);
  const open = value
    .replace(/`[^`]*`/g, (part) => '`'.repeat(part.length))
    .replace(/\]\([^)\s]{0,500}\)/g, blank)
    .replace(/\bhttps?:\/\/\S+|\bwww\.\S+/gi, blank);
  return blankQuotes(open);
}

const CLOSING_QUOTES: Record<string, string> = { '"': '"', '“': '”', '‘': '’' };

function blankQuotes(value: string): string {
  let blanked = '';
  let end = 0;
  // Searching for the end of a quote that is never closed would read the rest of the text each time.
  const unclosed = new Set<string>();
  for (const { 0: quote, index } of value.matchAll(/["“‘]/g)) {
    if (index < end || unclosed.has(quote)) continue;
    const close = value.indexOf(CLOSING_QUOTES[quote] ?? quote, index + 1);
    if (close === -1) {
      unclosed.add(quote);
      continue;
    }
    blanked += value.slice(end, index) + '"'.repeat(close + 1 - index);
    end = close + 1;
  }
  return blanked + value.slice(end);
}
