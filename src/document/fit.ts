import type { Type } from '../template/page.js';

/** Body text is never set smaller, in points: what is smaller is read with effort. */
export const LEAST_SIZE = 8.5;

/** Prints of one document at most: the last must be one to keep. */
export const MOST_PRINTS = 4;

/** A last page with less than this looks left over. */
export const WELL_FILLED = 0.7;

/** A print, and how many pages its content takes: 1.4 is one page and four tenths of another. */
interface Trial<P> {
  /** -1 is as small and tight as it stays legible, 0 the template's own, 1 as large and loose as it stays quiet. */
  density: number;
  type: Type;
  print: P;
  pages: number;
  filled: number;
}

export interface Fit<P> {
  /** The print to keep. */
  chosen: Trial<P>;
  outcome: 'fits' | 'over' | 'under';
  /** Where it is over or under: the print that comes closest to what was asked for. */
  utmost?: Trial<P>;
  prints: number;
}

/** How a document was fitted to its pages. */
export interface FitSummary {
  /** The pages that were asked for. */
  target: number;
  outcome: 'fits' | 'over' | 'under';
  type: Type;
  pages: number;
  /** How much of the last page is used, from 0 to 1. */
  fill: number;
  prints: number;
}

/** What is left free at the foot, as part of a page: a line more or less must not turn a page. */
const SPARE = 0.025;

/** Full enough to stop. */
const FULL = 0.05;

/**
 * Finds the largest type with which a document fills its pages, by a few prints: the first shows how long it is, the
 * next are set so that it should be as long as asked for. What fits on no more pages even at the largest stays as it is.
 *
 * @param target pages to fill
 * @param size the template's own, in points
 */
export async function fitPages<P>(
  target: number,
  size: number,
  print: (type: Type) => Promise<{ print: P; pages: number; filled: number }>,
): Promise<Fit<P>> {
  const trials: Trial<P>[] = [];
  const attempt = async (density: number): Promise<Trial<P>> => {
    const type = typeAt(density, size);
    const trial = { density, type, ...(await print(type)) };
    trials.push(trial);
    return trial;
  };
  const fits = (trial: Trial<P>) => trial.pages <= target;
  await attempt(0);
  while (trials.length < MOST_PRINTS) {
    const best = trials.filter(fits).sort(byDensity).at(-1);
    const over = trials.filter((trial) => !fits(trial)).sort(byDensity)[0];
    if (best && (best.density === 1 || best.filled >= target - FULL)) break;
    if (over?.density === -1) break;
    const next = nextDensity(target, size, best, over, MOST_PRINTS - trials.length);
    if (next === undefined) break;
    await attempt(next);
  }
  const [own] = trials as [Trial<P>];
  const best = trials.filter(fits).sort(byDensity).at(-1);
  if (!best) {
    const utmost = trials.toSorted(byDensity)[0] as Trial<P>;
    return { chosen: own, outcome: 'over', utmost, prints: trials.length };
  }
  if (best.filled >= target - 1 + WELL_FILLED) return { chosen: best, outcome: 'fits', prints: trials.length };
  // A page with a few lines on it is worse than one page less.
  const fullest =
    trials
      .filter(fits)
      .sort((a, b) => lastPageOf(a) - lastPageOf(b) || byDensity(a, b))
      .at(-1) ?? best;
  return { chosen: fullest, outcome: 'under', utmost: best, prints: trials.length };
}

/** Size and spacing on the way from the least to the most; size and spacing go together, so that pages keep their look. */
export function typeAt(density: number, size: number): Type {
  const between = (least: number, own: number, most: number) =>
    density < 0 ? own + density * (own - least) : own + density * (most - own);
  const round = (value: number, to: number) => Math.round(value * to) / to;
  return {
    size: round(between(Math.min(LEAST_SIZE, size), size, size * 1.12), 100),
    space: round(between(0.55, 1, 1.9), 1000),
    leading: round(between(0.92, 1, 1.07), 1000),
  };
}

/** How much longer a document should be with this type, next to its length with the template's own. */
function growth(density: number, size: number): number {
  const type = typeAt(density, size);
  // Text grows with the square of its size, in width and in height; about a seventh of a page is space between blocks.
  return (type.size / size) ** 2 * type.leading * (0.86 + 0.14 * type.space);
}

/** Where to look next; undefined where there is nothing left to learn. */
function nextDensity<P>(
  target: number,
  size: number,
  best: Trial<P> | undefined,
  over: Trial<P> | undefined,
  left: number,
): number | undefined {
  const known = best && over ? closest(best, over, target) : ((best ?? over) as Trial<P>);
  const aim = target - SPARE;
  const wanted = (growth(known.density, size) * aim) / known.filled;
  let next = -1;
  for (let density = -1; density <= 1; density += 0.01) if (growth(density, size) <= wanted) next = density;
  const least = best?.density ?? -1;
  const most = over?.density ?? 1;
  // Nothing has fitted yet, and this is the last print: the smallest of all.
  if (!best && left === 1) return -1;
  if (best && over) {
    if (most - least < 0.02) return undefined;
    const edge = (most - least) * 0.15;
    return Math.min(Math.max(next, least + edge), most - edge);
  }
  if (!best) return Math.max(-1, Math.min(next, most - 0.05));
  return next >= 0.97 ? 1 : Math.max(next, least + 0.02);
}

function closest<P>(one: Trial<P>, other: Trial<P>, target: number): Trial<P> {
  return Math.abs(one.filled - target) <= Math.abs(other.filled - target) ? one : other;
}

function lastPageOf({ filled, pages }: Trial<unknown>): number {
  return filled - (pages - 1);
}

function byDensity(a: Trial<unknown>, b: Trial<unknown>): number {
  return a.density - b.density;
}
