import {
  directionOf,
  hasRightToLeft,
  isRightToLeft,
  readingOrder,
  typedMark,
} from '../../pdf/structure/reading-order.js';
import type { Findings } from './evidence.js';
import type { Page, Place, Run } from './model.js';

/**
 * Turns the pages of a document that is written from right to left, so that its lines begin at the left: columns,
 * indents, and dates beside headings are then where other documents have them.
 */
export function mirrored(pages: readonly Page[]): Page[] {
  const text = pages.flatMap(({ runs }) => runs.map((run) => run.text)).join('');
  if (!isRightToLeft(text)) return [...pages];
  return pages.map((page) => ({
    ...page,
    isMirrored: true,
    runs: page.runs.map((run) => ({ ...run, x: page.width - run.x - run.width })),
    links: page.links.map(({ url, box }) => ({ url, box: turned(box, page.width) })),
  }));
}

function turned([left, top, right, bottom]: Place['box'], width: number): Place['box'] {
  return [width - right, top, width - left, bottom];
}

/** Turns the places of values back to where they are on mirrored pages. */
export function turnBack(pages: readonly Page[], findings: Findings): void {
  const widths = new Map(pages.filter(({ isMirrored }) => isMirrored).map(({ number, width }) => [number, width]));
  for (const evidence of findings.evidence) {
    const { page, box } = evidence.place;
    const width = widths.get(page);
    if (width !== undefined) evidence.place = { page, box: turned(box, width) };
  }
}

/** A piece of a line in the order in which people read it. */
export interface OrderedRun {
  run: Run;
  text: string;
  /** `true` if there is a gap before it. */
  isApart: boolean;
}

/**
 * The runs of a line of a mirrored page in reading order: numbers and words of other scripts are read from left to right.
 *
 * @param runs the runs from the right edge of the page to the left
 * @param isGap `true` if there is a gap between two neighbours
 */
export function orderedRuns(runs: readonly Run[], isGap: (first: Run, second: Run) => boolean): OrderedRun[] {
  const pieces: { run: Run | undefined; text: string }[] = [];
  for (const [index, run] of runs.toReversed().entries()) {
    const before = runs[runs.length - index];
    if (before && isGap(run, before)) pieces.push({ run: undefined, text: ' ' });
    pieces.push(...withSpacesApart(run));
  }
  const texts = pieces.map(({ text }) => text);
  const ordered: OrderedRun[] = [];
  let isApart = false;
  for (const part of readingOrder(texts, texts.map(directionOf), true))
    for (const index of part.at) {
      const { run, text } = pieces[index] ?? { run: undefined, text: ' ' };
      if (run) ordered.push({ run, text: part.isRight && part.at.length === 1 ? typedMark(text) : text, isApart });
      isApart = run === undefined;
    }
  return ordered;
}

/** The text of a run and the spaces around it, from left to right: they belong to the line, not to the word. */
function withSpacesApart(run: Run): { run: Run | undefined; text: string }[] {
  const text = run.text.trim();
  const [before, after] = run.text.split(text, 2).map((space) => (space === '' ? [] : [{ run: undefined, text: ' ' }]));
  const [left = [], right = []] = hasRightToLeft(text) ? [after, before] : [before, after];
  return [...left, { run, text }, ...right];
}
