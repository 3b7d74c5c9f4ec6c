import { type Finding, fault } from './conditions.js';
import type { Whole } from './subject.js';

/** Headings (ISO 14289-1, 7.4): checkpoint 14. */
export function* checkHeadings({ uses }: Whole): Generator<Finding> {
  const headings = uses.flatMap((use) => use.headings);
  if (uses.some((use) => use.siblings > 1)) yield fault('14-006', 'H');
  let level = 0;
  for (const next of headings) {
    if (next === 0) continue;
    if (level === 0 && next !== 1) yield fault('14-002', `H${next}`);
    else if (next > level + 1) yield fault('14-003', `H${next} after H${level}`);
    level = next;
  }
  if (level > 0 && headings.includes(0)) yield fault('14-007');
}
