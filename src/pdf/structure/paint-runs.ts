import type { Colours, Glyph, PaintedMark, PaintedText } from './painted-lines.js';
import type { Direction } from './reading-order.js';

/** Glyphs that are painted one after another: a word, spaces, or a text from left to right. */
export interface Piece {
  text: PaintedText;
  glyphs: Glyph[];
  words: string;
  direction: Direction;
}

/** Pieces that are read one after another. */
export interface PaintedRun {
  pieces: Piece[];
  isRight: boolean;
}

/** The line whose pieces are painted. */
interface LineFacts {
  /** The colours that what follows the line expects. */
  after: Colours;
  /** `true` to write the marks around the pieces; `false` if they are all in one mark that is open. */
  isWhole: boolean;
  /** The name of the font with texts for words from right to left, by that of the usual one. */
  turned(font: string): string;
}

/** Returns the operators that paint pieces in their order. Each stays where it was, except spaces. */
export function paintRuns(runs: readonly PaintedRun[], { after, isWhole, turned }: LineFacts): string {
  const parts: string[] = [];
  let colours: Colours = {};
  let mark: PaintedMark | undefined;
  /** The right edge of the last word. */
  let edge: number | undefined;
  const setColours = (wanted: Colours) => {
    for (const [operator, source] of Object.entries(wanted)) if (colours[operator] !== source) parts.push(source);
    colours = wanted;
  };
  for (const run of runs) {
    for (const piece of run.pieces) {
      const { text, glyphs, words } = piece;
      if (isWhole && text.mark !== mark) {
        if (mark) parts.push('EMC');
        if (text.mark) parts.push(text.mark.open.source);
        mark = text.mark;
      }
      setColours(text.colours);
      const left = text.x + (glyphs[0]?.x ?? 0);
      const width = widthOf(glyphs);
      const isSpace = /^\s+$/.test(words);
      // A space stands at the right edge of the word before it, where programs that take words apart at gaps find it.
      const at = isSpace && edge !== undefined ? edge : left;
      parts.push(...paintPiece(piece, at, isSpace || run.isRight ? turned(text.font) : text.font));
      edge = at + width;
    }
  }
  if (mark) parts.push('EMC');
  setColours(after);
  return parts.join('\n');
}

function widthOf(glyphs: readonly Glyph[]): number {
  const [first, last] = [glyphs[0], glyphs.at(-1)];
  return first && last ? last.x - first.x + last.width : 0;
}

function paintPiece({ text, glyphs }: Piece, x: number, font: string): string[] {
  const [first] = glyphs;
  if (!first) return [];
  const parts = ['BT'];
  if (text.isReversed) parts.push('/ReversedChars BMC');
  parts.push(`/${font} ${text.size} Tf`, `1 0 0 ${text.up} ${precise(x)} ${precise(text.y + text.up * first.y)} Tm`);
  let before = first;
  let stated: Glyph['stated'];
  for (const glyph of glyphs) {
    const next = needsStated(glyph, glyphs) ? glyph.stated : undefined;
    if (stated && next !== stated) parts.push('EMC');
    if (next && next !== stated) parts.push(next.source);
    stated = next;
    const isMoved = glyph !== first;
    parts.push(isMoved ? `${precise(glyph.x - before.x)} ${precise(glyph.y - before.y)} Td ${glyph.show}` : glyph.show);
    before = glyph;
  }
  if (stated) parts.push('EMC');
  if (text.isReversed) parts.push('EMC');
  parts.push('ET');
  return parts;
}

/** `true` if the replacement text of a glyph says more than the texts of its font. */
function needsStated({ stated }: Glyph, glyphs: readonly Glyph[]): boolean {
  if (!stated) return false;
  const texts = glyphs.filter((glyph) => glyph.stated === stated).map(({ text }) => text);
  return texts.reverse().join('') !== stated.text;
}

/** A coordinate, as precise as those of the browser. */
export function precise(value: number): string {
  return String(Math.round(value * 1e5) / 1e5);
}
