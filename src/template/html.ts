import type { Block, List } from '../content/blocks.js';
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
function joinFigures(text: string): string {
  return text
    .replace(/(\d\S{0,31}) → (?=\S{0,31}\d)/g, '$1\u00A0→\u00A0')
    .replace(/(\d) (?=([kKMGT]i?B|[mµn]?s|[kKMG]?Hz|%)\b)/g, '$1\u00A0');
}

/** The longest word that is kept whole; a longer one may break, or it could stick out of its column. */
const LONGEST = 32;

/** Letters that fill a square, and between which a line may break anywhere. */
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF01-\uFF60]/gu;

const COMPOUND = /[\p{L}\p{N}+)][-/][\p{L}\p{N}(]/u;

/**
 * Text as HTML. Compound words (`high-throughput`, `PDF/DOCX`) never break at their hyphen or slash: a program that
 * reads the page's text would take the halves for two words.
 */
export function textToHtml(text: string): string {
  return joinFigures(text).replace(/\S+/g, (word) =>
    word.length <= LONGEST && COMPOUND.test(word) && !word.match(SQUARE) ? whole(word) : escapeHtml(word),
  );
}

/** A term that stays on one line, if a line can hold it. */
export function termToHtml(text: string, longest = LONGEST): string {
  return widthOf(text) <= longest ? whole(joinFigures(text)) : textToHtml(text);
}

/** How wide a text is, in Latin letters. */
function widthOf(text: string): number {
  return text.length + (text.match(SQUARE)?.length ?? 0);
}

function whole(text: string): string {
  return `<span class="whole">${escapeHtml(text)}</span>`;
}

/** Inline spans as HTML; every text is escaped, so nothing a profile says becomes markup. */
function spansToHtml(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
          return textToHtml(span.text);
        case 'code':
          return `<code>${escapeHtml(span.text)}</code>`;
        case 'break':
          return '<br>';
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

/** Paragraphs and lists as HTML. */
export function blocksToHtml(blocks: readonly Block[]): string {
  return blocks
    .map((block) => (block.kind === 'list' ? listToHtml(block) : `<p>${richToHtml(block.text)}</p>\n`))
    .join('');
}

/** The item of a list as HTML: its first paragraph stands beside the bullet. */
export function itemToHtml([first, ...rest]: readonly Block[]): string {
  if (first?.kind !== 'paragraph') return first ? blocksToHtml([first, ...rest]) : '';
  return richToHtml(first.text) + (rest.length > 0 ? `\n${blocksToHtml(rest)}` : '');
}

function listToHtml({ start, items }: List): string {
  const name = start === undefined ? 'ul' : 'ol';
  const from = start === undefined || start === 1 ? '' : ` start="${start}"`;
  const inner = items.map((item) => `<li>${itemToHtml(item)}</li>\n`).join('');
  return `<${name} class="bullets"${from}>\n${inner}</${name}>\n`;
}

/** A change of figures, `50ms → 5ms`; a figure with a sign or a unit that is no letter, `+38%`, `$2.5M`. */
const FIGURES =
  /\S{1,32}\u00A0→\u00A0\S{1,32}|(?<!\p{Script=Latin}\s?)(?:[+\-−±≈~$€£₹]{1,8}\p{Nd}[\p{Nd}.,]{0,30}%?|\p{Nd}[\p{Nd}.,]{0,30}[%+])(?![\p{L}\p{Nd}])/gu;

/** Signs at the end of a name in Latin letters, `C++` and `C#`, and at its beginning, `.NET`. */
const TRAILING = /(?<=[\p{Script=Latin}\p{Nd}])[+#]+(?![\p{L}\p{Nd}+#])/gu;
const LEADING = /(?<![\p{L}\p{Nd}])[.#@](?=\p{Script=Latin})/gu;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Keeps its neighbours to what is written from left to right (UAX #9, 2.6). */
const MARK = '\u200E';

/**
 * The body of a page that is written from right to left: figures and names whose signs the order of Unicode would put on
 * their other side are kept in the order in which they were typed.
 */
export function keepFigures(body: string): string {
  return body.replace(/(?<=>)[^<]+/g, (run) =>
    run
      // The names of character references are no text.
      .split(/(&[#\w]+;)/)
      .map((part, index) => (index % 2 === 1 ? part : keep(part)))
      .join(''),
  );
}

/** A text without any letter of such a script: a name, an address, a telephone number. A span of years is none. */
const isForeign = (text: string) =>
  !RIGHT_TO_LEFT.test(text) && (/\p{L}/u.test(text) || /^[+\d][\d\s().-]*$/.test(text));

/** The same for text that is no HTML, where marks have to do; what is foreign stays whole. */
export function keepSigns(text: string): string {
  if (isForeign(text)) return `${MARK}${text}${MARK}`;
  return keep(text, (figures) => `${MARK}${figures}${MARK}`);
}

function keep(text: string, isolate = (figures: string) => `<bdi dir="ltr">${figures}</bdi>`): string {
  if (!/[+\-−±≈~$€£₹%#@.→]/.test(text)) return text;
  return text
    .replace(TRAILING, (signs) => signs + MARK)
    .replace(LEADING, (sign) => MARK + sign)
    .replace(FIGURES, isolate);
}
