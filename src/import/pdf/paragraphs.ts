import { isTermList } from '../../ats/lines.js';
import { findDates } from './dates.js';
import { escapeProse } from './escape.js';
import { markdownOf, type Span, spansOf } from './marked-text.js';
import { type Cell, type Line, type Place, placeOf, textOf, union } from './model.js';

/** Text of one or several lines, with its place. */
export interface Passage {
  text: string;
  /** The text as prose of a profile, with bold words and links. */
  prose: string;
  places: Place[];
}

/** A part of a section: an item of a list, running text, or a line that may be part of a heading. */
export interface Block extends Passage {
  kind: 'bullet' | 'prose' | 'line';
  lines: Line[];
  /** The depth of a list item, from 0. */
  level: number;
}

const BULLET = /^(?:[•◦‣⁃∙●○■□▪▫◆◇▶►▸➢➤➔✓✔★*·–—-]\s+(?=\S)|[•◦‣●○■▪◆➢➤](?=\p{L})|o\s+(?=\p{Lu}\p{L}))/u;
const NUMBER = /^\(?(\d{1,2})[.)]\s+(?=\p{Lu})/u;

export function isBullet(line: Line): boolean {
  return line.cells[0] !== undefined && isBulleted(line.cells[0]);
}

export function isBulleted({ text }: Pick<Cell, 'text'>): boolean {
  return BULLET.test(text);
}

export function withoutBullet(text: string): string {
  return text.replace(BULLET, '').replace(NUMBER, '');
}

/** `true` for an item of a numbered list: the next or the previous number is near. */
function isInSequence(lines: readonly Line[], index: number): boolean {
  const own = numberOf(lines[index]);
  if (own === undefined) return false;
  return lines
    .slice(Math.max(0, index - 4), index + 5)
    .some((line) => Math.abs((numberOf(line) ?? Number.NaN) - own) === 1);
}

