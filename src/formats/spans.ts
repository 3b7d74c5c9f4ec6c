import type { Rich, Span } from '../content/inline.js';

/** Text for a plain text box: links show their address, other marks go. */
export function toPlain(rich: Rich): string {
  return plain(rich.spans);
}

function plain(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if ('text' in span) return span.text;
      const inner = plain(span.children);
      return span.kind === 'link' && !span.url.includes(inner) ? `${inner} (${span.url})` : inner;
    })
    .join('');
}

/** The same text as Markdown, every character that could be taken for a mark escaped. */
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
      return span.text.includes('`') ? `\`\` ${span.text} \`\`` : `\`${span.text}\``;
    case 'strong':
      return `**${markdown(span.children)}**`;
    case 'em':
      return `*${markdown(span.children)}*`;
    case 'link':
      return `[${markdown(span.children)}](<${span.url}>)`;
  }
}

/** Text that Markdown shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/^(\s*)([-+#]|\d+[.)])(?=\s|$)/, '$1\\$2');
}
