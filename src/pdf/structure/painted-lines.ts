import type { PDFDict } from 'pdf-lib';
import { codesOf } from '../fonts/unicode.js';
import { advancesOf } from '../fonts/widths.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { statedText } from './names.js';

/** A glyph, or several that one operator shows. */
export interface Glyph {
  /** The position, relative to the start of its text object. */
  x: number;
  y: number;
  /** The operator that shows it, as written. */
  show: string;
  text: string;
  /** In the units of the page's content. */
  width: number;
  /** The replacement text that covers it, perhaps together with its neighbours. */
  stated: StatedText | undefined;
}

/** A sequence with a replacement text (ISO 32000-1, 14.9.4), which the browser writes around letters that are joined. */
export interface StatedText {
  /** The operator that begins it, as written. */
  source: string;
  text: string;
}

/** A text object as the browser writes one: glyphs of one font on one line (ISO 32000-1, 9.4). */
export interface PaintedText {
  start: number;
  end: number;
  /** `true` if its glyphs are in the reverse of the order in which they are read (14.8.2.3.3). */
  isReversed: boolean;
  /** The name of the font in the resources, and the size as written. */
  font: string;
  size: string;
  /** The direction of the vertical axis of its glyphs on the page: 1 or -1. */
  up: number;
  x: number;
  y: number;
  glyphs: Glyph[];
  /** The mark that holds it; undefined for text that a style generates. */
  mark: PaintedMark | undefined;
  colours: Colours;
}

/** A marked-content sequence around text objects. */
export interface PaintedMark {
  mcid: number;
  open: { start: number; end: number; source: string };
  /** The end of the sequence; undefined while it is open. */
  end: number | undefined;
  /** The number of its text objects. */
  texts: number;
  /** `true` if it holds anything but text objects of the usual form. */
  isOdd: boolean;
}

/** The operators in effect that set colours and transparency, as written, by operator. */
export type Colours = Readonly<Record<string, string>>;

/** Text objects that are painted beside each other from left to right, with nothing else between them. */
export interface PaintedLine {
  texts: PaintedText[];
  /** The colours after the line. */
  after: Colours;
}

const COLOURS = new Set(['rg', 'RG', 'gs']);

/** The difference in position, relative to the size of the text, up to which two texts are on one line. */
const LEVEL = 0.01;

/** Reads the lines of a page as the browser paints it. Text in any other form belongs to no line. */
export function readPaintedLines(bytes: Uint8Array, fontOf: (name: string) => PDFDict | undefined): PaintedLine[] {
  const reader = new LineReader(fontOf);
  scanContent(bytes, (operation) => reader.visit(operation));
  reader.endLine();
  return reader.lines;
}

/** A text object that is being read. */
interface OpenText extends PaintedText {
  shown: PDFDict | undefined;
  /** The start of the line to which moves are relative, from that of the text. */
  dx: number;
  dy: number;
  /** The position behind the last glyph. */
  pen: number;
  /** The replacement texts of the open sequences. */
  stated: (StatedText | undefined)[];
  /** `true` if it has an operator that the browser does not write. */
  isOdd: boolean;
}

class LineReader {
  readonly lines: PaintedLine[] = [];
  readonly #fontOf: (name: string) => PDFDict | undefined;
  #line: PaintedText[] = [];
  #colours: Colours = {};
  readonly #saved: Colours[] = [];
  #mark: PaintedMark | undefined;
  #text: OpenText | undefined;

  constructor(fontOf: (name: string) => PDFDict | undefined) {
    this.#fontOf = fontOf;
  }

