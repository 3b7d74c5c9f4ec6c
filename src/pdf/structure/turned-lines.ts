import type { PDFDict, PDFDocument, PDFRef } from 'pdf-lib';
import { turnedFont } from '../fonts/turned.js';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { contentOf, replaceContent, resourcesOf } from '../syntax/page-content.js';
import { type Element, isElement, isMark } from './elements.js';
import { applyEdits, type Edit } from './mark-edits.js';
import { type PaintedRun, type Piece, paintRuns } from './paint-runs.js';
import { type Glyph, type PaintedLine, type PaintedMark, type PaintedText, readPaintedLines } from './painted-lines.js';
import { directionOf, hasRightToLeft, isRightToLeft, readingOrder } from './reading-order.js';

/**
 * Paints the words of each line with text from right to left in the order in which they are read. The browser paints them
 * from left to right, and programs that follow the order of painting read the last word first; they do turn the letters
 * of a word around. The page looks the same. Documents that are written from left to right are left unchanged: programs
 * read the few words from right to left in them best as the browser paints them.
 *
 * @param root the structure tree, whose order decides between the texts of a line
 */
export function turnLines(document: PDFDocument, root: Element): void {
  const pages = document.getPages().flatMap(({ node, ref }) => {
    const fonts = dictAt(resourcesOf(node), 'Font');
    return fonts ? [{ node, ref, fonts }] : [];
  });
  if (!pages.some(({ fonts }) => fontsIn(fonts).some(paintsRightToLeft))) return;
  const read = pages.map((page) => {
    const bytes = contentOf(page.node);
    return { ...page, bytes, lines: readPaintedLines(bytes, (name) => dictAt(page.fonts, name)) };
  });
  if (!isRightToLeft(read.flatMap(({ lines }) => lines.flatMap(({ texts }) => texts.map(wordsOf))).join(''))) return;
  const places = placesOf(root);
  for (const { node, ref, bytes, lines, fonts } of read) {
    const order = places.get(ref) ?? new Map<number, number>();
    const edits = lines.flatMap((line) => turnLine(line, order, (name) => turnedFont(fonts, name)));
    if (edits.length > 0) replaceContent(node, applyEdits(bytes, edits));
  }
}

function fontsIn(fonts: PDFDict): PDFDict[] {
  return fonts.keys().flatMap((name) => dictAt(fonts, name.decodeText()) ?? []);
}

function paintsRightToLeft(font: PDFDict): boolean {
  return [...(codesOf(font).texts?.values() ?? [])].some(hasRightToLeft);
}

/** The place of each mark in the structure tree, by page and identifier. */
function placesOf(root: Element): Map<PDFRef, Map<number, number>> {
  const places = new Map<PDFRef, Map<number, number>>();
  let count = 0;
  const visit = ({ kids }: Element): void => {
    for (const kid of kids) {
      if (isElement(kid)) visit(kid);
      else if (isMark(kid)) {
        const page = places.get(kid.page) ?? new Map<number, number>();
        places.set(kid.page, page.set(kid.mcid, count++));
      }
    }
  };
  visit(root);
  return places;
}

/** The edit that turns a line; none if it shares a mark with another line. */
function turnLine(
  { texts, after }: PaintedLine,
  places: ReadonlyMap<number, number>,
  turned: (font: string) => string,
): Edit[] {
  const [first, last] = [texts[0], texts.at(-1)];
  if (!first || !last) return [];
  const marks = new Set(texts.map(({ mark }) => mark));
  const isWhole = [...marks].every((mark) => !mark || isWithin(mark, texts));
  if (!isWhole && marks.size > 1) return [];
  const runs = inTreeOrder(texts.flatMap(piecesOf), places).flatMap((group) => {
    const words = group.map((piece) => piece.words);
    const directions = group.map(({ direction }) => direction);
    return readingOrder(words, directions, true).map(
      ({ at, isRight }): PaintedRun => ({ isRight, pieces: at.flatMap((index) => group[index] ?? []) }),
    );
  });
  const start = (isWhole ? first.mark?.open.start : undefined) ?? first.start;
  const end = (isWhole ? last.mark?.end : undefined) ?? last.end;
  return [{ start, end, text: paintRuns(runs, { after, isWhole, turned }) }];
}

function isWithin(mark: PaintedMark, texts: readonly PaintedText[]): boolean {
  return !mark.isOdd && mark.end !== undefined && mark.texts === texts.filter((text) => text.mark === mark).length;
}

const wordsOf = ({ glyphs }: { glyphs: readonly Glyph[] }) => glyphs.map(({ text }) => text).join('');
const isBlank = (words: string) => /^\s+$/.test(words);

/** The pieces of a text object. Text from right to left is divided into its words and the spaces between them. */
function piecesOf(text: PaintedText): Piece[] {
  const pieces: Piece[] = [];
  for (const glyph of text.glyphs) {
    const last = pieces.at(-1);
    if (last && (!text.isReversed || isBlank(last.words) === isBlank(glyph.text))) {
      last.glyphs.push(glyph);
      last.words += glyph.text;
    } else pieces.push({ text, glyphs: [glyph], words: glyph.text, direction: 'mark' });
  }
  for (const piece of pieces) piece.direction = text.isReversed ? 'right' : directionOf(piece.words);
  return pieces;
}

/** The most marks of one text that is read from left to right, such as a telephone number in a link, plus its end. */
const MOST_MARKS = 3;

/**
 * Divides the pieces of a line by their marks, in the order of the structure tree. Text that a style generates, such as a
 * separator, follows what is read before it: the mark on its right, or the last mark of a text from left to right there.
 */
function inTreeOrder(pieces: readonly Piece[], places: ReadonlyMap<number, number>): Piece[][] {
  const place = (of: PaintedMark | undefined) => (of ? (places.get(of.mcid) ?? Number.POSITIVE_INFINITY) : -1);
  const groups = new Map<PaintedMark | undefined, Piece[]>();
  let last: PaintedMark | undefined;
  for (const piece of pieces.toReversed()) {
    const { mark = last } = piece.text;
    const group = groups.get(mark);
    if (group) group.push(piece);
    else groups.set(mark, [piece]);
    const ahead = place(last) - place(mark);
    if (!(ahead > 0 && ahead <= MOST_MARKS)) last = mark;
  }
  return [...groups].sort(([one], [other]) => place(one) - place(other)).map(([, group]) => group.reverse());
}
