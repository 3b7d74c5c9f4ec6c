import { parseInline, plainText } from '../../content/markup.js';
import { tidy } from './cell-text.js';
import type { Cell } from './model.js';

/** A part of a text in one style. */
export interface Span {
  text: string;
  bold: boolean;
  url: string | undefined;
}

/** The share of bold letters from which on a text is bold as a whole, which says nothing about its words. */
const ALL_BOLD = 0.6;

/** The parts of a cell by style and link. */
export function spansOf(cell: Cell): Span[] {
  const bold = boldLetters(cell);
  const urls: (string | undefined)[] = [];
  for (const { url, text } of cell.links) {
    const at = text === '' ? -1 : cell.text.indexOf(text);
    const isClear = at !== -1 && cell.text.indexOf(text, at + 1) === -1;
    if (isClear && /^https?:\/\/[^\s()<>]+$/i.test(url) && !isAddressOf(text, url))
      for (let index = at; index < at + text.length; index++) urls[index] = url;
  }
  const spans: Span[] = [];
  for (let at = 0; at < cell.text.length; at++) {
    const own = { bold: bold[at] === true, url: urls[at] };
    const last = spans.at(-1);
    if (last && last.bold === own.bold && last.url === own.url) last.text += cell.text[at];
    else spans.push({ text: cell.text[at] ?? '', ...own });
  }
  return spans;
}

/** `true` for a link whose text is its address, which is printed as text. */
function isAddressOf(text: string, url: string): boolean {
  const bare = (value: string) =>
    value
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/$/, '');
  return bare(url).startsWith(bare(text).replace(/(?:…|\.\.\.)$/, '')) || /^www\.|:\/\//i.test(text);
}

/** Which letters of a cell are bold; none if its pieces cannot be matched with its text. */
function boldLetters({ text, pieces }: Cell): boolean[] {
  const whole = pieces.map((piece) => piece.text).join('');
  const bare = tidy(whole);
  if (bare !== text && bare.replace(/-$/, '\u00ad') !== text) return [];
  const bold: boolean[] = [];
  let isSpace = true;
  for (const piece of pieces)
    for (const letter of piece.text.split('')) {
      if (/\s/.test(letter) && isSpace) continue;
      isSpace = /\s/.test(letter);
      bold.push(piece.bold && !isSpace);
    }
  return bold;
}

/** Writes spans as prose with bold words and links, if they are set apart from the rest of the text. */
export function markdownOf(spans: readonly Span[], toProse: (text: string) => string): string {
  const text = spans.map((span) => span.text).join('');
  const bold = spans.filter((span) => span.bold).reduce((sum, span) => sum + span.text.trim().length, 0);
  const isPlain = bold > text.length * ALL_BOLD;
  const marked = joinBold(isPlain ? spans.map((span) => ({ ...span, bold: false })) : spans)
    .map((span) => {
      const inner = span.text.trim();
      if (inner === '' || (!span.bold && span.url === undefined)) return toProse(span.text);
      const [before, after] = span.text.split(inner, 2);
      const strong = span.bold ? `**${toProse(inner)}**` : toProse(inner);
      return `${before}${span.url === undefined ? strong : `[${strong}](${span.url})`}${after}`;
    })
    .join('');
  // A mark that Markdown does not read as such, as inside a word, would be printed.
  return plainText(parseInline(marked).spans) === plainText(parseInline(toProse(text)).spans) ? marked : toProse(text);
}

/** Joins neighbours of one style, and the spaces between bold words. */
function joinBold(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const [index, span] of spans.entries()) {
    const last = joined.at(-1);
    const next = spans[index + 1];
    const isBetween = span.text.trim() === '' && last?.bold === true && next?.bold === true && last.url === next.url;
    if (last && last.url === span.url && (isBetween || last.bold === span.bold)) last.text += span.text;
    else if (last && isBetween) last.text += span.text;
    else joined.push({ ...span });
  }
  return joined;
}
