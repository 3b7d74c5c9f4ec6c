import { parseInline, plainText, type Span } from '../content/markup.js';
import type { Path } from '../profile/document.js';
import { text } from '../profile/fields.js';
import { htmlToMarkdown, isHtml } from '../profile/html.js';
import { joinLines, keepLines } from '../profile/prose.js';
import { at } from '../profile/values.js';

/**
 * A value of another tool's document. Records which values were mapped, so that the unmapped ones can be placed
 * elsewhere and nothing is lost.
 */
export class Source {
  readonly value: unknown;
  readonly path: Path;
  readonly #taken: Set<string>;

  constructor(value: unknown, path: Path = [], taken: Set<string> = new Set()) {
    this.value = value;
    this.path = path;
    this.#taken = taken;
  }

  /** Returns the value of a key; an empty source if there is none. */
  get(key: PropertyKey): Source {
    return new Source(at(this.value, String(key)), [...this.path, key], this.#taken);
  }

  /** The last key of the path. */
  get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** The keys of a group, in order. */
  keys(): string[] {
    return this.isMap ? Object.keys(this.value as object) : [];
  }

  /** Returns the items of a list; a single value is a list of one, and undefined an empty one. */
  items(): Source[] {
    if (Array.isArray(this.value))
      return this.value.map((item, index) => new Source(item, [...this.path, index], this.#taken));
    return this.value === undefined || this.value === '' ? [] : [this];
  }

  /** The text of a scalar that is not empty. */
  get text(): string | undefined {
    if (typeof this.value !== 'string' && typeof this.value !== 'boolean') return undefined;
    return text.parse(this.value) || undefined;
  }

  /** Returns the text and marks it as mapped. */
  take(): string | undefined {
    const found = this.isTaken ? undefined : this.text;
    if (found !== undefined) this.#taken.add(keyOf(this.path));
    return found;
  }

  /** Marks every value in it as mapped. */
  takeAll(): void {
    for (const scalar of this.left()) scalar.take();
  }

  get isTaken(): boolean {
    return this.#taken.has(keyOf(this.path));
  }

  /** Returns the unmapped scalars at or below this source that are not empty. */
  left(): Source[] {
    if (this.isMap) return this.keys().flatMap((key) => this.get(key).left());
    if (this.isList) return this.items().flatMap((item) => item.left());
    return this.text === undefined || this.isTaken ? [] : [this];
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

export interface Link {
  label: string;
  url: string;
}

/** Removes inline Markdown from a text, and returns the addresses that it linked. */
export function plain(text: string): { text: string; links: Link[] } {
  if (!/[*_`[\\&]/.test(text)) return { text, links: [] };
  const { spans, plain: bare } = parseInline(text);
  const links = linksOf(spans);
  return bare === '' ? { text, links: [] } : { text: bare, links };
}

/** `true` if a text contains formatting that only prose may have. */
export function isMarked(text: string): boolean {
  return /\n/.test(text.trim()) || plain(text).text !== text;
}

function linksOf(spans: readonly Span[]): Link[] {
  return spans.flatMap((span) => {
    if (!('children' in span)) return [];
    const inner = linksOf(span.children);
    return span.kind === 'link' ? [{ label: plainText(span.children) || span.url, url: span.url }, ...inner] : inner;
  });
}

/**
 * Converts another tool's prose to the form used in profiles.
 *
 * @param isMarkdown `true` if the format has Markdown, where a single line break is a space
 */
export function proseOf(text: string, isMarkdown: boolean): string {
  const markdown = isHtml(text) ? htmlToMarkdown(text) : text;
  return isMarkdown ? joinLines(markdown) : keepLines(markdown);
}

/**
 * Splits the list at the end of a text from the paragraphs before it. Other lists stay in the text, because moving them
 * would lose the order of paragraphs and items.
 */
export function splitList(text: string): { text: string; bullets: string[] } {
  const lines = text.trimEnd().split('\n');
  let from = lines.length;
  while (from > 0 && /^\s|^[-*+•]\s+\S|^$/.test(lines[from - 1] ?? '')) from -= 1;
  while (from < lines.length && !ITEM.test(lines[from] ?? '')) from += 1;
  const before = lines.slice(0, from);
  if (before.some((line) => /^\s*(?:[-*+•]|\d{1,3}[.)])\s/.test(line))) return { text, bullets: [] };
  const bullets: string[] = [];
  for (const line of lines.slice(from)) {
    const item = ITEM.exec(line)?.[1];
    if (item !== undefined) bullets.push(item.trim());
    else bullets.push(`${bullets.pop()}\n${line.replace(/^ {1,2}/, '')}`);
  }
  return { text: before.join('\n').trim(), bullets: bullets.map((bullet) => bullet.trim()) };
}

const ITEM = /^[-*+•]\s+(\S.*)$/;

/** Converts a key to words: `repoUrl` and `repo_url` are both "Repo url". */
export function labelOf(key: string): string {
  const words = key
    .replace(/[*_`[\]<>\\]+/g, ' ')
    .replace(/^x-/, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/-/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const lower = words.replace(/\b\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** Converts nested keys to words. */
export function labelOfPath(keys: readonly PropertyKey[]): string {
  return labelOf(
    keys
      .filter((key) => typeof key === 'string')
      .map((key) => labelOf(String(key)))
      .join(' '),
  );
}
