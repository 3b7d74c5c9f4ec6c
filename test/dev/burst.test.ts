import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Burst } from '../../src/dev/watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function collect() {
  const batches: { batch: string[]; since: number }[] = [];
  const burst = new Burst<string>(
    (batch, since) => batches.push({ batch, since }),
    () => Date.now(),
  );
  return { batches, burst };
}

describe('a burst of changes', () => {
  test('becomes one batch with the time of its first change', () => {
    const { batches, burst } = collect();
    const began = Date.now();
    for (const name of ['a', 'b', 'c']) {
      burst.add(name);
      vi.advanceTimersByTime(10);
    }
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(batches).toEqual([{ batch: ['a', 'b', 'c'], since: began }]);
    vi.advanceTimersByTime(5000);
    expect(batches).toHaveLength(1);
  });

  test('is a separate batch if it comes after a pause', () => {
    const { batches, burst } = collect();
    burst.add('a');
    vi.advanceTimersByTime(100);
    burst.add('b');
    vi.advanceTimersByTime(100);
    expect(batches.map(({ batch }) => batch)).toEqual([['a'], ['b']]);
  });

  test('is sent in several batches if it goes on, with each change once', () => {
    const { batches, burst } = collect();
    for (let count = 0; count < 100; count++) {
      burst.add(String(count));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.length).toBeLessThan(5);
    expect(batches.flatMap(({ batch }) => batch)).toEqual(Array.from({ length: 100 }, (_, count) => String(count)));
  });

  test('is discarded when the burst is closed', () => {
    const { batches, burst } = collect();
    burst.add('a');
    burst.close();
    vi.advanceTimersByTime(1000);
    expect(batches).toEqual([]);
  });
});
