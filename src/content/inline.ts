import type { Token } from 'markdown-it';
import { parseSpans } from '../profile/markdown.js';

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
