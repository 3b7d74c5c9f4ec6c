import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { contents, finished, runProcess, startDossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { descendantsOf, type Running, sendSignal, stillRunning } from '../support/processes.js';
import { figureOf, parseExposition } from './exposition.js';
import { sharedRedis } from './shared.js';
import { addProfiles, type RunningWorker, startWorker } from './support.js';

const redis = sharedRedis();

async function projectOf(count: number): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await addProfiles(folder, count);
  return folder;
}

async function start(...args: string[]): Promise<RunningWorker & { port: number }> {
  const worker = startWorker(redis().url, args);
  onTestFinished(() => worker[Symbol.asyncDispose]());
  const { port = 0 } = await worker.logged('worker.ready');
  return { ...worker, port };
}

const isBrowser = ({ command }: Running) => command.includes('--headless') && !command.includes('--type=');
const health = async (port: number) => {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  return { status: answer.status, body: (await answer.json()) as unknown };
};
const metricsOf = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

/** Expects one JSON object per line, without any names. */
function expectDiscreet(worker: RunningWorker): void {
  const lines = worker.text().split('\n');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), event: expect.any(String) });
  for (const word of ['Krish', 'person-', 'Backend', 'github.com', 'dossier-test-'])
    expect(worker.text()).not.toContain(word);
}

test('finishes its jobs, takes no new ones and leaves no processes when asked to stop', async () => {
  const folder = await projectOf(14);
  const one = await start('--concurrency', '2');
  const browsers = descendantsOf(one.process.pid ?? 0);
  expect(browsers.some(isBrowser)).toBe(true);
  expect(await health(one.port)).toEqual({ status: 200, body: { status: 'ok', queue: 'ready', browser: 'ready' } });
  const run = finished(startDossier(folder, ['render', '--format', 'pdf,png', '--quiet', '--queue', redis().url]));
  await one.logged('job.done');
  const ended = one.end('SIGTERM');
  const answers: unknown[] = [];
  const asking = (async () => {
    for (;;) {
      const answer = await health(one.port).catch(() => undefined);
      if (!answer) return;
      answers.push(answer);
    }
  })();
  expect(await ended).toBe(0);
  await asking;
  expect(answers).toContainEqual({ status: 503, body: { status: 'stopping', queue: 'ready', browser: 'ready' } });
  const events = one.lines.map(({ event }) => event);
  const stopping = events.indexOf('worker.stopping');
  // It finished the jobs it had: at most its concurrency, plus one that was just being added.
  const after = events.slice(stopping + 1).filter((event) => event === 'job.done');
  expect(after.length).toBeGreaterThan(0);
  expect(after.length).toBeLessThanOrEqual(5);
  expect(events.at(-1)).toBe('worker.stopped');
  await expect.poll(() => stillRunning(browsers), { timeout: 5000 }).toEqual([]);
  // No job that it took is still active.
  const client = new Redis(redis().url);
  const [active = ''] = await client.keys('dossier:queue:*:active');
  expect(active && (await client.llen(active))).toBe(active ? 0 : '');
  client.disconnect();
  const madeByOne = one.lines.filter(({ event }) => event === 'job.done');

  const other = await start('--concurrency', '2');
  expect(await run).toMatchObject({ status: 0, err: '' });
  const madeByOther = other.lines.filter(({ event }) => event === 'job.done');
  const jobs = (lines: readonly { job?: string }[]) => new Set(lines.map(({ job }) => job));
  // No document was made by both workers; those that the first one finished are in the folder.
  expect([...jobs(madeByOne)].filter((job) => jobs(madeByOther).has(job))).toEqual([]);
  expect(jobs([...madeByOne, ...madeByOther]).size).toBe(14);
  expect([...(await contents(join(folder, 'out'))).keys()].filter((path) => path.endsWith('.pdf'))).toHaveLength(14);
  expectDiscreet(one);
  expect(await other.end('SIGINT')).toBe(0);
  expectDiscreet(other);
});

