import { describe, expect, test } from 'vitest';
import { type Fit, fitPages, LEAST_SIZE, MOST_PRINTS, typeAt, WELL_FILLED } from '../../src/document/fit.js';
import type { Type } from '../../src/template/page.js';

/**
 * A document that fills `length` pages at the usual type size and grows with its square; `jump` is the part of every
 * full page that stays empty at the end because something is kept together.
 */
function solve(target: number, length: number, { size = 10, jump = 0, rest = 0.86 } = {}): Promise<Fit<Type>> {
  return fitPages(target, size, async (type) => {
    const grown = length * (type.size / size) ** 2 * type.leading * (rest + (1 - rest) * type.space);
    const full = Math.ceil(grown / (1 - jump)) - 1;
    const filled = full + (grown - full * (1 - jump));
    return { print: type, pages: full + 1, filled };
  });
}

test('the limits are 8.5 points, four prints, and 70 % of the last page', () => {
  expect([LEAST_SIZE, MOST_PRINTS, WELL_FILLED]).toEqual([8.5, 4, 0.7]);
});

describe('typeAt', () => {
  test('returns the usual size of the template at zero, a legible minimum and a moderate maximum', () => {
    expect(typeAt(0, 10)).toEqual({ size: 10, space: 1, leading: 1 });
    expect(typeAt(-1, 10).size).toBe(LEAST_SIZE);
    expect(typeAt(1, 10).size).toBeCloseTo(11.2);
    // A template with a smaller usual size is not reduced further.
    expect(typeAt(-1, 8).size).toBe(8);
  });

  test('grows in every part with the density', () => {
    const types = Array.from({ length: 41 }, (_, index) => typeAt(-1 + index / 20, 10));
    for (const key of ['size', 'space', 'leading'] as const) {
      const values = types.map((type) => type[key]);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });
});

describe('fitPages', () => {
  test.each(
    [1, 2, 3].flatMap((target) =>
      [0.8, 0.9, 1, 1.1, 1.2, 1.35].flatMap((part) =>
        [0, 0.03, 0.06].map((jump) => [target, target * part, jump] as const),
      ),
    ),
  )('fills %i pages with a length of %f and a loss of %f per page', async (target, length, jump) => {
    const { chosen, outcome, prints } = await solve(target, length, { jump });
    expect(outcome).toBe('fits');
    expect(chosen.pages).toBe(target);
    expect(chosen.filled).toBeGreaterThanOrEqual(target - 1 + 0.7);
    expect(chosen.type.size).toBeGreaterThanOrEqual(LEAST_SIZE);
    expect(prints).toBeLessThanOrEqual(MOST_PRINTS);
  });

  test('fills a page well, not just enough', async () => {
    for (const length of [0.85, 0.95, 1.05, 1.15, 1.25])
      expect((await solve(1, length)).chosen.filled).toBeGreaterThan(0.94);
  });

  test('needs one print if the first one is full', async () => {
    expect(await solve(2, 1.97)).toMatchObject({ outcome: 'fits', prints: 1, chosen: { density: 0 } });
  });

  test('grows at most to the maximum', async () => {
    const { chosen, outcome } = await solve(1, 0.6);
    expect([chosen.density, outcome]).toEqual([1, 'fits']);
  });

  test.each([1.8, 2, 5])(
    'keeps the usual type if %f pages cannot fit on one, and returns the smallest attempt',
    async (length) => {
      const { chosen, outcome, utmost, prints } = await solve(1, length);
      expect([chosen.density, outcome, utmost?.density]).toEqual([0, 'over', -1]);
      expect(prints).toBeLessThanOrEqual(MOST_PRINTS);
    },
  );

  test('does not spread one page over two', async () => {
    const { chosen, outcome, utmost } = await solve(2, 0.9);
    expect([outcome, chosen.pages, utmost?.pages]).toEqual(['under', 1, 2]);
  });

  test('converges if most of the page is space', async () => {
    for (const rest of [0.4, 0.6, 1]) {
      const { chosen, outcome } = await solve(1, 1.15, { rest });
      expect(outcome).toBe('fits');
      expect(chosen.filled).toBeGreaterThan(0.8);
    }
  });
});
