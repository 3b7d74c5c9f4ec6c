import { DIRECTION } from '../pdf/cell-text.js';
import type { Page, PageLink, Run, TagRole } from '../pdf/model.js';
import type { FlowBlock, FlowPiece, Paragraph, Table, TabStop } from './model.js';

/** The height of a line and the width of an average letter, relative to the size of the type. */
const LINE = 1.2;
const LETTER = 0.48;

/** The distance of tab stops that a document does not set, in points. */
const USUAL_TAB = 36;

/** The place of the text on the page, in points. */
const LEFT = 56;

/** The space between the columns of a table, in points; without borders, less would look like a space. */
const GUTTER = 12;

/**
 * Sets blocks on one long page, as a printer would with letters of one width, so that they are read as a PDF is: by
 * columns, lines, sizes and indents. Each paragraph is an element of its own, so its lines are never joined to others.
 *
 * @param width the width of the text in points
 */
export function setOnPage(blocks: readonly FlowBlock[], width: number): Page {
  const setter = new Setter();
  const end = setter.blocks(blocks, LEFT, width, LEFT);
  return {
    number: 1,
    width: width + LEFT * 2,
    height: end + LEFT,
    runs: setter.runs,
    links: setter.links,
    roles: setter.roles,
    isHyphenated: false,
    isMirrored: false,
  };
}

/** A word or a space, in the style of its piece. */
interface Token {
  text: string;
  piece: FlowPiece;
}

class Setter {
  readonly runs: Run[] = [];
  readonly links: PageLink[] = [];
  readonly roles = new Map<number, TagRole>();

  /** Sets blocks below each other; returns the lower end. */
  blocks(blocks: readonly FlowBlock[], left: number, width: number, top: number): number {
    let y = top;
    let after = 0;
    for (const block of blocks) {
      if (block.kind === 'table') {
        y = this.#table(block, left, width, y + after);
        after = 0;
      } else {
        y = this.#paragraph(block, left, width, y + Math.max(after, block.before));
        after = block.after;
      }
    }
    return y + after;
  }

  #table({ widths, rows }: Table, left: number, width: number, top: number): number {
    const whole = widths.reduce((sum, each) => sum + each, 0);
    // A table wider than the text, or without widths, is fitted to it.
    const scale = whole > 0 ? Math.min(1, width / whole) : 0;
    const count = Math.max(...rows.map((row) => row.reduce((sum, { span }) => sum + span, 0)), 1);
    const widthOf = (column: number) => (scale > 0 ? (widths[column] ?? 0) * scale : width / count);
    let y = top;
    for (const row of rows) {
      let column = 0;
      let x = left;
      let end = y;
      for (const cell of row) {
        let own = 0;
        for (let each = 0; each < cell.span; each++) own += widthOf(column + each);
        column += cell.span;
        end = Math.max(end, this.blocks(cell.blocks, x, Math.max(own - GUTTER, 24), y));
        x += own;
      }
      y = end;
    }
    return y;
  }

  #paragraph(paragraph: Paragraph, left: number, width: number, top: number): number {
    const tag = this.roles.size + 1;
    this.roles.set(tag, paragraph.role);
    const indent = Math.min(Math.max(paragraph.indent, 0), width * 0.7);
    const lines = linesOf(paragraph.pieces, width - indent);
    let y = top;
    for (const line of lines) {
      const size = Math.max(...line.map(({ piece }) => piece.size), 0) || 11;
      y += size * LINE;
      this.#line(line, { paragraph, left: left + indent, width: width - indent, y, tag });
    }
    return lines.length === 0 ? top + (paragraph.pieces[0]?.size ?? 11) * LINE : y;
  }

  #line(
    line: readonly Token[],
    at: { paragraph: Paragraph; left: number; width: number; y: number; tag: number },
  ): void {
    const parts = splitAtTabs(line);
    let x = at.left;
    for (const [index, part] of parts.entries()) {
      const own = widthOfTokens(part);
      if (index === 0) x += startOf(at.paragraph.align, parts.length > 1 ? undefined : at.width - own);
      else x = afterTab(x - at.left, own, at.paragraph.tabs, at.width, parts.length - index) + at.left;
      for (const run of merged(part)) {
        const width = widthOf(run.text, run.piece.size);
        this.#put(run, x, width, at.y, at.tag);
        x += width;
      }
    }
  }

  #put({ text, piece }: Token, x: number, width: number, y: number, tag: number): void {
    if (text.trim() === '') return;
    const { size, bold, italic, url } = piece;
    this.runs.push({ text, x, y, width, size, bold, italic, font: 'text', tag });
    if (url !== undefined) this.links.push({ url, box: [x, y - size, x + width, y + size * 0.25] });
  }
}

function startOf(align: Paragraph['align'], room: number | undefined): number {
  if (room === undefined || align === 'left' || room < 0) return 0;
  return align === 'center' ? room / 2 : room;
}

/** The place of text after a tab: its stop, or a gap at least, so that it is never joined to the text before. */
function afterTab(x: number, own: number, stops: readonly TabStop[], width: number, left: number): number {
  const next = stops.find(({ at }) => at > x + 1);
  const gap = x + USUAL_TAB / 2;
  // After the last stop of its own, a single tab leads to the right edge in the usual layouts.
  if (!next) return left === 1 && stops.length === 0 && width - own > gap ? Math.max(gap, nextUsual(x)) : gap;
  if (next.align === 'left') return next.at;
  return Math.max(gap, next.align === 'right' ? next.at - own : next.at - own / 2);
}

function nextUsual(x: number): number {
  return (Math.floor(x / USUAL_TAB) + 1) * USUAL_TAB;
}

function widthOf(text: string, size: number): number {
  let wide = 0;
  for (const letter of text) wide += (letter.codePointAt(0) ?? 0) > 0x2e7f ? 1 : LETTER;
  return wide * size;
}

function widthOfTokens(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { text, piece }) => sum + widthOf(text, piece.size), 0);
}

/** Breaks the pieces of a paragraph into lines. */
function linesOf(pieces: readonly FlowPiece[], width: number): Token[][] {
  const lines: Token[][] = [];
  let line: Token[] = [];
  let used = 0;
  const end = () => {
    while (line.at(-1)?.text.trim() === '') line.pop();
    if (line.length > 0) lines.push(line);
    line = [];
    used = 0;
  };
  for (const piece of pieces) {
    for (const text of piece.text.replace(DIRECTION, '').match(/\n|\t|[^\S\n\t]+|\S+/g) ?? []) {
      if (text === '\n') {
        end();
        continue;
      }
      const own = text === '\t' ? USUAL_TAB : widthOf(text, piece.size);
      if (used + own > width && line.length > 0 && text.trim() !== '') end();
      if (line.length === 0 && text.trim() === '' && text !== '\t') continue;
      line.push({ text, piece });
      used += own;
    }
  }
  end();
  return lines;
}

function splitAtTabs(line: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of line) {
    if (token.text === '\t') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Joins neighbours of one style. */
function merged(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (last && last.piece === token.piece) last.text += token.text;
    else joined.push({ ...token });
  }
  return joined;
}
