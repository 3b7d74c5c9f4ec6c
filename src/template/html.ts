import type { Rich, Span } from '../content/inline.js';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** Inline spans as HTML; every text is escaped, so nothing a profile says becomes markup. */
export function spansToHtml(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
          return escapeHtml(span.text);
        case 'code':
          return `<code>${escapeHtml(span.text)}</code>`;
        case 'link':
          return `<a href="${escapeHtml(span.url)}">${spansToHtml(span.children)}</a>`;
        default:
          return `<${span.kind}>${spansToHtml(span.children)}</${span.kind}>`;
      }
    })
    .join('');
}

export function richToHtml(rich: Rich): string {
  return spansToHtml(rich.spans);
}