function numberOf(line: Line | undefined): number | undefined {
  const [, number] = NUMBER.exec(line?.cells[0]?.text ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Joins lines to list items and paragraphs. */
export function blocksOf(lines: readonly Line[], right: number): Block[] {
  const blocks: Block[] = [];
  // A column beside others may be elsewhere on the next page.
  const margins = new Map<number, number>();
  for (const { page, x } of lines) margins.set(page, Math.min(x, margins.get(page) ?? x));
  const tight = Math.min(...lines.map(({ gap }) => gap).filter((gap) => gap > 1));
  const marks = [...new Set(lines.filter(isBullet).map(({ x }) => Math.round(x / 3)))].toSorted((a, b) => a - b);
  for (const [index, line] of lines.entries()) {
    const last = blocks.at(-1);
    const before = lines[index - 1];
    if ((isBullet(line) && !isDash(line, last, right)) || isInSequence(lines, index)) {
      const level = Math.max(0, marks.indexOf(Math.round(line.x / 3)));
      blocks.push({ kind: 'bullet', lines: [line], level, ...passageOf([line]) });
    } else if (
      last &&
      before &&
      last.kind !== 'line' &&
      goesOn(last, line, right) &&
      !isNewSentence(last, line, tight)
    ) {
      last.lines.push(line);
      Object.assign(last, passageOf(last.lines));
    } else if (isIndentedItem(line, before, last, margins.get(line.page) ?? 0))
      blocks.push({ kind: 'bullet', lines: [line], level: 0, ...passageOf([line]) });
    else if (isProse(line, lines[index + 1], right))
      blocks.push({ kind: 'prose', lines: [line], level: 0, ...passageOf([line]) });
    else blocks.push({ kind: 'line', lines: [line], level: 0, ...passageOf([line]) });
  }
  return blocks.flatMap(withoutSentences);
}

/** Lines that each are a whole sentence are the items of a list, not one paragraph. */
function withoutSentences(block: Block): Block[] {
  const texts = block.lines.map(textOf);
  const isList =
    block.kind === 'prose' && texts.length > 1 && texts.every((text) => /^[\p{Lu}\p{Nd}].*[.!?]$/u.test(text));
  return isList ? block.lines.map((line) => ({ ...block, lines: [line], ...passageOf([line]) })) : [block];
}

/** `true` for a dash inside a sentence, at which the line above was broken. */
function isDash(line: Line, last: Block | undefined, right: number): boolean {
  const before = last?.lines.at(-1);
  const text = line.cells[0]?.text ?? '';
  if (!last || !before || last.kind === 'line' || !/^[–—-]\s+\p{Ll}/u.test(text)) return false;
  const isSameMark = (last.lines[0]?.cells[0]?.text ?? '').startsWith(text.slice(0, 1));
  return !isSameMark && before.right + line.size * 3 > right - (right - before.x) * 0.12;
}

/** `true` if a line is the next one of a list item or a paragraph. */
function goesOn(block: Block, line: Line, right: number): boolean {
  const [first] = block.lines;
  const last = block.lines.at(-1);
  if (!first || !last || line.cells.length > 1) return false;
  // The structure of a tagged PDF or of a word processor says which lines belong together.
  if (first.role !== undefined && line.role !== undefined && first.tag !== line.tag) return false;
  if (first.role === 'item' || first.role === 'paragraph') return first.tag === line.tag;
  const isNewPage = line.page !== last.page;
  if (line.gap > 1.9 && !isNewPage) return false;
  // A list of terms below a sentence is not a part of it.
  if (isTermList(textOf(line)) && /[.!?]$/.test(textOf(last))) return false;
  const cell = line.cells[0];
  const head = first.cells[0];
  if (
    !cell ||
    !head ||
    Math.abs(cell.size - head.size) > 0.6 ||
    (cell.bold && !head.bold && !(block.kind === 'bullet' && cell.x > first.x + 2))
  )
    return false;
  if (block.kind === 'prose' && line.x > last.x + line.size * 0.6) return false;
  const isFull = last.right + widthOfFirstWord(line) > right - line.size * 0.2;
  const isLower = /^[\p{Ll}\p{Nd}(&%$€£+]/u.test(cell.text);
  const isHanging = block.kind === 'bullet' && cell.x > first.x + 2;
  if (/[-\u00ad]$/.test(textOf(last)) && isLower) return true;
  // A line that leaves much room was not broken.
  if (!isLower && right - last.right > (right - first.x) * 0.3 && widthOfFirstWord(line) < (right - last.right) / 2)
    return false;
  if (isHanging && isBullet(first)) return !isOtherGap(block, line) || isLower || isFull;
  if (isFull) return !isOtherGap(block, line) || isLower;
  return isLower && line.gap < 1.6 && last.right > first.x + (right - first.x) * 0.6;
}

/** `true` for a sentence below a whole one, from which it is further than lines are from each other. */
function isNewSentence(block: Block, line: Line, tight: number): boolean {
  const last = block.lines.at(-1);
  if (!last || line.page !== last.page || line.gap <= tight * 1.12 || line.role !== undefined) return false;
  return /[.!?]$/.test(textOf(last)) && /^\p{Lu}/u.test(textOf(line));
}

/** `true` if a line is further from the one above than the lines of a block are from each other. */
function isOtherGap(block: Block, line: Line): boolean {
  const gaps = block.lines.slice(1).map(({ gap }) => gap);
  return gaps.length > 0 && line.gap > Math.min(...gaps) * 1.12 && Number.isFinite(line.gap);
}

function widthOfFirstWord(line: Line): number {
  const cell = line.cells[0];
  if (!cell) return 0;
  const word = cell.text.split(' ', 1)[0] ?? '';
  return ((cell.right - cell.x) * (word.length + 1)) / Math.max(cell.text.length, 1);
}

/** A list item whose bullet is drawn, not written: it is indented below the heading of its entry, or below another. */
function isIndentedItem(line: Line, above: Line | undefined, last: Block | undefined, margin: number): boolean {
  const [cell, second] = line.cells;
  if (!cell || second || cell.bold || findDates(textOf(line)).some(({ isPeriod }) => isPeriod)) return false;
  if (line.role === 'item') return true;
  if (line.x < margin + line.size * 0.6 || !above || cell.text.split(' ').length < 3) return false;
  const [first] = last?.lines ?? [];
  if (last?.kind === 'bullet' && first && !isBullet(first)) return Math.abs(first.x - line.x) < 2;
  if (last?.kind === 'prose' && first && Math.abs(first.x - margin) < 4) return line.x > first.x + line.size * 0.6;
  return last?.kind === 'line' && Math.abs(above.x - margin) < 4;
}

/** `true` for running text: a sentence, or a line that goes on. */
function isProse(line: Line, next: Line | undefined, right: number): boolean {
  const [cell, second] = line.cells;
  if (!cell || second) return false;
  // A paragraph of several lines is running text, unless it begins with the label of a list.
  const isPlain = cell.pieces.some(({ bold, text }) => !bold && text.trim() !== '');
  if (isPlain && line.role === 'paragraph' && next?.tag === line.tag && !/^[^:]{1,40}: /.test(cell.text)) return true;
  if (cell.bold || isTermList(cell.text)) return false;
  const words = cell.text.split(' ').length;
  if (findDates(cell.text).some(({ isPeriod }) => isPeriod) || words < 4) return false;
  if (/[.!?]$/.test(cell.text) && words >= 5 && !/\b(?:Inc|Ltd|Corp|Co|St|U\.S|D\.C)\.$/.test(cell.text)) return true;
  if (/^[^:]{1,40}: /.test(cell.text)) return words >= 7;
  const isFull =
    next !== undefined && cell.right + widthOfFirstWord(next) > right - line.size && next.cells.length === 1;
  if (isTitle(cell.text)) return false;
  return words >= 11 || (isFull && words >= 7 && /^\p{Ll}/u.test(next?.cells[0]?.text ?? ''));
}

/** `true` for a name in English capitals: all words but short ones begin with a capital. */
function isTitle(text: string): boolean {
  const long = text.split(/[\s,/-]+/).filter((word) => /^\p{L}{4,}/u.test(word));
  return long.length > 3 && long.every((word) => /^\p{Lu}/u.test(word)) && !/[.!?]$/.test(text);
}

/** Joins the lines of a passage: a word that is broken at the end of a line becomes one word if that is safe. */
export function passageOf(lines: readonly Line[]): Passage {
  let text = '';
  const spans: Span[] = [];
  for (const [index, line] of lines.entries()) {
    const own = index === 0 ? withoutBullet(textOf(line)) : textOf(line);
    const joined = joinText(text, own);
    addSpans(spans, line, own, joined.slice(0, joined.length - own.length));
    text = joined;
  }
  text = text.replace(/\u00ad/g, '');
  const prose = spans.map((span) => ({ ...span, text: span.text.replace(/\u00ad/g, '') }));
  return { text, prose: markdownOf(prose, escapeProse), places: lines.flatMap(({ cells }) => cells.map(placeOf)) };
}

/** Adds the spans of a line behind the text so far, which ends as given. */
function addSpans(spans: Span[], line: Line, own: string, before: string): void {
  const last = spans.at(-1);
  if (last && /[^ ] $/.test(before)) {
    const next = line.cells[0] && spansOf(line.cells[0])[0];
    const isOne = last.url !== undefined && last.url === next?.url;
    if (isOne) last.text += ' ';
    else spans.push({ text: ' ', bold: false, url: undefined });
  } else if (last && /\u00ad$/.test(last.text)) last.text = last.text.slice(0, -1);
  const all = line.cells.flatMap((cell, index) => [
    ...(index > 0 ? [{ text: ' ', bold: false, url: undefined }] : []),
    ...spansOf(cell),
  ]);
  // The mark of a list item is no part of its text.
  let dropped = textOf(line).length - own.length;
  for (const span of all) {
    const text = span.text.slice(Math.min(dropped, span.text.length));
    dropped = Math.max(0, dropped - span.text.length);
    if (text !== '') spans.push({ ...span, text });
  }
}

/** Joins two lines of a text. A hyphen stays, unless it is soft, or stands in a long word of small letters. */
export function joinText(text: string, next: string): string {
  if (text === '') return next;
  if (/\u00ad$/.test(text)) return `${text.slice(0, -1)}${next}`;
  if (/\p{L}-$/u.test(text) || /[\p{L}\p{Nd}]\/$/u.test(text)) return `${text}${next}`;
  if (UNSPACED.test(text.slice(-1)) && UNSPACED.test(next.slice(0, 1))) return `${text}${next}`;
  return `${text} ${next}`;
}

/** Characters of scripts that are written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** The place of a passage on its first page. */
export function placeOfPassage({ places }: Passage): Place | undefined {
  return union(places);
}
