import { describe, expect, test } from 'vitest';
import { Pace } from '../../src/cli/display.js';

/** The pace of a run whose steps finish at the given milliseconds after its start. */
function told(total: number, times: readonly number[]): string {
  let now = 0;
  const pace = new Pace(total, () => now);
  for (const time of times) {
    now = time;
    pace.step();
  }
  return String(pace);
}

const every = (milliseconds: number, steps: number, from = 0) =>
  Array.from({ length: steps }, (_, index) => from + (index + 1) * milliseconds);

describe('the pace of a run', () => {
  test.each<[string, string, number, number[]]>([
    ['no completed steps', '0 of 3', 3, []],
    ['too few steps for an estimate', '5 of 1,000', 1000, every(1000, 5)],
    ['too short a time for an estimate', '20 of 1,000', 1000, every(10, 20)],
    ['the rate and the remaining time', '412 of 1,000 · 40/s · 15 s left', 1000, every(25, 412)],
    ['a rate that excludes a long startup', '101 of 201 · 20/s · 5 s left', 201, every(50, 101, 60_000)],
    ['a rate below one step per second', '6 of 10 · 0.5/s · 8 s left', 10, every(2000, 6)],
    ['a remaining time in minutes', '100 of 10,000 · 50/s · 3 min 18 s left', 10_000, every(20, 100)],
    ['a remaining time in hours', '10 of 10,000 · 1.0/s · 2 h 46 min left', 10_000, every(1000, 10)],
    ['no remaining time at the end', '1,000 of 1,000 · 100/s', 1000, every(10, 1000)],
  ])('shows %s', (_, text, total, times) => {
    expect(told(total, times)).toBe(text);
  });

  test('is measured over recent steps if the run becomes faster', () => {
    const slow = every(1000, 100);
    expect(told(1000, [...slow, ...every(10, 100, 100_000)])).toBe('200 of 1,000 · 100/s · 8 s left');
  });
});
