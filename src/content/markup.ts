import type { Token } from 'markdown-it';
import { parseMarkdown, parseSpans } from '../profile/markdown.js';

export { decodeEntity } from '../profile/markdown.js';

/** A span of inline text. Links contain only addresses that a page may open. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'em'; children: Span[] }
  | { kind: 'link'; url: string; children: Span[] };

/** Text with inline formatting, and the same text without it. */
export interface Rich {
  spans: Span[];
  plain: string;
}

/** Parses inline Markdown on one line (CommonMark 6: emphasis, code spans, links, escapes). */
export function parseInline(text: string): Rich {
  return toRich(parseSpans(text.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)).trim()));
}

/** Converts parsed inline Markdown to spans. */
export function toRich(tokens: readonly Token[]): Rich {
  const spans = toSpans(tokens);
  return { spans, plain: plainText(spans) };
}

export function plainText(spans: readonly Span[]): string {
  return spans.map((span) => ('children' in span ? plainText(span.children) : textOf(span))).join('');
}

/** Returns the text of a span without inner spans; a line break becomes a space. */
function textOf(span: Exclude<Span, { children: Span[] }>): string {
  return span.kind === 'break' ? ' ' : span.text;
}

function toSpans(tokens: readonly Token[]): Span[] {
  const root: Span[] = [];
  const stack: Span[][] = [root];
  const open = (span: Span & { children: Span[] }) => {
    stack.at(-1)?.push(span);
    stack.push(span.children);
  };
  for (const token of tokens) {
    switch (token.type) {
      case 'strong_open':
        open({ kind: 'strong', children: [] });
        break;
      case 'em_open':
        open({ kind: 'em', children: [] });
        break;
      case 'link_open':
        open({
          kind: 'link',
          url: String(token.attrGet('href') ?? ''),
          children: [],
        });
        break;
      case 'strong_close':
      case 'em_close':
      case 'link_close':
        stack.pop();
        break;
      case 'code_inline':
        stack.at(-1)?.push({ kind: 'code', text: token.content });
        break;
      case 'softbreak':
        stack.at(-1)?.push({ kind: 'text', text: ' ' });
        break;
      case 'hardbreak':
        stack.at(-1)?.push({ kind: 'break' });
        break;
      default:
        // A character reference may be a line break, which a paragraph cannot contain.
        if (token.content !== '')
          stack.at(-1)?.push({
            kind: 'text',
            text: token.content.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)),
          });
    }
  }
  return root;
}

/** A paragraph, or a list of items that contain blocks; `plain` is its text on one line. */
export type Block = { kind: 'paragraph'; text: Rich; plain: string } | List;

export interface List {
  kind: 'list';
  plain: string;
  /** The number of the first item of a numbered list. */
  start?: number;
  items: Block[][];
}

/** Parses prose: paragraphs separated by empty lines, and lists, which may be nested. */
export function parseBlocks(text: string | undefined): Block[] {
  if (!text) return [];
  const root: Block[] = [];
  const open: Block[][] = [root];
  const lists: List[] = [];
  for (const token of parseMarkdown(text)) {
    switch (token.type) {
      case 'bullet_list_open':
      case 'ordered_list_open': {
        const list: List = { kind: 'list', plain: '', ...startOf(token), items: [] };
        open.at(-1)?.push(list);
        lists.push(list);
        break;
      }
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_open': {
        const item: Block[] = [];
        lists.at(-1)?.items.push(item);
        open.push(item);
        break;
      }
      case 'list_item_close':
        open.pop();
        break;
      case 'inline': {
        const rich = toRich(token.children ?? []);
        if (rich.plain.trim() !== '') open.at(-1)?.push(toParagraph(rich));
        break;
      }
    }
  }
  return withoutEmpty(root);
}

/**
 * Parses texts that are items of a list. A bullet marker typed in an item is removed, and an item that is itself a list
 * is split into several items.
 */
export function parseItems(texts: readonly string[]): Block[][] {
  return texts.flatMap((text) => {
    const blocks = parseBlocks(text);
    const [only] = blocks;
    if (!only) return [];
    if (blocks.length > 1 || only.kind !== 'list') return [blocks];
    if (only.start === undefined) return only.items;
    // A single number is kept as text, because the items are numbered by hand.
    return only.items.length > 1 ? [blocks] : [[toParagraph(parseInline(text))]];
  });
}

/** Returns the text of blocks on one line. */
export function plainOf(blocks: readonly Block[]): string {
  return blocks.map(({ plain }) => plain).join(' ');
}

function toParagraph(text: Rich): Block {
  return { kind: 'paragraph', text, plain: text.plain };
}

function startOf(token: Token): { start?: number } {
  return token.type === 'ordered_list_open' ? { start: Number(token.attrGet('start') ?? 1) } : {};
}

function withoutEmpty(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'paragraph') return [block];
    const items = block.items.map(withoutEmpty).filter((item) => item.length > 0);
    return items.length > 0 ? [{ ...block, items, plain: items.map(plainOf).join(' ') }] : [];
  });
}