test('restarts a lost browser and updates the metrics', async () => {
  const folder = await projectOf(16);
  const worker = await start('--concurrency', '2');
  const [browser] = descendantsOf(worker.process.pid ?? 0).filter(isBrowser);
  const run = finished(startDossier(folder, ['render', '--format', 'pdf', '--quiet', '--queue', redis().url]));
  await worker.logged('job.done');
  const during = await metricsOf(worker.port);
  expect(figureOf(during, 'dossier_queue_depth', { state: 'waiting' })).toBeGreaterThan(0);
  sendSignal(browser?.pid ?? 0, 'SIGKILL');
  expect(await run).toMatchObject({ status: 0, err: '' });
  const figures = await metricsOf(worker.port);
  parseExposition(figures);
  expect(figureOf(figures, 'dossier_browser_restarts_total')).toBe(1);
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'done' })).toBe(16);
  expect(figureOf(figures, 'dossier_print_seconds_count')).toBeGreaterThanOrEqual(16);
  expect(figureOf(figures, 'dossier_failures_total', { code: 'GLYPH_MISSING' })).toBe(0);
  expect(figureOf(figures, 'dossier_queue_depth', { state: 'waiting' })).toBe(0);
  expect(worker.lines.filter(({ event }) => event === 'browser.started')).toHaveLength(2);
  expect(await health(worker.port)).toMatchObject({ status: 200 });
  expectDiscreet(worker);
});

test('keeps an idle worker running while Redis is unavailable, and reports it', async () => {
  const folder = await projectOf(2);
  const worker = await start('--concurrency', '1');
  await redis().stop();
  await expect
    .poll(() => health(worker.port))
    .toEqual({
      status: 503,
      body: { status: 'lost', queue: 'lost', browser: 'ready' },
    });
  // Metrics are still served.
  expect(await metricsOf(worker.port)).toContain('dossier_jobs_total');
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  await redis().restart();
  await expect.poll(() => health(worker.port)).toMatchObject({ status: 200 });
  expect(worker.lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['queue.lost', 'queue.ready']));
  const args = ['render', '--format', 'pdf', '--quiet', '--queue', redis().url];
  expect(await runProcess(folder, args)).toMatchObject({ status: 0, err: '' });
  expect((await readFile(join(folder, 'out', 'person-1', 'person-1.pdf'))).length).toBeGreaterThan(10_000);
  // The loss is logged once, and not for every attempt to reconnect.
  expect(worker.lines.filter(({ event }) => event === 'queue.lost').length).toBeLessThan(4);
  // A worker that is asked to stop while Redis is unavailable has nothing to wait for.
  await redis().stop();
  await expect.poll(() => health(worker.port)).toMatchObject({ status: 503 });
  expect(await worker.end()).toBe(0);
  await redis().restart();
  expectDiscreet(worker);
});

matrixTest('is unhealthy while Redis hangs, and can be stopped then', async () => {
  const worker = await start('--concurrency', '1');
  const { processId } = redis();
  const goOn = () => void sendSignal(processId, 'SIGCONT');
  onTestFinished(goOn);
  sendSignal(processId, 'SIGSTOP');
  const lost = { status: 503, body: { status: 'lost', queue: 'lost', browser: 'ready' } };
  await expect.poll(() => health(worker.port)).toEqual(lost);
  await expect.poll(() => worker.lines.map(({ event }) => event)).toContain('queue.lost');
  goOn();
  await expect.poll(() => health(worker.port)).toMatchObject({ status: 200 });
  sendSignal(processId, 'SIGSTOP');
  await expect.poll(() => health(worker.port)).toEqual(lost);
  expect(await worker.end()).toBe(0);
  expectDiscreet(worker);
});

test('exits cleanly if asked to stop during startup', async () => {
  const worker = startWorker(redis().url);
  onTestFinished(() => worker[Symbol.asyncDispose]());
  await worker.logged('browser.started');
  expect(await worker.end('SIGTERM')).toBe(0);
  expect(worker.lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['browser.started', 'worker.stopped']));
  expect(worker.lines.at(-1)).toMatchObject({ event: 'worker.stopped' });
  expectDiscreet(worker);
});
