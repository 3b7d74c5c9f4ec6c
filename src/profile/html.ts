import { Parser } from 'htmlparser2';
import { decodeEntity } from './markdown.js';

const INLINE: Readonly<Record<string, string>> = { b: '**', strong: '**', i: '*', em: '*', cite: '*', code: '`' };

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** Block-level elements, which begin on a new line. */
const BLOCKS: ReadonlySet<string> = new Set([
  'p',
  'div',
  'ul',
  'ol',
  'li',
  'blockquote',
  'section',
  'pre',
  ...HEADINGS,
]);

/** Elements whose tags are ignored but whose content is kept. */
const TRANSPARENT = ['span', 'u', 's', 'a', 'font', 'small', 'mark', 'sub', 'sup', 'del', 'ins', 'br', 'hr'];

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(INLINE), ...BLOCKS, ...TRANSPARENT]);

/** A tag of any name. */
const TAG = /<\/?([a-z][a-z\d]{0,9})(?:[\s/][^<>]{0,2000})?>/gi;

/** Elements that need no closing tag. */
const OPEN_ENDED: ReadonlySet<string> = new Set(['br', 'hr', 'p', 'li']);

/** Tags in backticks are shown as text. */
const CODE_SPAN = /`[^`\n]*`/g;

/**
 * `true` if a text contains HTML as rich text editors write it. A lone `<b>` does not count: it may be a type
 * parameter.
 */
export function isHtml(text: string): boolean {
  if (!text.includes('<')) return false;
  const closed = new Set<string>();
  const opened = new Set<string>();
  for (const [tag, typed = ''] of text.replace(CODE_SPAN, '').matchAll(TAG)) {
    const name = typed.toLowerCase();
    if (!KNOWN.has(name)) continue;
    if (OPEN_ENDED.has(name)) return true;
    (tag.startsWith('</') ? closed : opened).add(name);
  }
  return [...opened].some((name) => closed.has(name));
}

/** Returns the text of HTML on one line, with character references decoded. */
export function htmlToText(text: string): string {
  const withoutTag = (tag: string, typed: string) => {
    const name = typed.toLowerCase();
    if (!KNOWN.has(name)) return tag;
    return BLOCKS.has(name) || name === 'br' ? ' ' : '';
  };
  const bare = isHtml(text) ? text.replace(TAG, withoutTag) : text;
  return bare.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi, decodeEntity).trim();
}

/** Converts HTML to equivalent Markdown; Markdown between the tags is kept. */
export function htmlToMarkdown(text: string): string {
  const codes: string[] = [];
  // The placeholder U+FFFF never occurs in the text of a profile.
  const source = text.replace(CODE_SPAN, (code) => `\uFFFF${codes.push(code) - 1}\uFFFF`);
  const writer = new MarkdownWriter();
  // Anything else in angle brackets is text: a placeholder, or a type in a programming language.
  const rest = () => writer.text(source.slice(parser.startIndex, parser.endIndex + 1));
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => (KNOWN.has(name) ? writer.open(name, attributes) : rest()),
      ontext: (data) => writer.text(data),
      onclosetag(name, isImplied) {
        if (KNOWN.has(name)) writer.close(name);
        else if (!isImplied) rest();
      },
    },
    // Markdown has the same character references, so they are not decoded here.
    { decodeEntities: false },
  );
  parser.end(source);
  return writer.markdown().replace(/\uFFFF(\d+)\uFFFF/g, (whole, index) => codes[Number(index)] ?? whole);
}

/** An open inline element. */
interface OpenElement {
  name: string;
  /** The number of parts and of paragraphs before its text. */
  from: number;
  paragraph: number;
  before: string;
  after: string;
}

/** Builds Markdown from the elements that a parser reports. */
class MarkdownWriter {
  readonly #parts: string[] = [];
  /** Line breaks to write before the next text, and the prefix of that line. */
  #gap = 0;
  #prefix = '';
  /** `true` if the next line break is part of the text itself. */
  #isHard = false;
  #paragraphs = 0;
  /** The open lists: the number of the next item, or undefined for a bullet list. */
  readonly #lists: { next: number | undefined; isEmpty: boolean }[] = [];
  readonly #open: OpenElement[] = [];

  open(name: string, { href, start }: Readonly<Record<string, string>>): void {
    const mark = Object.hasOwn(INLINE, name) ? INLINE[name] : undefined;
    if (mark) this.#begin(name, mark, mark);
    else if (name === 'a' && href) this.#begin(name, '[', `](<${href.replace(/[<>\s]/g, encodeURIComponent)}>)`);
    else if (name === 'a') this.#begin(name, '', '');
    else if (name === 'br') this.#break();
    else if (name === 'ul') this.#lists.push({ next: undefined, isEmpty: true });
    else if (name === 'ol') this.#lists.push({ next: Number(start) || 1, isEmpty: true });
    else if (name === 'li') this.#item();
    else if (BLOCKS.has(name) || name === 'hr') this.#paragraph();
  }

  text(data: string): void {
    if (this.#lists.length > 0) this.#write(data.replace(/\s+/g, ' '));
    else if (data.trim() !== '' || (this.#gap === 0 && this.#parts.length > 0)) {
      // Outside HTML lists, line breaks may be those of Markdown.
      for (const [index, line] of data.split('\n').entries()) {
        if (index > 0) this.#gap += 1;
        this.#write(line);
      }
    } else if (/\n\s*\n/.test(data)) this.#paragraph();
  }

  close(name: string): void {
    const last = this.#open.at(-1);
    if (last?.name === name) {
      this.#open.pop();
      this.#mark(last);
    } else if (name === 'ul' || name === 'ol') {
      this.#lists.pop();
      if (this.#lists.length === 0) this.#paragraph();
    } else if (name !== 'li' && BLOCKS.has(name)) this.#paragraph();
  }

  markdown(): string {
    return this.#parts.join('').trim();
  }

  #write(text: string): void {
    const isStart = this.#gap > 0 || this.#parts.length === 0;
    // Leading spaces would make the line part of another block, unless it is a list item.
    const shown = isStart && !/^\s*(?:[-*+]|\d+[.)])\s/.test(text) ? text.trimStart() : text;
    if (shown === '') return;
    this.#flush();
    this.#parts.push(shown);
  }

  /** Writes the pending line breaks and the prefix of the line. */
  #flush(): void {
    const parts = this.#parts;
    if (this.#gap > 0 && parts.length > 0) {
      parts.push((parts.pop() ?? '').trimEnd());
      parts.push((this.#isHard && this.#gap === 1 ? '\\' : '') + '\n'.repeat(Math.min(this.#gap, 2)));
      if (this.#gap > 1) this.#paragraphs += 1;
    }
    if (this.#prefix !== '') parts.push(this.#prefix);
    this.#gap = 0;
    this.#prefix = '';
    this.#isHard = false;
  }

  #break(): void {
    if (this.#gap > 0 || this.#parts.length === 0) return;
    this.#gap = 1;
    this.#isHard = true;
    this.#prefix = this.#indent();
  }

  #indent(): string {
    return '   '.repeat(this.#lists.length);
  }

  #paragraph(): void {
    // The first paragraph of an item follows its marker on the same line.
    if (/\S/.test(this.#prefix)) return;
    this.#gap = 2;
    this.#prefix = this.#indent();
  }

  #item(): void {
    const list = this.#lists.at(-1);
    this.#gap = this.#lists.length < 2 && list?.isEmpty !== false ? 2 : 1;
    this.#isHard = false;
    const marker = list?.next === undefined ? '-' : `${list.next++}.`;
    if (list) list.isEmpty = false;
    this.#prefix = `${'   '.repeat(Math.max(this.#lists.length - 1, 0))}${marker} `;
  }

  #begin(name: string, before: string, after: string): void {
    this.#flush();
    this.#open.push({ name, from: this.#parts.length, paragraph: this.#paragraphs, before, after });
  }

  /**
   * Puts the Markdown marks of an inline element around its text. Markdown allows no spaces inside them and closes them
   * at the end of the paragraph.
   */
  #mark({ from, paragraph, before, after }: OpenElement): void {
    const parts = this.#parts;
    const isBlank = (index: number) => (parts[index] ?? '').trim() === '';
    let first = from;
    while (first < parts.length && isBlank(first)) first += 1;
    let last = parts.length - 1;
    while (last > first && isBlank(last)) last -= 1;
    if (first >= parts.length || this.#paragraphs !== paragraph) return;
    const head = parts[first] ?? '';
    const lead = head.length - head.trimStart().length;
    parts[first] = head.slice(0, lead) + before + head.slice(lead);
    const tail = parts[last] ?? '';
    const end = tail.trimEnd().length;
    parts[last] = tail.slice(0, end) + after + tail.slice(end);
  }
}
