import type { Block, Rich, Span } from '../content/markup.js';

/** Converts rich text for a plain text box: links show their address, other formatting is dropped. */
export function toPlain(rich: Rich): string {
  return plain(rich.spans);
}

function plain(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'break') return '\n';
      if ('text' in span) return span.text;
      const inner = plain(span.children);
      return span.kind === 'link' && !span.url.includes(inner) ? `${inner} (${span.url})` : inner;
    })
    .join('');
}

/** Converts rich text to Markdown; characters with a meaning in Markdown are escaped. */
export function toMarkdownText(rich: Rich): string {
  return markdown(rich.spans);
}

function markdown(spans: readonly Span[]): string {
  return spans.map(markdownSpan).join('');
}

function markdownSpan(span: Span): string {
  switch (span.kind) {
    case 'text':
      return escapeMarkdown(span.text);
    case 'code':
      return codeSpan(span.text);
    case 'break':
      return '\\\n';
    case 'strong':
      return `**${markdown(span.children)}**`;
    case 'em':
      return `*${markdown(span.children)}*`;
    case 'link':
      return `[${markdown(span.children)}](${address(span.url)})`;
  }
}

/** Writes a code span, delimited by more backticks than it contains (CommonMark 6.1). */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Writes a link destination; characters that would end it are percent-encoded. */
export function address(url: string): string {
  return `<${url.replace(/[<>\\\s]/g, (character) => encodeURIComponent(character))}>`;
}

/** Escapes text so that Markdown prints it unchanged. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\`*_[\]<>]/g, '\\$&')
      .replace(/&(?=[a-z0-9#]+;)/gi, '\\&')
      // Characters with a meaning only at the start of a block (headings, lists, rules, fences), and closing heading
      // marks.
      .replace(/^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|-{3}|~{3})/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/(\s)(#+\s*)$/, '$1\\$2')
  );
}

/** Replaces line breaks in every text of a value, because headings and lines of plain text cannot contain them. */
export function oneLine<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)) as T;
  if (Array.isArray(value)) return value.map(oneLine) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, oneLine(inner)])) as T;
}

/** The bullet marker and the paragraph conversion of a text format. */
export interface BlockStyle {
  bullet: string;
  paragraph(text: Rich): string;
}

/**
 * Converts each block to lines of text: paragraphs, and lists whose continuation lines are indented by the width of
 * their marker.
 */
export function blocksToText(blocks: readonly Block[], style: BlockStyle): string[] {
  return blocks.map((block) =>
    block.kind === 'list' ? listToText(block.items, style, block.start) : style.paragraph(block.text),
  );
}

/** Formats a list of items, numbered if `start` is given. */
export function listToText(items: readonly (readonly Block[])[], style: BlockStyle, start?: number): string {
  return items
    .map((item, index) => {
      const marker = start === undefined ? style.bullet : `${start + index}.`;
      const indent = ' '.repeat(marker.length + 1);
      const isLoose = item.filter(({ kind }) => kind === 'paragraph').length > 1;
      const text = blocksToText(item, style).join(isLoose ? '\n\n' : '\n');
      return `${marker} ${text.replace(/\n(?!\n|$)/g, `\n${indent}`)}`;
    })
    .join('\n');
}
