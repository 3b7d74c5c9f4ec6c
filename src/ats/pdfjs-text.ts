import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { DossierError } from '../errors.js';
import { inReadingOrder, isRightToLeft } from '../pdf/structure/reading-order.js';
import { withPdfJs } from './pdfjs.js';

/** The text of a PDF as pdf.js reads it. */
export interface PdfJsText {
  /** Pieces of text joined by their positions: a gap becomes a space, a wide gap a tab, and a new line a line break. */
  positioned: string;
  /** Pieces of text joined as they come, as simple programs do. */
  joined: string;
}

/** The gap between two pieces of text from which on they are two words, relative to the height of the text. */
const GAP = 0.12;

/** The gap from which on they are two fields; it becomes a tab. A space between words is at most a third. */
const WIDE = 0.5;

/** The difference in height from which on two pieces of text are on two lines, relative to the height of the text. */
const LINE = 0.45;

/**
 * Reads the text of a PDF with pdf.js, in the order in which it is painted.
 *
 * @param name the name of the PDF in messages
 * @throws DossierError PDF_INVALID
 */
export async function pdfJsText(bytes: Uint8Array, name: string): Promise<PdfJsText> {
  try {
    const pages = await withPdfJs(bytes, async (pdf) => {
      const read: TextItem[][] = [];
      for (let number = 1; number <= pdf.numPages; number++) {
        const { items } = await (await pdf.getPage(number)).getTextContent();
        read.push(items.filter((item) => 'str' in item));
      }
      return read;
    });
    const joined = pages.map(joinAll).join('\n');
    const isRight = isRightToLeft(joined);
    return { positioned: pages.map((items) => joinByPosition(items, isRight)).join('\n'), joined };
  } catch (cause) {
    throw new DossierError('PDF_INVALID', `${name} cannot be read by pdf.js`, {
      hint: 'save it again from the program that made it, without a password',
      cause,
    });
  }
}

function joinAll(items: readonly TextItem[]): string {
  return items.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)).join('');
}

function joinByPosition(items: readonly TextItem[], isRight: boolean): string {
  let text = '';
  /** Pieces that stand beside each other, from left to right. */
  let run: string[] = [];
  const endRun = (mark: string) => {
    text = `${text}${inReadingOrder(run, isRight)}`.trimEnd() + mark;
    run = [];
  };
  let before: { left: number; right: number; line: number; size: number } | undefined;
  for (const { str: read, transform, width, height } of items) {
    // Dossier ends a word in text from right to left with this; the next word is on the left.
    const isLast = /\u200f[ \u00a0]$/.test(read);
    const str = isLast ? read.slice(0, -2) : read;
    if (isLast && str === '') {
      endRun(' ');
      continue;
    }
    const [, , , , left = 0, line = 0] = transform as number[];
    const isBlank = str.trim() === '';
    if (str === '' || (isBlank && before && width <= before.size * WIDE)) {
      if (isBlank && str !== '') run.push(' ');
      continue;
    }
    if (isBlank) {
      if (run.length > 0) endRun('\t');
      continue;
    }
    const size = height || Math.hypot(Number(transform[2]), Number(transform[3]));
    const isNewLine = before !== undefined && Math.abs(line - before.line) > size * LINE;
    const gap = left - (before?.right ?? left);
    // In right-to-left text, the next field is on the left.
    const gapOnLeft = (before?.left ?? left) - (left + width);
    const isNewField = before !== undefined && Math.max(gap, gapOnLeft) > size * WIDE;
    if (isNewLine || isNewField) endRun(isNewLine ? '\n' : '\t');
    else if (run.length > 0 && gap < -size * WIDE) endRun('');
    else if (run.length > 0 && gap > size * GAP && run.at(-1) !== ' ' && !/^\s/.test(str)) run.push(' ');
    run.push(str);
    const start = isNewLine || isNewField ? left : Math.min(before?.left ?? left, left);
    before = { left: start, right: left + width, line, size };
    if (isLast) endRun(' ');
  }
  endRun('');
  return text;
}
