import MarkdownIt, { type Token } from 'markdown-it';

/** A run of inline text. Links hold only addresses that a page may open. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em'; children: Span[] }
  | { kind: 'link'; url: string; children: Span[] };

/** Text with its inline marks, and the same without them. */
export interface Rich {
  spans: Span[];
  plain: string;
}

const SAFE_LINK = /^(https?|mailto|tel):/i;

// Only what a profile's text may hold; anything else (HTML, images, blocks) stays as it was typed.
const markdown = new MarkdownIt('zero', { html: false });
markdown.enable(['emphasis', 'backticks', 'link', 'escape', 'entity', 'balance_pairs', 'fragments_join'], true);
markdown.validateLink = (url) => SAFE_LINK.test(url);

/** Parses one paragraph of inline Markdown (CommonMark 6: emphasis, code spans, links, escapes). */
export function parseInline(text: string): Rich {
  const source = text.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)).trim();
  const [block] = markdown.parseInline(source, {});
  const spans = toSpans(block?.children ?? []);
  return { spans, plain: plainText(spans) };
}

/** The paragraphs of a longer text, parted by empty lines. */
export function parseParagraphs(text: string | undefined): Rich[] {
  return (text ?? '')
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(parseInline);
}

/** The characters of a character reference such as `&eacute;`; any other text is returned as it is. */
export function decodeEntity(entity: string): string {
  return markdown.utils.unescapeAll(entity);
}

export function plainText(spans: readonly Span[]): string {
  return spans.map((span) => ('text' in span ? span.text : plainText(span.children))).join('');
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
      default:
        // A character reference may be a line break; a paragraph has none.
        if (token.content !== '')
          stack.at(-1)?.push({
            kind: 'text',
            text: token.content.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)),
          });
    }
  }
  return root;
}
