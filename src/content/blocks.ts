import type { Token } from 'markdown-it';
import { parseMarkdown } from '../profile/markdown.js';
import { parseInline, type Rich, toRich } from './inline.js';

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
