import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { buildName, entryKey, queueName } from '../../src/queue/builds.js';
import { answered } from '../../src/queue/connect.js';
import { BUILD, gate, openRun, openWorker, person, textOf, unprinted } from './own.js';
import { ownClient, sharedRedis } from './shared.js';

const redis = sharedRedis();
const client = ownClient(redis);
const QUEUE = queueName(buildName(BUILD), 'default');

const results = () => client().keys('dossier:result:*');

test('keeps a result in Redis until it is written, so that a killed run can find it again', async () => {
  const worker = await openWorker(redis().url);
  const run = await openRun(redis().url);
  const request = { slug: 'ada', profile: person('Ada'), pictures: new Map(), formats: ['txt' as const] };
  const made = await makeResume(request, { ...unprinted(), maker: run.producer });
  expect(textOf(made)).toContain('Ada');
  expect(await results()).toHaveLength(1);
  const next = await openRun(redis().url);
  expect(textOf(await next.make('ada', person('Ada')))).toContain('Ada');
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(1);
  made.taken?.();
  await expect.poll(results).toEqual([]);
});

test('leaves no key without an expiry when the last worker exits', async () => {
  const held = gate();
  const worker = await openWorker(redis().url, { before: () => held.passed });
  const run = await openRun(redis().url);
  run.make('Ada').catch(() => undefined);
  await expect.poll(() => client().llen(entryKey(QUEUE, 'active'))).toBe(1);
  // Only the worker itself is left to clean up the queue.
  await run.producer[Symbol.asyncDispose]();
  const closing = worker.close();
  held.open();
  await closing;
  const keys = await client().keys('*');
  expect(keys).toContain(entryKey(QUEUE, 'completed'));
  const ends = await Promise.all(keys.map(async (key) => [key, await client().ttl(key)] as const));
  expect(ends.filter(([, seconds]) => seconds === -1)).toEqual([]);
});

test('warns once if Redis is full when a result is stored, and waits without repeating the job', async () => {
  const held = gate();
  let made = 0;
  const before = async () => {
    made += 1;
    await held.passed;
  };
  const worker = await openWorker(redis().url, { before });
  const run = await openRun(redis().url);
  const making = run.make('Ada');
  await expect.poll(() => made).toBe(1);
  await client().config('SET', 'maxmemory', '100kb');
  try {
    held.open();
    const told = () => worker.lines.filter(({ event }) => event === 'queue.full');
    await expect.poll(told).toHaveLength(1);
    // Long enough for several attempts.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told()).toMatchObject([{ level: 'warn', job: expect.any(String) }]);
  } finally {
    await client().config('SET', 'maxmemory', '0');
  }
  expect(textOf(await making)).toContain('Ada');
  expect(made).toBe(1);
});

test('does not process a job that is damaged in Redis, and the run adds it again', async () => {
  const run = await openRun(redis().url, { now: () => performance.now() * 10 });
  const making = run.make('Ada', person('Ada', 'What is right.'));
  await expect.poll(() => client().llen(entryKey(QUEUE, 'wait'))).toBe(1);
  const [key = ''] = await client().keys('dossier:job:*');
  // Changes a byte of the text, which would otherwise produce a valid résumé with wrong content.
  const sound = await client().getBuffer(key);
  await client().setrange(key, (sound?.length ?? 0) - 5, 'x');
  const worker = await openWorker(redis().url);
  expect(textOf(await making)).toContain('What is right.');
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(1);
  expect(worker.lines.filter(({ event }) => event === 'job.failed')).toEqual([]);
});

test('keeps command arguments out of a Redis error', async () => {
  await client().set('key', 'text');
  const refused = client().hset('key', 'name', 'Ada Lovelace');
  const error = await answered('redis://queue', refused).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'QUEUE_UNREACHABLE', message: expect.stringContaining('WRONGTYPE') });
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain('Lovelace');
});
