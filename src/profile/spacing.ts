import type { Design } from './design.js';

/** The factors of the space between blocks. */
const DENSITIES = { tight: 0.62, normal: 1, loose: 1.5 } as const;

/** Returns the factors for space and line height that a design sets. */
export function spacingOf({ density = 'normal', leading = 1 }: Design): { space: number; leading: number } {
  return { space: DENSITIES[density], leading };
}
