/** Points per unit of length. */
const POINTS: Readonly<Record<string, number>> = { mm: 72 / 25.4, cm: 720 / 25.4, in: 72, pt: 1, px: 0.75 };

/** Page margins as written in a profile: one to four lengths, in CSS order. */
export const MARGIN = /^\d+(\.\d+)?(mm|cm|in|pt)( \d+(\.\d+)?(mm|cm|in|pt)){0,3}$/;

/** The four sides of a page. */
export interface Sides {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Converts a CSS margin shorthand to points; a length in another unit counts as 0. */
export function marginSides(shorthand: string): Sides {
  const [top = 0, right = top, bottom = top, left = right] = shorthand.trim().split(/\s+/).map(toPoints);
  return { top, right, bottom, left };
}

function toPoints(length: string): number {
  const [, value = '0', unit = ''] = /^([\d.]+)(mm|cm|in|pt|px)$/.exec(length) ?? [];
  return Number(value) * (POINTS[unit] ?? 0);
}
