import type { Path, SourceDocument, TextRange } from '../profile/document.js';
import type { FieldMetadata } from '../profile/field-metadata.js';
import { keysWith, metadataAt } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { alignText } from '../profile/source-text.js';
import type { Found } from './finding.js';

/** A text of a profile, with the source position of each character. */
export interface Text {
  path: Path;
  /** The key of the value; for a list item, that of the list. */
  key: string;
  /** The metadata of its field, merged with that of the enclosing fields. */
  field: FieldMetadata;
  value: string;
  /** Returns the range in the file of a part of the value. */
  range(from: number, to: number): TextRange;
  begins: number;
}

/** Field names by property: other tools use the same names at paths that the schema does not know. */
const named = {
  prose: keysWith(profileSchema, ({ role }) => role === 'prose'),
  url: keysWith(profileSchema, ({ kind }) => kind === 'url'),
  picture: keysWith(profileSchema, ({ picture }) => picture === true),
  unprinted: keysWith(profileSchema, ({ unprinted, shared }) => unprinted === true || shared === true),
};

/** Returns every text of a profile, in file order. */
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
      // Ends after the last character rather than before the next one: a folded line break may separate the two.
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

/** Returns the key of a value; for a list item, that of the list. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string') ?? '');
}

/** `true` for the author's own prose about their work; references are written by others. */
export function isProse({ field }: Text): boolean {
  return field.role === 'prose' && !field.foreign && !field.unprinted;
}

/** `true` for a text that is printed, except group names, which many entries repeat. */
export function isPrinted({ field }: Text): boolean {
  return !field.unprinted && !field.shared;
}

/** `true` for a printed text that is not itself an address or a file name. */
export function isWritten(text: Text): boolean {
  return isPrinted(text) && text.field.kind !== 'url' && !text.field.picture;
}

/** Creates a finding at a part of a text. */
export function at(text: Text, from: number, to: number, what: Omit<Found, 'range' | 'begins'>): Found {
  return { range: text.range(from, to), begins: text.begins, ...what };
}

/** Creates a finding at the first words of a text, to keep the range short. */
export function atStart(text: Text, what: Omit<Found, 'range' | 'begins'>): Found {
  const first = /^\s*\S+(?:[ \t]+\S+){0,3}/.exec(text.value)?.[0] ?? text.value;
  return at(text, first.length - first.trimStart().length, first.length, what);
}

/** Blanks out code, addresses and quotations; every other character keeps its offset. */
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
  // Remembers quotation marks without a closing mark: searching for it again would scan the rest of the text each time.
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
