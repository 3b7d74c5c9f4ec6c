import type { Rich, Span } from '../content/inline.js';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A change of figures stays on one line (`50ms → 5ms`), and so does a number with its unit (`200 MB`). */
export function keepTogether(text: string): string {
  return text
    .replace(/(\d\S*) → (?=\S*\d)/g, '$1\u00A0→\u00A0')
    .replace(/(\d) (?=([kKMGT]i?B|[mµn]?s|[kKMG]?Hz|%|ms)\b)/g, '$1\u00A0');
}

/** Inline spans as HTML; every text is escaped, so nothing a profile says becomes markup. */
export function spansToHtml(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
          return escapeHtml(keepTogether(span.text));
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
