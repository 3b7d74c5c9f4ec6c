import type { PrintJob } from './page.js';

/**
 * A space that is painted but takes no room. Layout drops the white space between boxes, so in the text of a PDF the last
 * word of one field would touch the first word of the next.
 */
const GAP = '<x-gap> </x-gap>';
const STYLE = '<style>x-gap{display:contents;font-size:1px;line-height:0;white-space:pre-wrap}</style>';

/** The start tag of a word that a line break never divides, as `template/html.ts` writes it. */
const WHOLE = '<span class="whole">';

/** Elements that are part of a line of text; all others begin and end lines. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);

/** Elements whose content is not text of the page. */
const OPAQUE = new Set(['head', 'math', 'pre', 'script', 'style', 'svg', 'template', 'textarea', 'title']);

/** Adds a space after each field of a document, so that every program extracts the same words from its PDF. */
export function separated(job: PrintJob): PrintJob {
  const { html, parts } = job;
  if (!parts) return { ...job, html: separateFields(html) };
  const body = separateFields(parts.body);
  const whole = html.includes(parts.body) ? html.replace(parts.body, () => body) : separateFields(html);
  return { ...job, html: whole, parts: { ...parts, body } };
}

/**
 * Inserts a painted space after the last text of each block, and between inline elements that white space separates. The
 * space goes into the innermost element, so that no selector of the page's style matches differently. The time is linear
 * in the length of the text.
 */
export function separateFields(html: string): string {
  let text = '';
  let done = 0;
  /** The end of the last text that has no space after it yet. */
  let open: number | undefined;
  const separate = () => {
    if (open === undefined) return;
    text += html.slice(done, open) + GAP;
    done = open;
    open = undefined;
  };
  let end = 0;
  let isAfterInline = false;
  let isInWord = false;
  for (let start = html.indexOf('<'); start !== -1; start = html.indexOf('<', end)) {
    const between = html.slice(end, start);
    const written = between.trimEnd();
    if (written !== '') open = end + written.length;
    const tag = tagAt(html, start);
    if (!tag) break;
    const isInline = tag.name === '!' || INLINE.has(tag.name);
    if (!isInline || (isAfterInline && written === '' && between !== '' && !tag.isEnd)) separate();
    // A word that is kept whole is no field.
    if (html.startsWith(WHOLE, start)) isInWord = true;
    isAfterInline = isInline && tag.isEnd && !isInWord;
    if (tag.isEnd) isInWord = false;
    end = OPAQUE.has(tag.name) && !tag.isEnd ? endOf(html, tag) : tag.end;
  }
  const rest = html.slice(end).trimEnd();
  if (rest !== '' && !rest.includes('<')) open = end + rest.length;
  separate();
  return text === '' ? html : text + html.slice(done) + STYLE;
}

interface Tag {
  /** In lower case; `!` if it is not the tag of an element. */
  name: string;
  isEnd: boolean;
  /** The index after the tag. */
  end: number;
}

const TAG = /<(\/?)([a-z][a-z0-9-]{0,30})(?:[^<>"']|"[^"]*"|'[^']*')*>/iy;

/** The tag, comment or declaration at an index, or a `<` that begins none; undefined if it is never closed. */
function tagAt(html: string, start: number): Tag | undefined {
  if (html.startsWith('<!--', start)) {
    const end = html.indexOf('-->', start + 4);
    return end === -1 ? undefined : { name: '!', isEnd: false, end: end + 3 };
  }
  TAG.lastIndex = start;
  const [whole = '', slash = '', name = ''] = TAG.exec(html) ?? [];
  if (whole !== '') return { name: name.toLowerCase(), isEnd: slash !== '', end: start + whole.length };
  const close = html.indexOf('>', start);
  if (close === -1 && /[a-z/!?]/i.test(html[start + 1] ?? '')) return undefined;
  return { name: '!', isEnd: false, end: 1 + (/[!?]/.test(html[start + 1] ?? '') ? close : start) };
}

const CLOSING = /<\/(head|math|pre|script|style|svg|template|textarea|title)\b/gi;

/** The index of the end tag of an element; the end of the document if it has none. */
function endOf(html: string, { name, end }: Tag): number {
  CLOSING.lastIndex = end;
  for (let found = CLOSING.exec(html); found; found = CLOSING.exec(html))
    if (found[1]?.toLowerCase() === name) return found.index;
  return html.length;
}
