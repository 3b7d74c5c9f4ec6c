import { expect, test } from 'vitest';
import { SizeEstimator } from '../../src/queue/memory-budget.js';

/** Bytes for the metadata of a result. */
const SPARE = 64 * 1024;

test('expects the size of the largest recent result plus an eighth, and space for metadata', () => {
  const room = new SizeEstimator(1000);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(2000);
  expect(room.expected).toBe(2250 + SPARE);
});

test('uses the initial estimate until eight results are known', () => {
  const room = new SizeEstimator(1000);
  for (let count = 0; count < 7; count++) room.seen(400);
  expect(room.expected).toBe(1125 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(450 + SPARE);
});

test('forgets a single large result after 64 others', () => {
  const room = new SizeEstimator(1000);
  room.seen(30_000);
  for (let count = 0; count < 63; count++) room.seen(400);
  expect(room.expected).toBe(33_750 + SPARE);
  room.seen(400);
  expect(room.expected).toBe(450 + SPARE);
});
