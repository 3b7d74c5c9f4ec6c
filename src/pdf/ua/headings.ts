import { type Finding, fault } from './conditions.js';
import type { Subject } from './subject.js';

/** Headings (ISO 14289-1, 7.4): checkpoint 14. */
export function* checkHeadings({ nodes }: Subject): Generator<Finding> {
  let level = 0;
  let plain = false;
  for (const { role, children } of nodes) {
    plain ||= role === 'H';
    if (children.filter((child) => child.role === 'H').length > 1) yield fault('14-006', role);
    const next = Number(/^H([1-6])$/.exec(role ?? '')?.[1] ?? 0);
    if (next === 0) continue;
    if (level === 0 && next !== 1) yield fault('14-002', role);
    else if (next > level + 1) yield fault('14-003', `H${next} after H${level}`);
    level = next;
  }
  if (plain && level > 0) yield fault('14-007');
}
