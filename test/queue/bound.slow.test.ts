import { expect, test } from 'vitest';
import { connect } from '../../src/queue/connect.js';
import { ByteSemaphore } from '../../src/queue/memory-budget.js';
import { figureOf } from './exposition.js';
import { openRun, openWorker, person, textOf } from './own.js';
import { sharedRedis } from './shared.js';
import { watchKeys } from './watch-keys.js';

const redis = sharedRedis();

const MB = 1024 * 1024;

/** Unique text of about the given number of bytes that wraps like prose. */
const prose = (bytes: number, seed: number) => `${seed} ${'words that are said of nobody '.repeat(bytes / 30)}`;

test('keeps the data of a run in Redis within its byte budget, and sets an expiry on every key', {
  timeout: 120_000,
}, async () => {
  await openWorker(redis().url, { slots: 4 });
  const run = await openRun(redis().url, { memory: 2 * MB });
  const client = await connect(redis().url);
  const stop = watchKeys(client, 5);
  const names = Array.from({ length: 40 }, (_, index) => `Ada ${index}`);
  const sizes = names.map((_, index) => (index % 5) * 60_000);
  const made = await Promise.all(
    names.map((name, index) => run.make(name, person(name, prose(sizes[index] ?? 0, index)))),
  );
  expect(made.map((resume, index) => textOf(resume).includes(names[index] ?? '?'))).toEqual(names.map(() => true));
  const seen = await stop();
  expect(seen.peak).toBeLessThanOrEqual(2 * MB);
  // The watcher has sampled while data was in Redis.
  expect(seen.peak).toBeGreaterThan(200_000);
  expect(seen.faults).toEqual([]);
  expect((await client.keys('dossier:job:*')).concat(await client.keys('dossier:result:*'))).toEqual([]);
  client.disconnect();
});

test('repeats a job with a larger reservation if its result exceeds the estimate, within the budget', {
  timeout: 120_000,
}, async () => {
  const worker = await openWorker(redis().url, { slots: 4 });
  const run = await openRun(redis().url, { memory: 4 * MB });
  const client = await connect(redis().url);
  const stop = watchKeys(client, 5);
  const formats = ['txt', 'md', 'json'] as const;
  const names = ['Ada', 'Bob', 'Eve', 'Gus'];
  // After these jobs, small results are expected.
  const small = Array.from({ length: 8 }, (_, index) => `small-${index}`);
  for (const name of small) await run.make(name);
  const made = await Promise.all(
    names.map((name, index) => run.make(name, person(name, prose(500_000, index)), formats)),
  );
  const bytes = made.map(({ artifacts }) => artifacts.reduce((sum, artifact) => sum + artifact.bytes.length, 0));
  expect(Math.min(...bytes)).toBeGreaterThan(1.2 * MB);
  const seen = await stop();
  client.disconnect();
  expect(seen.peak).toBeLessThanOrEqual(4 * MB);
  expect(seen.largest).toBeGreaterThan(1.2 * MB);
  // These jobs started before a large result was seen, and some ran twice; later jobs reserve enough at once.
  const done = figureOf(await worker.figures(), 'dossier_jobs_total', { result: 'done' });
  expect(done).toBeGreaterThan(small.length + names.length);
  expect(done).toBeLessThanOrEqual(small.length + 2 * names.length);
  expect(textOf(await run.make('Kim', person('Kim', prose(500_000, 9)), formats))).toContain('Kim');
  expect(figureOf(await worker.figures(), 'dossier_jobs_total', { result: 'done' })).toBe(done + 1);
});

test('runs a job that exceeds the whole budget alone', async () => {
  await openWorker(redis().url, { slots: 4 });
  const run = await openRun(redis().url, { memory: MB });
  const client = await connect(redis().url);
  const stop = watchKeys(client, 5);
  const large = person('Ada', prose(3 * MB, 1));
  const made = await Promise.all([run.make('Ada', large), run.make('Bob'), run.make('Eve')]);
  expect(made.map(({ title }) => title)).toEqual(['Ada', 'Bob', 'Eve']);
  const seen = await stop();
  client.disconnect();
  expect(seen.largest).toBeGreaterThan(3 * MB);
  // The job, its result and BullMQ’s record, but no other job.
  expect(seen.peak).toBeLessThan(2 * seen.largest + 100_000);
});

test('grants the byte semaphore in order, and ignores a second release', async () => {
  const window = new ByteSemaphore(10);
  const order: string[] = [];
  const first = await window.take(8);
  const large = window.take(7).then((free) => {
    order.push('large');
    return free;
  });
  // There is enough space for this one, but it came later.
  const small = window.take(2).then((free) => {
    order.push('small');
    return free;
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(order).toEqual([]);
  first();
  first();
  (await large)();
  (await small)();
  expect(order).toEqual(['large', 'small']);
  expect(window.used).toBe(0);
  const whole = await window.take(100);
  expect(window.used).toBe(100);
  whole();
});
