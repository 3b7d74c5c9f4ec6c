import { Queue } from 'bullmq';
import { expect, test } from 'vitest';
import { buildName, entryKey, jobKey, QUEUE_PREFIX, queueName, resultKey } from '../../src/queue/builds.js';
import { BUILD, gate, openRun, openWorker, person, textOf } from './own.js';
import { ownClient, sharedRedis } from './shared.js';

const redis = sharedRedis();
const QUEUE = queueName(buildName(BUILD), 'default');

const client = ownClient(redis);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const left = async () => [...(await client().keys('dossier:job:*')), ...(await client().keys('dossier:result:*'))];

/** Leaves a result in Redis whose run ended before it fetched the result, and returns the key. */
async function unfetched(): Promise<string> {
  const held = gate();
  const worker = await openWorker(redis().url, { before: () => held.passed });
  const run = await openRun(redis().url);
  const made = run.make('Ada').catch(() => undefined);
  await expect.poll(() => client().llen(entryKey(QUEUE, 'active'))).toBe(1);
  await run.producer[Symbol.asyncDispose]();
  await made;
  held.open();
  await expect.poll(() => client().keys('dossier:result:*')).toHaveLength(1);
  await expect.poll(() => client().llen(entryKey(QUEUE, 'active'))).toBe(0);
  await worker.close();
  const [key = ''] = await client().keys('dossier:result:*');
  return key;
}

/** A worker that counts its jobs. */
async function countingWorker() {
  const counted = { jobs: 0 };
  await openWorker(redis().url, {
    before: async () => {
      counted.jobs += 1;
    },
  });
  return counted;
}

test('uses the result that was made for an earlier run', async () => {
  await unfetched();
  const counted = await countingWorker();
  expect(textOf(await (await openRun(redis().url)).make('Ada'))).toContain('Ada');
  expect(counted.jobs).toBe(0);
  expect(await left()).toEqual([]);
});

test.each<[string, (key: string) => Promise<unknown>]>([
  ['damaged', (key) => client().setrange(key, 100, 'something else')],
  ['truncated', async (key) => client().set(key, (await client().getrange(key, 0, 20)) ?? '', 'EX', 60)],
  ['missing', (key) => client().del(key)],
])('repeats a job whose result is %s when it is fetched', async (_, harm) => {
  await harm(await unfetched());
  const counted = await countingWorker();
  expect(textOf(await (await openRun(redis().url)).make('Ada'))).toContain('Ada');
  expect(counted.jobs).toBe(1);
  expect(await left()).toEqual([]);
});

test('delivers one result, and leaves no keys, if two workers make a job because one lost its lock', {
  timeout: 120_000,
}, async () => {
  const held = gate();
  const slow = await openWorker(redis().url, { before: () => held.passed });
  const run = await openRun(redis().url);
  const made = run.make('Ada');
  await expect.poll(() => client().llen(entryKey(QUEUE, 'active'))).toBe(1);
  const [id = ''] = await client().lrange(entryKey(QUEUE, 'active'), 0, -1);
  await client().del(entryKey(QUEUE, `${id}:lock`));
  const counted = await countingWorker();
  expect(textOf(await made)).toContain('Ada');
  expect(counted.jobs).toBe(1);
  expect(await left()).toEqual([]);
  held.open();
  await slow.close();
  // Its result came too late, so it was not stored.
  expect(slow.lines.filter(({ event }) => event === 'job.done')).toHaveLength(1);
  expect(await left()).toEqual([]);
});

test('delivers the results to two runs that request the same jobs at once', async () => {
  await openWorker(redis().url, { slots: 2 });
  const runs = [await openRun(redis().url), await openRun(redis().url)];
  const names = Array.from({ length: 20 }, (_, index) => `Ada ${index}`);
  const made = await Promise.all(runs.map((run) => Promise.all(names.map((name) => run.make(name)))));
  for (const texts of made) expect(texts.map(textOf)).toEqual(names.map((name) => expect.stringContaining(name)));
  expect(await left()).toEqual([]);
});

test('makes one job if one run requests it twice at once', async () => {
  const counted = await countingWorker();
  const run = await openRun(redis().url);
  const [one, other] = await Promise.all([run.make('Ada'), run.make('Ada')]);
  expect(textOf(one)).toBe(textOf(other));
  expect(counted.jobs).toBe(1);
});

test('completes a run if Redis loses all data, including templates', {
  timeout: 120_000,
}, async () => {
  const first = await openWorker(redis().url, { before: () => pause(100) });
  const run = await openRun(redis().url);
  const names = Array.from({ length: 12 }, (_, index) => `Ada ${index}`);
  const done: string[] = [];
  const all = Promise.all(names.map(async (name) => done.push(textOf(await run.make(name)))));
  await expect.poll(() => done.length).toBeGreaterThan(2);
  await first.close();
  await client().flushall();
  // The second worker has no template yet.
  const second = await openWorker(redis().url);
  await all;
  expect(done).toHaveLength(12);
  expect(second.lines.filter(({ event }) => event === 'job.failed')).toEqual([]);
  expect(await left()).toEqual([]);
});

test('handles invalid jobs without ending the worker or delaying other jobs', {
  timeout: 120_000,
}, async () => {
  const worker = await openWorker(redis().url, { slots: 2, jobLimit: 1024 * 1024 });
  const queue = new Queue(QUEUE, { connection: client(), prefix: QUEUE_PREFIX });
  const room = { room: 1024 * 1024 };
  const jobs: Record<string, string> = {
    'no-json': '\u0000\u0001 no JSON',
    'no-object': '[1, 2, 3]',
    version: JSON.stringify({ version: 2, build: BUILD }),
    'no-build': JSON.stringify({ version: 1, build: {}, slug: 'x', profile: {}, pictures: [], formats: ['txt'] }),
    hollow: JSON.stringify({
      ...{ version: 1, build: BUILD, slug: '../../x', profile: { basics: 7, work: 'x' }, pictures: [] },
      ...{ formats: ['txt'], bundles: { classic: '../../etc' }, fonts: { '../../etc': '1' } },
    }),
    huge: 'x'.repeat(2 * 1024 * 1024),
  };
  for (const [id, bytes] of Object.entries(jobs)) {
    await client().set(jobKey(QUEUE, id), bytes, 'EX', 60);
    await queue.add('resume', room, { jobId: id });
  }
  await client().lpush(jobKey(QUEUE, 'list'), 'x');
  await client().expire(jobKey(QUEUE, 'list'), 60);
  await queue.add('resume', room, { jobId: 'list' });
  await client().set(jobKey(QUEUE, 'no-data'), 'x', 'EX', 60);
  await queue.add('resume', null, { jobId: 'no-data' });
  await queue.add('another name', { anything: ['at all'] });
  const run = await openRun(redis().url);
  expect(textOf(await run.make('Ada'))).toContain('Ada');
  await expect
    .poll(() => queue.getJobCounts('wait', 'active', 'delayed'))
    .toEqual({
      wait: 0,
      active: 0,
      delayed: 0,
    });
  expect(textOf(await run.make('Bob', person('Bob')))).toContain('Bob');
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(2);
  expect(worker.lines.filter(({ event }) => event === 'queue.lost')).toEqual([]);
  expect(await client().exists(resultKey(QUEUE, 'huge'))).toBe(1);
  await queue.close();
});
