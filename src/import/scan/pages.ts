import type { Page, Run } from '../pdf/model.js';

/** A rectangle in pixels. */
interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A word of a scan, and how sure the reader is of it, from 0 to 100. */
export interface ScannedWord {
  text: string;
  confidence: number;
  bbox: Box;
}

/** A line of a scan. */
export interface ScannedLine {
  words: ScannedWord[];
  baseline: Box;
  /** The height of the line from the tops of letters to the ends of descenders, in pixels. */
  height: number;
}

/** A word whose text may be wrong, with its place on the page in points. */
export interface DoubtfulWord {
  page: number;
  text: string;
  box: readonly [number, number, number, number];
}

/** The confidence below which a word is doubtful. */
const SURE = 75;

/** Characters as which the bullets of a list are read. */
const BULLET = /^[+*«»¢©°®o·•▪■●e¥€-]$/u;

/** Characters as which a dot between two texts is read. */
const SEPARATOR = /^[+*«»©°®]$/u;

/**
 * Converts the lines of a scanned page to runs in points, as those of a PDF with text.
 *
 * @param scale the number of points in a pixel
 */
export function pageOfScan(
  lines: readonly ScannedLine[],
  size: { number: number; width: number; height: number },
  scale: number,
): { page: Page; doubtful: DoubtfulWord[] } {
  const doubtful: DoubtfulWord[] = [];
  const bullets = bulletsOf(lines);
  const heights = lines.map(({ height }) => height);
  const usual = median(heights);
  // The height of a line depends on its letters, so lines of similar heights get one size.
  const heightOf = ({ height }: ScannedLine) =>
    height > usual * 1.15 ? median(heights.filter((other) => Math.abs(other - height) < height * 0.12)) : usual;
  const runs = lines.flatMap((line) =>
    line.words.map((word): Run => {
      const { x0, x1, y0, y1 } = word.bbox;
      const isBullet = bullets.has(word);
      if (word.confidence < SURE && !isBullet)
        doubtful.push({ page: size.number, text: word.text, box: [x0 * scale, y0 * scale, x1 * scale, y1 * scale] });
      return {
        text: isBullet ? '•' : isSeparator(word) ? '·' : word.text,
        x: x0 * scale,
        y: baselineAt(line.baseline, x0) * scale,
        width: (x1 - x0) * scale,
        size: Math.max(4, Math.round(heightOf(line) * scale)),
        // Recognition tells nothing of weight; larger lines are headings.
        bold: line.height > usual * 1.15,
        italic: false,
        font: 'scan',
        tag: 0,
      };
    }),
  );
  const page: Page = {
    ...size,
    runs: withSpaces(runs),
    links: [],
    roles: new Map(),
    isHyphenated: true,
    isMirrored: false,
  };
  return { page, doubtful };
}

/** `true` for a dot that was read as another character. Of a real plus sign, recognition is nearly certain. */
function isSeparator({ text, confidence }: ScannedWord): boolean {
  return SEPARATOR.test(text) && confidence < 85;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The height of a baseline, which may be skewed, at a horizontal position. */
function baselineAt({ x0, y0, x1, y1 }: Box, x: number): number {
  return x1 === x0 ? y0 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** The words that are bullets: single characters at the beginning of several lines, at one distance from the edge. */
function bulletsOf(lines: readonly ScannedLine[]): ReadonlySet<ScannedWord> {
  const starts = lines.flatMap(({ words: [first, second] }) =>
    first && second && BULLET.test(first.text) && second.bbox.x0 > first.bbox.x1 ? [first] : [],
  );
  const isRepeated = (word: ScannedWord) =>
    starts.filter((other) => Math.abs(other.bbox.x0 - word.bbox.x0) < 12).length > 1;
  return new Set(starts.filter(isRepeated));
}

/** Ends each word with a space if the next one of its line is near, since the gap is narrower than the letters show. */
function withSpaces(runs: readonly Run[]): Run[] {
  return runs.map((run, index) => {
    const next = runs[index + 1];
    const isNear = next && Math.abs(next.y - run.y) < run.size * 0.3 && next.x - (run.x + run.width) < run.size * 0.9;
    return isNear && next.x > run.x ? { ...run, text: `${run.text} `, width: next.x - run.x } : run;
  });
}
