import type { Type } from '../template/page.js';

/** The smallest size of body text, in points; smaller text is hard to read. */
export const LEAST_SIZE = 8.5;

/** The maximum number of prints per document; the last one must be usable. */
export const MOST_PRINTS = 4;

/** The minimum fill of a last page; a page with less looks like a remainder. */
export const WELL_FILLED = 0.7;

/** A print, and the number of pages of its content: 1.4 is one page and four tenths of another. */
interface Trial<P> {
  /**
   * -1 is the smallest and tightest legible setting, 0 the template's own, 1 the largest and loosest that still looks
   * calm.
   */
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
  /** The print that is closest to the target, if the outcome is over or under. */
  utmost?: Trial<P>;
  prints: number;
}

/** The result of fitting a document to a number of pages. */
export interface FitSummary {
  /** The requested number of pages. */
  target: number;
  outcome: 'fits' | 'over' | 'under';
  type: Type;
  pages: number;
  /** The used part of the last page, from 0 to 1. */
  fill: number;
  prints: number;
}

/** The reserve at the foot of the last page, as a part of a page, so that an extra line does not start a new page. */
const SPARE = 0.025;

/** The difference from the target, in pages, at which a document is full enough to stop. */
const FULL = 0.05;

/**
 * Finds the largest type with which a document fills its pages, in a few prints: the first shows its length, and the
 * next ones are set so that their estimated length matches the target. A document that is too long even at the smallest
 * type keeps the template's own; one that is too short is set so that its last page is as full as possible.
 *
 * @param target pages to fill
 * @param size the template's own size, in points
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
  // A page with only a few lines is worse than one page fewer.
  const fullest =
    trials
      .filter(fits)
      .sort((a, b) => lastPageOf(a) - lastPageOf(b) || byDensity(a, b))
      .at(-1) ?? best;
  return { chosen: fullest, outcome: 'under', utmost: best, prints: trials.length };
}

/** The type at a density. Size and spacing change together, so that pages keep their look. */
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

/** The estimated length of a document with this type, relative to its length with the template's own. */
function growth(density: number, size: number): number {
  const type = typeAt(density, size);
  // Text grows with the square of its size (width and height); about a seventh of a page is space between blocks.
  return (type.size / size) ** 2 * type.leading * (0.86 + 0.14 * type.space);
}

/** The density to try next; undefined if another print would not help. */
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
  // If nothing has fitted yet, the last print uses the smallest type.
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
