import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { parseTenant } from '../../src/cli/options.js';
import { buildName, tenantsKey } from '../../src/queue/builds.js';
import { connect } from '../../src/queue/connect.js';
import { figureOf } from './exposition.js';
import { BUILD, openRun, openWorker, person, textOf } from './own.js';
import { sharedRedis } from './shared.js';

const redis = sharedRedis();

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

/** Requests all names at once; returns the finished ones, and a promise for all. */
function ask(run: Awaited<ReturnType<typeof openRun>>, names: readonly string[]) {
  const done: string[] = [];
  const all = Promise.all(names.map(async (name) => done.push(textOf(await run.make(name)))));
  // A test may end before all are done.
  all.catch(() => undefined);
  return { done, all };
}

test('limits the jobs of a tenant per minute without delaying another tenant', async () => {
  await openWorker(redis().url, { rate: 30, slots: 4 });
  const [a, b] = [await openRun(redis().url, { tenant: 'a' }), await openRun(redis().url, { tenant: 'b' })];
  const many = ask(a, named('A', 40));
  await expect.poll(() => many.done.length).toBe(30);
  const few = ask(b, named('B', 6));
  await few.all;
  await pause(1500);
  expect({ a: many.done.length, b: few.done.length }).toEqual({ a: 30, b: 6 });
});

test('serves a later, smaller tenant without waiting for a large one', async () => {
  await openWorker(redis().url, { slots: 1, before: () => pause(120) });
  const [a, b] = [await openRun(redis().url, { tenant: 'a' }), await openRun(redis().url, { tenant: 'b' })];
  const many = ask(a, named('A', 40));
  await expect.poll(() => many.done.length, { interval: 5 }).toBeGreaterThan(0);
  await ask(b, named('B', 4)).all;
  expect(many.done.length).toBeLessThanOrEqual(20);
  await many.all;
});

test('does not send a job above the size limit', async () => {
  const run = await openRun(redis().url, { jobLimit: 100_000 });
  await expect(run.make('Ada', person('Ada', 'x'.repeat(100_000)))).rejects.toMatchObject({
    code: 'JOB_LIMIT',
    message: 'with its pictures it has 0.1 MB, more than the job limit of 0.1 MB',
    hint: expect.stringContaining('--job-limit'),
  });
});

test('rejects a job above the worker’s size limit, and continues with others', async () => {
  const worker = await openWorker(redis().url, { jobLimit: 50_000 });
  const run = await openRun(redis().url);
  const large = run.make('Ada', person('Ada', 'x'.repeat(50_000)));
  await expect(large).rejects.toMatchObject({ code: 'JOB_LIMIT', hint: expect.stringContaining('--job-limit') });
  expect(textOf(await run.make('Bob'))).toContain('Bob');
  const figures = await worker.figures();
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'refused' })).toBe(3);
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'done' })).toBe(1);
  expect(worker.lines.filter(({ event }) => event === 'job.refused')).toHaveLength(3);
});

test('accepts only tenant names that are valid in a queue name', async () => {
  expect(parseTenant('careers-2026')).toBe('careers-2026');
  for (const name of ['', 'A', 'a:b', 'a b', '../a', 'a'.repeat(65)])
    expect(() => parseTenant(name)).toThrow(InvalidArgumentError);
  // Anyone with write access to Redis may add other names; the worker serves the valid ones.
  const client = await connect(redis().url);
  for (const name of ['a:b', '', 'x'.repeat(10_000)])
    await client.zadd(tenantsKey(buildName(BUILD)), '123456789012', name);
  client.disconnect();
  const worker = await openWorker(redis().url);
  const run = await openRun(redis().url, { tenant: 'later' });
  expect(textOf(await run.make('Ada'))).toContain('Ada');
  expect(worker.worker.tenants).toEqual(['default', 'later']);
  expect(worker.lines).toEqual([expect.objectContaining({ event: 'job.done' })]);
});
