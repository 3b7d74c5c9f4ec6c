import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRun, openWorker } from './own.js';
import { sharedRedis } from './shared.js';

const server = sharedRedis();
let redis: Redis;

beforeEach(() => {
  redis = new Redis(server().url);
});

afterEach(async () => {
  await redis?.config('SET', 'maxmemory', '0');
  redis?.disconnect();
});

test('warns that Redis is full, and adds the job once there is space', async () => {
  const run = await openRun(server().url);
  await redis.config('SET', 'maxmemory', '100kb');
  const making = run.make('ada');
  await expect.poll(() => run.said.join('\n')).toMatch(/cannot be used: OOM.*trying again.*full/);
  await redis.config('SET', 'maxmemory', '0');
  await openWorker(server().url);
  expect((await making).artifacts.length).toBeGreaterThan(0);
});

test('ends the run with one error if Redis stays full', async () => {
  const run = await openRun(server().url, { patience: 5_000 });
  await redis.config('SET', 'maxmemory', '100kb');
  const error = {
    code: 'QUEUE_UNREACHABLE',
    message: expect.stringContaining('OOM'),
    hint: expect.stringContaining('full'),
  };
  const both = await Promise.allSettled([run.make('ada'), run.make('grace')]);
  expect(both).toMatchObject([{ reason: error }, { reason: error }]);
});

test('ends the run with one error, without waiting, if Redis is gone for good', async () => {
  const run = await openRun(server().url, { patience: 3_000 });
  const making = run.make('ada');
  making.catch(() => undefined);
  await server().stop('kill');
  try {
    await expect(making).rejects.toMatchObject({ code: 'QUEUE_UNREACHABLE', message: expect.stringContaining('lost') });
    await run.producer[Symbol.asyncDispose]();
    expect(run.said.join()).toContain('the queue is lost');
  } finally {
    await server().restart();
  }
});
