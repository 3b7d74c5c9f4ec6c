import { describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { buildName, entryKey, queueName } from '../../src/queue/builds.js';
import { figureOf } from './exposition.js';
import { BUILD, openRun, openWorker, person, textOf } from './own.js';
import { ownClient, sharedRedis } from './shared.js';

const redis = sharedRedis();
const QUEUE = queueName(buildName(BUILD), 'default');

const client = ownClient(redis);

/** The error of a browser that crashes while printing. */
const crash = () =>
  new DossierError('BROWSER_CRASH', 'the browser ended while it printed ada-lovelace', { hint: 'again' });

/** A worker that fails the given number of times before it succeeds. */
function failing(times: number, fail: () => unknown = crash) {
  let left = times;
  const tries: number[] = [];
  const opening = openWorker(redis().url, {
    before: async () => {
      tries.push(performance.now());
      left -= 1;
      if (left >= 0) throw fail();
    },
  });
  return { opening, tries };
}

/** All contents of Redis, as text. */
async function everything(): Promise<string> {
  const keys = await client().keys('*');
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = await client().type(key);
      if (type === 'hash') return client().hgetall(key);
      if (type === 'zset') return client().zrange(key, '0', '-1');
      if (type === 'stream') return client().xrange(key, '-', '+');
      return type === 'list' ? client().lrange(key, 0, -1) : client().get(key);
    }),
  );
  return JSON.stringify([keys, values]);
}

describe('a fault', () => {
  test('is retried with increasing delays until the job succeeds', async () => {
    const { opening, tries } = failing(2);
    const worker = await opening;
    expect(textOf(await (await openRun(redis().url)).make('Ada'))).toContain('Ada');
    expect(tries).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = tries;
    // The second delay is twice the first; each is reduced by a random part of up to half, to spread the retries.
    expect(second - first).toBeGreaterThan(490);
    expect(third - second).toBeGreaterThan(990);
    expect(worker.lines.filter(({ event }) => event.startsWith('job.'))).toMatchObject([
      { event: 'job.retried', code: 'BROWSER_CRASH', attempt: 1, level: 'error' },
      { event: 'job.retried', code: 'BROWSER_CRASH', attempt: 2 },
      { event: 'job.done', level: 'info' },
    ]);
    const figures = await worker.figures();
    expect(figureOf(figures, 'dossier_failures_total', { code: 'BROWSER_CRASH' })).toBe(2);
    expect(figureOf(figures, 'dossier_jobs_total', { result: 'retried' })).toBe(2);
    expect(figureOf(figures, 'dossier_jobs_total', { result: 'failed' })).toBe(0);
  });

  test('fails after four attempts with the original error, and its record contains nothing of the profile', {
    timeout: 120_000,
  }, async () => {
    const { opening, tries } = failing(4);
    const worker = await opening;
    const run = await openRun(redis().url);
    const secret = person('Ada Lovelace', 'What nobody else should read.');
    await expect(run.make('ada-lovelace', secret)).rejects.toMatchObject({
      code: 'BROWSER_CRASH',
      message: 'the browser ended while it printed ada-lovelace',
      hint: 'again',
      exit: 3,
    });
    expect(tries).toHaveLength(4);
    const dead = await client().zrange(entryKey(QUEUE, 'failed'), '0', '-1');
    expect(dead).toHaveLength(1);
    const entry = await client().hgetall(entryKey(QUEUE, dead[0] ?? ''));
    expect(entry).toMatchObject({ failedReason: 'BROWSER_CRASH', atm: '4' });
    const kept = await everything();
    for (const word of ['Lovelace', 'lovelace', 'nobody else', 'the browser ended']) expect(kept).not.toContain(word);
    expect(figureOf(await worker.figures(), 'dossier_queue_depth', { state: 'failed' })).toBe(1);
    expect(await client().ttl(entryKey(QUEUE, dead[0] ?? ''))).toBeGreaterThan(0);
    // The next run tries the job again.
    const next = await openRun(redis().url);
    expect(textOf(await next.make('ada-lovelace', secret))).toContain('Ada Lovelace');
    expect(await client().zcard(entryKey(QUEUE, 'failed'))).toBe(0);
  });

  test('in the worker’s program keeps its stack trace', async () => {
    const { opening } = failing(4, () => new TypeError('Ada Lovelace is not a function'));
    const worker = await opening;
    const failed = await (await openRun(redis().url)).make('Ada').catch((error: unknown) => error);
    expect(failed).not.toBeInstanceOf(DossierError);
    expect(failed).toMatchObject({
      message: 'Ada Lovelace is not a function',
      stack: expect.stringContaining('    at '),
    });
    expect(worker.lines.map(({ code }) => code)).toEqual(['BUG', 'BUG', 'BUG', 'BUG']);
    expect(JSON.stringify(worker.lines)).not.toContain('Lovelace');
  });

  test('in one job does not delay others', async () => {
    const { opening } = failing(1);
    await opening;
    const run = await openRun(redis().url);
    const done: string[] = [];
    const first = run.make('Ada').then(() => done.push('Ada'));
    await expect.poll(() => client().zcard(entryKey(QUEUE, 'delayed')), { interval: 10 }).toBe(1);
    await run.make('Bob').then(() => done.push('Bob'));
    await first;
    expect(done).toEqual(['Bob', 'Ada']);
  });
});

test('reports a profile error at once, without retrying', async () => {
  const worker = await openWorker(redis().url);
  const run = await openRun(redis().url);
  const [bad, good] = await Promise.allSettled([
    run.make('Ada', person('Ada', 'Written in \u{10450}\u{10451}.'), ['html']),
    run.make('Bob', undefined, ['html']),
  ]);
  expect(good.status).toBe('fulfilled');
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'GLYPH_MISSING' } });
  expect(worker.lines.filter(({ event }) => event === 'job.retried')).toEqual([]);
  const figures = await worker.figures();
  expect(figureOf(figures, 'dossier_failures_total', { code: 'GLYPH_MISSING' })).toBe(1);
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'failed' })).toBe(1);
  expect(await client().zcard(entryKey(QUEUE, 'failed'))).toBe(0);
});

test('fails a job that crashed every worker that took it', async () => {
  const run = await openRun(redis().url);
  const made = run.make('Ada').catch((error: unknown) => error);
  await expect.poll(() => client().llen(entryKey(QUEUE, 'wait'))).toBe(1);
  // The state after the sixth worker died: active, not locked, and taken over five times.
  const [id = ''] = await client().lrange(entryKey(QUEUE, 'wait'), 0, -1);
  await client().hset(entryKey(QUEUE, id), 'stc', '5');
  await client().lmove(entryKey(QUEUE, 'wait'), entryKey(QUEUE, 'active'), 'RIGHT', 'LEFT');
  await openWorker(redis().url);
  expect(await made).toMatchObject({
    code: 'JOB_LOST',
    exit: 3,
    message: expect.stringMatching(/^no worker finished the job: job stalled more than/),
    hint: expect.stringContaining('memory and the logs of the workers'),
  });
  expect(await client().zrange(entryKey(QUEUE, 'failed'), '0', '-1')).toEqual([id]);
  expect(await client().keys('dossier:job:*')).toEqual([]);
  // The next run tries the job again.
  expect(textOf(await (await openRun(redis().url)).make('Ada'))).toContain('Ada');
});
