import type { Block, List, Rich, Span } from '../content/markup.js';

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

/** Keeps a change of figures (`50ms → 5ms`) and a number with its unit (`200 MB`) on one line. */
function joinFigures(text: string): string {
  return text
    .replace(/(\d\S{0,31}) → (?=\S{0,31}\d)/g, '$1\u00A0→\u00A0')
    .replace(/(\d) (?=([kKMGT]i?B|[mµn]?s|[kKMG]?Hz|%)\b)/g, '$1\u00A0');
}

/** The longest word that is never broken; a longer one could overflow its column. */
const LONGEST = 32;

/** Full-width characters, between which a line may break anywhere. */
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF01-\uFF60]/gu;

const COMPOUND = /[\p{L}\p{N}+)][-/][\p{L}\p{N}(]/u;

/**
 * Converts text to HTML. Compound words (`high-throughput`, `PDF/DOCX`) never break at their hyphen or slash, because
 * text extraction would read the halves as two words.
 */
export function textToHtml(text: string): string {
  return joinFigures(text).replace(/\S+/g, (word) =>
    word.length <= LONGEST && COMPOUND.test(word) && !word.match(SQUARE) ? whole(word) : escapeHtml(word),
  );
}

/** Converts a term to HTML; it stays on one line if it fits. */
export function termToHtml(text: string, longest = LONGEST): string {
  return widthOf(text) <= longest ? whole(joinFigures(text)) : textToHtml(text);
}

/** Returns the width of a text in Latin letters. */
function widthOf(text: string): number {
  return text.length + (text.match(SQUARE)?.length ?? 0);
}

function whole(text: string): string {
  return `<span class="whole">${escapeHtml(text)}</span>`;
}

/** Converts inline spans to HTML; every text is escaped, so profile content never becomes markup. */
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

/** Converts paragraphs and lists to HTML. */
export function blocksToHtml(blocks: readonly Block[]): string {
  return blocks
    .map((block) => (block.kind === 'list' ? listToHtml(block) : `<p>${richToHtml(block.text)}</p>\n`))
    .join('');
}

/** Converts a list item to HTML; its first paragraph is on the same line as the bullet. */
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

/** A change of figures (`50ms → 5ms`), or a figure with a sign or a symbol as its unit (`+38%`, `$2.5M`). */
const FIGURES =
  /\S{1,32}\u00A0→\u00A0\S{1,32}|(?<!\p{Script=Latin}\s?)(?:[+\-−±≈~$€£₹]{1,8}\p{Nd}[\p{Nd}.,]{0,30}%?|\p{Nd}[\p{Nd}.,]{0,30}[%+])(?![\p{L}\p{Nd}])/gu;

/** Symbols at the end of a Latin name (`C++`, `C#`) or at its beginning (`.NET`). */
const TRAILING = /(?<=[\p{Script=Latin}\p{Nd}])[+#]+(?![\p{L}\p{Nd}+#])/gu;
const LEADING = /(?<![\p{L}\p{Nd}])[.#@](?=\p{Script=Latin})/gu;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The left-to-right mark (UAX #9, 2.6). */
const MARK = '\u200E';

/**
 * Keeps the typed order of figures and names in the body of a right-to-left page, where the bidirectional algorithm
 * would move their symbols to the other side.
 */
export function keepFigures(body: string): string {
  return body.replace(/(?<=>)[^<]+/g, (run) =>
    run
      // The names of character references are not text.
      .split(/(&[#\w]+;)/)
      .map((part, index) => (index % 2 === 1 ? part : keep(part)))
      .join(''),
  );
}

/**
 * `true` for a text without right-to-left letters: a name, an address, a telephone number. A range of years does not
 * count.
 */
const isForeign = (text: string) =>
  !RIGHT_TO_LEFT.test(text) && (/\p{L}/u.test(text) || /^[+\d][\d\s().-]*$/.test(text));

/**
 * Keeps the typed order in text outside HTML, using marks instead of elements; left-to-right texts are marked as a
 * whole.
 */
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

/** An HTML element, found by its tags without parsing the document. */
interface FoundElement {
  from: number;
  to: number;
  /** The start tag. */
  start: string;
  content: string;
  /** The end tag. */
  end: string;
}

/**
 * Finds the elements with given names, each up to the first end tag of its name. Nested elements and those without an
 * end tag are left out. The time is linear in the length of the text, even with unclosed tags.
 *
 * @param names one name, or several separated by `|`
 */
export function findElements(html: string, names: string): FoundElement[] {
  const ends = new Map<string, { from: number; tag: string }[]>();
  for (const { index, 0: tag, 1: name = '' } of html.matchAll(/<\/([a-z][a-z0-9]{0,20})>/gi)) {
    const key = name.toLowerCase();
    const known = ends.get(key);
    if (known) known.push({ from: index, tag });
    else ends.set(key, [{ from: index, tag }]);
  }
  const next = new Map<string, number>();
  const found: FoundElement[] = [];
  let to = 0;
  let close = -1;
  for (const { index, 1: name = '' } of html.matchAll(new RegExp(`<(${names})\\b`, 'gi'))) {
    if (index < to) continue;
    if (close < index) close = html.indexOf('>', index);
    if (close === -1) break;
    const key = name.toLowerCase();
    const tags = ends.get(key) ?? [];
    let number = next.get(key) ?? 0;
    while ((tags[number]?.from ?? Infinity) <= close) number++;
    next.set(key, number);
    const end = tags[number];
    if (!end) continue;
    to = end.from + end.tag.length;
    const content = html.slice(close + 1, end.from);
    found.push({ from: index, to, start: html.slice(index, close + 1), content, end: end.tag });
  }
  return found;
}

/** Replaces each element with one of several names: see `findElements`. */
export function replaceElements(html: string, names: string, replace: (element: FoundElement) => string): string {
  let text = '';
  let end = 0;
  for (const element of findElements(html, names)) {
    text += html.slice(end, element.from) + replace(element);
    end = element.to;
  }
  return text + html.slice(end);
}
