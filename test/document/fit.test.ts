import { describe, expect, test } from 'vitest';
import { type Fit, fitPages, LEAST_SIZE, MOST_PRINTS, typeAt, WELL_FILLED } from '../../src/document/fit.js';
import type { Type } from '../../src/template/page.js';

/**
 * A document that takes `length` pages at the template's own type and grows with the square of it; `jump` is what is
 * left free at the foot of every full page because something is kept together.
 */
function solve(target: number, length: number, { size = 10, jump = 0, rest = 0.86 } = {}): Promise<Fit<Type>> {
  return fitPages(target, size, async (type) => {
    const grown = length * (type.size / size) ** 2 * type.leading * (rest + (1 - rest) * type.space);
    const full = Math.ceil(grown / (1 - jump)) - 1;
    const filled = full + (grown - full * (1 - jump));
    return { print: type, pages: full + 1, filled };
  });
}

test('the limits are those that are promised: 8.5 points, four prints, 70 % of the last page', () => {
  expect([LEAST_SIZE, MOST_PRINTS, WELL_FILLED]).toEqual([8.5, 4, 0.7]);
});

describe('type', () => {
  test("is the template's own in the middle, legible at the least and quiet at the most", () => {
    expect(typeAt(0, 10)).toEqual({ size: 10, space: 1, leading: 1 });
    expect(typeAt(-1, 10).size).toBe(LEAST_SIZE);
    expect(typeAt(1, 10).size).toBeCloseTo(11.2);
    // A template that is small already is not set any smaller.
    expect(typeAt(-1, 8).size).toBe(8);
  });

  test('grows with density in every part', () => {
    const types = Array.from({ length: 41 }, (_, index) => typeAt(-1 + index / 20, 10));
    for (const key of ['size', 'space', 'leading'] as const) {
      const values = types.map((type) => type[key]);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });
});

describe('fit', () => {
  test.each(
    [1, 2, 3].flatMap((target) =>
      [0.8, 0.9, 1, 1.1, 1.2, 1.35].flatMap((part) =>
        [0, 0.03, 0.06].map((jump) => [target, target * part, jump] as const),
      ),
    ),
  )('fills %i pages with what takes %f, losing %f at each foot', async (target, length, jump) => {
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

  test('needs one print where the first is full', async () => {
    expect(await solve(2, 1.97)).toMatchObject({ outcome: 'fits', prints: 1, chosen: { density: 0 } });
  });

  test('grows no further than the most', async () => {
    const { chosen, outcome } = await solve(1, 0.6);
    expect([chosen.density, outcome]).toEqual([1, 'fits']);
  });

  test.each([1.8, 2, 5])(
    'leaves type as it is where %f pages cannot become one, and shows the utmost',
    async (length) => {
      const { chosen, outcome, utmost, prints } = await solve(1, length);
      expect([chosen.density, outcome, utmost?.density]).toEqual([0, 'over', -1]);
      expect(prints).toBeLessThanOrEqual(MOST_PRINTS);
    },
  );

  test('does not spread a page over two', async () => {
    const { chosen, outcome, utmost } = await solve(2, 0.9);
    expect([outcome, chosen.pages, utmost?.pages]).toEqual(['under', 1, 2]);
  });

  test('finds its way where space is most of the page', async () => {
    for (const rest of [0.4, 0.6, 1]) {
      const { chosen, outcome } = await solve(1, 1.15, { rest });
      expect(outcome).toBe('fits');
      expect(chosen.filled).toBeGreaterThan(0.8);
    }
  });
});
