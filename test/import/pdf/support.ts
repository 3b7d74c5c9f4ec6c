import { buildDraft } from '../../../src/import/pdf/build.js';
import { cellsOf } from '../../../src/import/pdf/cells.js';
import type { Line, Page, Run } from '../../../src/import/pdf/model.js';
import { resumeOf } from '../../../src/import/pdf/read.js';
import { streamsOf } from '../../../src/import/pdf/streams.js';

/** A piece of text on a page: its left edge, its baseline from the top, its text, and its style. */
export type Mark = readonly [x: number, y: number, text: string, style?: Partial<Run>];

/** The average width of a letter, relative to its size. */
const LETTER = 0.5;

/** A page with some pieces of text in 10 points, `b` for bold. */
export function page(marks: readonly Mark[], rest: Partial<Page> = {}): Page {
  const runs = marks.map(([x, y, text, style]): Run => {
    const size = style?.size ?? 10;
    const width = text.length * size * LETTER;
    return { text, x, y, width, size, bold: false, italic: false, font: 'Serif', tag: 0, ...style };
  });
  return {
    number: 1,
    width: 600,
    height: 800,
    runs,
    links: [],
    roles: new Map(),
    isHyphenated: false,
    isMirrored: false,
    ...rest,
  };
}

/** Lines of text below each other, from the left margin; a tab stands for a gap, and `**` at the start for bold. */
export function sheet(text: string, rest: Partial<Page> = {}): Page {
  const marks = text.split('\n').flatMap((raw, index): Mark[] => {
    const indent = raw.length - raw.trimStart().length;
    return raw
      .trim()
      .split('\t')
      .map((part, column): Mark => {
        const bold = part.startsWith('**');
        const y = 100 + index * 14;
        const words = bold ? part.slice(2) : part;
        return [
          column === 0 ? 50 + indent * 5 : 550 - words.length * 5,
          y,
          words,
          { bold, size: index === 0 ? 16 : 10 },
        ];
      });
  });
  return page(
    marks.filter(([, , words]) => words !== ''),
    rest,
  );
}

/** The lines of a page in one column. */
export function linesOf(sheetPage: Page): Line[] {
  return streamsOf([sheetPage], [cellsOf(sheetPage)]).flatMap(({ lines }) => lines);
}

/** The profile that is read from pages. */
export function profileOf(...pages: Page[]): Record<string, unknown> {
  return resumeOf(pages).draft.profile;
}

/** The profile that is read from the text of one page, below a name. */
export function profileOfText(text: string): Record<string, unknown> {
  const sheetPage = sheet(`Ada Example\n${text}`);
  return buildDraft(streamsOf([sheetPage], [cellsOf(sheetPage)])).draft.profile;
}
