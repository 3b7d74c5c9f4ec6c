import { expect, test } from 'vitest';
import { SizeEstimator } from '../../src/queue/memory-budget.js';

/** For what is said of a result beside its files. */
const SPARE = 64 * 1024;

test('the next result is expected to be as large as the largest of the last ones, an eighth larger, with what is said of it', () => {
  const room = new SizeEstimator(1000);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(2000);
  expect(room.expected).toBe(2250 + SPARE);
});

test('a guess counts until eight results are known', () => {
  const room = new SizeEstimator(1000);
  for (let count = 0; count < 7; count++) room.seen(400);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(450 + SPARE);
});

test('a single large one is forgotten after a while', () => {
  const room = new SizeEstimator(1000);
  room.seen(30_000);
  for (let count = 0; count < 63; count++) room.seen(400);
  expect(room.expected).toBe(33_750 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(450 + SPARE);
});