  visit(operation: Operation): void {
    const { operator, start } = operation;
    if (this.#text) this.#visitText(this.#text, operation);
    else if (operator === 'BT') this.#begin(start);
    else if (COLOURS.has(operator)) this.#colours = { ...this.#colours, [operator]: sourceOf(operation) };
    else if (operator === 'BDC') this.#open(operation);
    else if (operator === 'EMC' && this.#mark) {
      this.#mark.end = operation.end;
      this.#mark = undefined;
    } else this.#paintOther(operator);
  }

  #paintOther(operator: string): void {
    if (operator === 'q') this.#saved.push(this.#colours);
    if (this.#mark) this.#mark.isOdd = true;
    this.endLine();
    if (operator === 'Q') this.#colours = this.#saved.pop() ?? {};
  }

  endLine(): void {
    if (this.#line.length > 0) this.lines.push({ texts: this.#line, after: this.#colours });
    this.#line = [];
  }

  #begin(start: number): void {
    this.#text = {
      ...{ start, end: start, mark: this.#mark, colours: this.#colours, isReversed: false },
      ...{ font: '', size: '', up: 0, x: 0, y: 0, glyphs: [] },
      ...{ shown: undefined, dx: 0, dy: 0, pen: 0, stated: [], isOdd: false },
    };
  }

  #open(operation: Operation): void {
    const id = /\/MCID\s*(\d+)/.exec(operation.source(1))?.[1];
    if (id === undefined || this.#mark) {
      this.#paintOther('BDC');
      return;
    }
    const { start, end } = operation;
    this.#mark = {
      mcid: Number(id),
      open: { start, end, source: sourceOf(operation) },
      end: undefined,
      texts: 0,
      isOdd: false,
    };
  }

  #visitText(text: OpenText, operation: Operation): void {
    const number = (index: number) => operation.number(index) ?? 0;
    switch (operation.operator) {
      case 'Tf':
        text.font = operation.name(0) ?? '';
        text.size = operation.source(1);
        text.shown = this.#fontOf(text.font);
        return;
      case 'Tm':
        text.up = number(3);
        text.isOdd ||= number(0) !== 1 || number(1) !== 0 || number(2) !== 0 || Math.abs(text.up) !== 1;
        text.x = number(4);
        text.y = number(5);
        return;
      case 'Td':
        text.dx += number(0);
        text.dy += number(1);
        text.pen = text.dx;
        return;
      case 'Tj':
        this.#show(text, operation);
        return;
      case 'BMC':
        text.isReversed ||= operation.name(0) === 'ReversedChars';
        text.stated.push(undefined);
        return;
      case 'BDC': {
        const stated = statedText(operation.source(1));
        text.isOdd ||= stated === undefined;
        text.stated.push({ source: sourceOf(operation), text: stated ?? '' });
        return;
      }
      case 'EMC':
        text.stated.pop();
        return;
      case 'ET':
        this.#end(text, operation.end);
        return;
      default:
        text.isOdd = true;
    }
  }

  #show(open: OpenText, operation: Operation): void {
    const { glyphs, shown, dy, size, stated } = open;
    const { width: bytes, texts } = shown ? codesOf(shown) : { width: 2 as const, texts: undefined };
    const advances = shown ? advancesOf(shown) : () => 0;
    let text = '';
    let width = 0;
    operation.codes(operation.count - 1, bytes, (code) => {
      text += texts?.get(code) ?? '';
      width += (advances(code) * Number(size)) / 1000;
    });
    // The browser moves only to a glyph that is not where the one before it ends.
    glyphs.push({ x: open.pen, y: dy, show: sourceOf(operation), text, width, stated: stated.at(-1) });
    open.pen += width;
  }

  #end(text: OpenText, end: number): void {
    this.#text = undefined;
    text.end = end;
    if (text.mark) text.mark.texts += 1;
    if (text.isOdd || text.glyphs.length === 0 || text.up === 0) {
      this.#paintOther('ET');
      return;
    }
    const before = this.#line.at(-1);
    const isLevel = before && Math.abs(before.y - text.y) <= Number(text.size) * LEVEL;
    if (before && !(isLevel && startOf(before) <= startOf(text))) this.endLine();
    this.#line.push(text);
  }
}

/** The left edge of a text object. */
function startOf({ x, glyphs }: PaintedText): number {
  return x + (glyphs[0]?.x ?? 0);
}

function sourceOf(operation: Operation): string {
  const operands = Array.from({ length: operation.count }, (_, index) => operation.source(index));
  return [...operands, operation.operator].join(' ');
}
