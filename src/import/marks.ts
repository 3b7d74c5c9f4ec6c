import { parseInline, type Span } from '../content/inline.js';

export interface Link {
  label: string;
  url: string;
}

/** A text without its inline Markdown, and the addresses that it linked. */
export function plain(text: string): { text: string; links: Link[] } {
  if (!/[*_`[\\&]/.test(text)) return { text, links: [] };
  const { spans, plain: bare } = parseInline(text);
  const links = linksOf(spans);
  return bare === '' ? { text, links: [] } : { text: bare, links };
}

/** Whether a text has marks that only prose may have. */
export function isMarked(text: string): boolean {
  return /\n/.test(text.trim()) || plain(text).text !== text;
}

function linksOf(spans: readonly Span[]): Link[] {
  return spans.flatMap((span) => {
    if (!('children' in span)) return [];
    const inner = linksOf(span.children);
    return span.kind === 'link' ? [{ label: labelOf(span.children) || span.url, url: span.url }, ...inner] : inner;
  });
}

function labelOf(spans: readonly Span[]): string {
  return spans.map((span) => ('text' in span ? span.text : labelOf(span.children))).join('');
}

/** The HTML that FRESH allows beside Markdown, as Markdown; what stands in backticks stays. */
export function fromHtml(text: string): string {
  const codes: string[] = [];
  // No text of a profile holds this sign.
  const kept = text.replace(/`[^`]*`/g, (code) => `\uFFFF${codes.push(code) - 1}\uFFFF`);
  return kept
    .replace(/<(strong|b)>([^<]*)<\/\1>/gi, '**$2**')
    .replace(/<(em|i)>([^<]*)<\/\1>/gi, '*$2*')
    .replace(/<code>([^<`]*)<\/code>/gi, '`$1`')
    .replace(/<a href="(https?:[^"\s]*)">([^<]*)<\/a>/gi, '[$2]($1)')
    .replace(/<br ?\/?>|<\/?p>/gi, '\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\uFFFF(\d+)\uFFFF/g, (whole, index) => codes[Number(index)] ?? whole)
    .trim();
}

/** The paragraphs of a text and the items of its Markdown lists. */
export function splitLists(text: string): { text: string; bullets: string[] } {
  const paragraphs: string[] = [];
  const bullets: string[] = [];
  let inList = false;
  for (const line of text.split('\n')) {
    const item = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+(\S.*)$/.exec(line)?.[1];
    if (item !== undefined) {
      bullets.push(item.trim());
      inList = true;
    } else if (inList && /^\s+\S/.test(line)) bullets.push(`${bullets.pop()} ${line.trim()}`);
    else {
      inList = inList && line.trim() === '';
      paragraphs.push(line);
    }
  }
  return {
    text: paragraphs
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    bullets,
  };
}
