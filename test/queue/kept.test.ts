import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { buildName } from '../../src/queue/builds.js';
import { answered } from '../../src/queue/connect.js';
import { entryKey, queueName } from '../../src/queue/keys.js';
import { BUILD, gate, openRun, openWorker, person, textOf, unprinted } from './own.js';
import { ownClient, sharedRedis } from './shared.js';

const redis = sharedRedis();
const client = ownClient(redis);
const QUEUE = queueName(buildName(BUILD), 'default');

const results = () => client().keys('dossier:result:*');

test('a result stays in Redis until it is taken, so that a run that is killed before it wrote it finds it again', async () => {
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
  await expect.poll(results, { timeout: 5_000 }).toEqual([]);
});

test('a worker that ends as the last one leaves no key that stays for ever', async () => {
  const held = gate();
  const worker = await openWorker(redis().url, { before: () => held.passed });
  const run = await openRun(redis().url);
  run.make('Ada').catch(() => undefined);
  await expect.poll(() => client().llen(entryKey(QUEUE, 'active')), { timeout: 5_000 }).toBe(1);
  // Nobody is there any more who would look after the queue but the worker itself.
  await run.producer[Symbol.asyncDispose]();
  const closing = worker.close();
  held.open();
  await closing;
  const keys = await client().keys('*');
  expect(keys).toContain(entryKey(QUEUE, 'completed'));
  const ends = await Promise.all(keys.map(async (key) => [key, await client().ttl(key)] as const));
  expect(ends.filter(([, seconds]) => seconds === -1)).toEqual([]);
});

test('a Redis that is full when a result is stored is told of once, and waited for: nothing is made twice', async () => {
  const held = gate();
  let made = 0;
  const before = async () => {
    made += 1;
    await held.passed;
  };
  const worker = await openWorker(redis().url, { before });
  const run = await openRun(redis().url);
  const making = run.make('Ada');
  await expect.poll(() => made, { timeout: 5_000 }).toBe(1);
  await client().config('SET', 'maxmemory', '100kb');
  try {
    held.open();
    const told = () => worker.lines.filter(({ event }) => event === 'queue.full');
    await expect.poll(told, { timeout: 5_000 }).toHaveLength(1);
    // Over several attempts.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told()).toMatchObject([{ level: 'warn', job: expect.any(String) }]);
  } finally {
    await client().config('SET', 'maxmemory', '0');
  }
  expect(textOf(await making)).toContain('Ada');
  expect(made).toBe(1);
}, 30_000);

test('a job that is damaged in Redis is not made; its run puts it there anew', async () => {
  const run = await openRun(redis().url, { now: () => performance.now() * 10 });
  const making = run.make('Ada', person('Ada', 'What is right.'));
  await expect.poll(() => client().llen(entryKey(QUEUE, 'wait')), { timeout: 5_000 }).toBe(1);
  const [key = ''] = await client().keys('dossier:job:*');
  // A byte within the text: it would be a résumé like any other, of another content.
  const sound = await client().getBuffer(key);
  await client().setrange(key, (sound?.length ?? 0) - 5, 'x');
  const worker = await openWorker(redis().url);
  expect(textOf(await making)).toContain('What is right.');
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(1);
  expect(worker.lines.filter(({ event }) => event === 'job.failed')).toEqual([]);
}, 30_000);

test('an error of Redis tells nothing of what was asked', async () => {
  await client().set('key', 'text');
  const refused = client().hset('key', 'name', 'Ada Lovelace');
  const error = await answered('redis://queue', refused).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'QUEUE_UNREACHABLE', message: expect.stringContaining('WRONGTYPE') });
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain('Lovelace');
});
