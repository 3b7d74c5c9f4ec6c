import MarkdownIt, { type Token } from 'markdown-it';
import { isLinkable, toAddress } from './contact-links.js';

// Only the constructs allowed in a profile are enabled; everything else (HTML, images, headings) is printed as typed.
const parser = new MarkdownIt('zero', { html: false });
const INLINE = ['autolink', 'emphasis', 'backticks', 'link', 'escape', 'entity', 'newline'];
parser.enable([...INLINE, 'list', 'balance_pairs', 'fragments_join'], true);
const normalize = parser.normalizeLink;
parser.normalizeLink = (url) => normalize(toAddress(url));
parser.validateLink = isLinkable;

/** Parses the inline Markdown of one paragraph (CommonMark 6). */
export function parseSpans(text: string): Token[] {
  return parser.parseInline(text, {})[0]?.children ?? [];
}

/** Parses paragraphs and lists (CommonMark 4.8 and 5.2) with their inline Markdown. */
export function parseMarkdown(text: string): Token[] {
  return parser.parse(text.replace(TYPED_BULLET, '$1-').replace(NO_MARKER, '$1\\$2'), {});
}

/** Bullet characters that people type or paste; Markdown has no such markers. */
const TYPED_BULLET = /^([ \t]*)[•‣▪◦●](?=[ \t])/gm;

/** A plus sign or a year does not start a list in a résumé: "+ 12 % sales", "2019. Founded the company". */
const NO_MARKER = /^([ \t]*(?:\d{4,9}(?=[.)][ \t]))?)([+.)])(?=[ \t])/gm;

/** Decodes a character reference such as `&eacute;`; any other text is returned unchanged. */
export function decodeEntity(entity: string): string {
  return parser.utils.unescapeAll(entity);
}
