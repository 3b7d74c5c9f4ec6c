import type { Path, Range, SourceDocument } from '../profile/document.js';
import { alignText } from '../profile/source-offsets.js';
import type { Found } from './finding.js';

/** One text of a profile and its place, down to each character. */
export interface Text {
  path: Path;
  /** The key that holds it; the one of the list for an item. */
  key: string;
  value: string;
  /** Where a part of the value stands in the file. */
  range(from: number, to: number): Range;
  begins: number;
}

/** Keys that hold sentences in the author's own words. */
const PROSE = new Set(['summary', 'tagline', 'description', 'highlights', 'items', 'text']);

/** Keys whose texts are printed nowhere. */
const UNPRINTED = new Set(['tags', 'id', 'group', '$schema', 'include', 'exclude', 'src', 'template', 'theme']);

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

function toText(document: SourceDocument, path: Path, value: string, range: Range): Text {
  let offsets: number[] | undefined;
  return {
    path,
    key: String(path.findLast((step) => typeof step === 'string') ?? ''),
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

/** Sections with the words of others, the subject of a paper, or a person's interests. */
const NOT_OWN_DEEDS = new Set(['meta', 'references', 'publications', 'interests']);

/** Whether a text is sentences of the author about what was done; references are others' words. */
export function isProse(text: Text): boolean {
  if (NOT_OWN_DEEDS.has(String(text.path[0]))) return false;
  // `description` of a job says what the employer does.
  return PROSE.has(text.key) && !(text.path[0] === 'work' && text.key === 'description');
}

/** Whether a text is printed somewhere. */
export function isPrinted(text: Text): boolean {
  return text.path[0] !== 'meta' && !text.path.some((step) => typeof step === 'string' && UNPRINTED.has(step));
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
