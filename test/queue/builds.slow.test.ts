import { expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { type Build, buildName, differences } from '../../src/queue/builds.js';
import { FetchedBundles } from '../../src/queue/bundles.js';
import { connect } from '../../src/queue/connect.js';
import { encodeJob } from '../../src/queue/envelope.js';
import { work } from '../../src/queue/work.js';
import { figureOf } from './exposition.js';
import { BUILD, openRun, openWorker, person, textOf, unprinted } from './own.js';
import { sharedRedis } from './shared.js';

const redis = sharedRedis();

const OTHERS: [keyof Build, string, string][] = [
  ['dossier', '0.2.0', 'the version of Dossier (0.1.0, not 0.2.0)'],
  ['code', 'other', 'the code of Dossier'],
  ['node', 'v22.0.0', 'the version of Node (v20.19.0, not v22.0.0)'],
  ['system', 'linux arm64', 'the system (linux x64, not linux arm64)'],
  ['browser', 'Chromium 2', 'the browser (Chromium 1, not Chromium 2)'],
  ['fonts', 'other', 'the fonts for other scripts'],
];

test.each(OTHERS)('rejects a job if the builds differ only in %s, and names it', async (part, value, difference) => {
  const other = { ...BUILD, [part]: value };
  expect(buildName(other)).not.toBe(buildName(BUILD));
  expect(differences(BUILD, other)).toEqual([difference]);
  const client = await connect(redis().url);
  const services = unprinted();
  const request = { slug: 'ada', profile: person('Ada'), pictures: new Map(), formats: ['txt'] as const };
  const bytes = encodeJob(request, { build: BUILD, bundles: {}, fonts: {} });
  const bench = {
    build: other,
    services,
    bundles: new FetchedBundles(client, async () => ({})),
    fontVersions: async () => ({}),
  };
  const outcome = await work(bytes, bench);
  client.disconnect();
  expect(outcome).toMatchObject({
    error: {
      code: 'WORKER_BUILD',
      retryable: false,
      message: `a worker refused the job: the worker differs in ${difference}`,
    },
  });
});

test('rejects a job if the worker has another version of a template font, and fails if no other worker is running', {
  timeout: 120_000,
}, async () => {
  const worker = await openWorker(redis().url, { font: '2' });
  const run = await openRun(redis().url);
  const refused = run.make('Ada');
  await expect(refused).rejects.toMatchObject({
    code: 'WORKER_BUILD',
    message: expect.stringMatching(/^a worker refused the job: the worker differs in the font @fontsource\//),
    hint: 'run the same Dossier, browser and fonts on all machines',
  });
  const figures = await worker.figures();
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'refused' })).toBe(3);
  expect(figureOf(figures, 'dossier_jobs_total', { result: 'retried' })).toBe(0);
  const refusal = { event: 'job.refused', code: 'WORKER_BUILD' };
  expect(worker.lines.filter(({ event }) => event.startsWith('job.'))).toMatchObject([refusal, refusal, refusal]);
});

test('retries a rejected job on another worker, and sends fewer jobs to the first', async () => {
  const bad = await openWorker(redis().url, { font: '2', slots: 2 });
  const good = await openWorker(redis().url, { before: () => new Promise((resolve) => setTimeout(resolve, 50)) });
  const run = await openRun(redis().url);
  const names = Array.from({ length: 20 }, (_, index) => `Ada ${index}`);
  const made = await Promise.all(names.map((name) => run.make(name)));
  expect(made).toHaveLength(20);
  expect(figureOf(await good.figures(), 'dossier_jobs_total', { result: 'done' })).toBe(20);
  expect(figureOf(await bad.figures(), 'dossier_jobs_total', { result: 'refused' })).toBeLessThan(7);
});

test('pauses a worker until its browser starts, and does not count it as available', {
  timeout: 120_000,
}, async () => {
  let canLaunch = false;
  const launchError = new DossierError('BROWSER_LAUNCH', 'the browser does not start');
  const launch = async () => {
    if (!canLaunch) throw launchError;
  };
  const bad = await openWorker(redis().url, { before: launch, heal: launch, slots: 2 });
  const run = await openRun(redis().url);
  const names = Array.from({ length: 6 }, (_, index) => `Ada ${index}`);
  const made = Promise.all(names.map((name) => run.make(name)));
  await expect.poll(() => run.said.join()).toContain('no worker found');
  expect(figureOf(await bad.figures(), 'dossier_jobs_total', { result: 'retried' })).toBeLessThanOrEqual(2);
  canLaunch = true;
  expect(await made).toHaveLength(6);
  expect(bad.lines.filter(({ event }) => event === 'job.failed')).toEqual([]);
});

test('keeps runs and workers of two builds separate on one Redis', async () => {
  const other = { ...BUILD, browser: 'Chromium 2' };
  const workers = [await openWorker(redis().url), await openWorker(redis().url, { build: other })];
  const runs = [await openRun(redis().url), await openRun(redis().url, { build: other })];
  // The same profile requested in both builds is two jobs.
  const made = await Promise.all(
    runs.flatMap((run, index) => ['Ada', ...(index === 0 ? ['Bob'] : [])].map((name) => run.make(name))),
  );
  expect(made.map(textOf)).toEqual([
    expect.stringContaining('Ada'),
    expect.stringContaining('Bob'),
    expect.stringContaining('Ada'),
  ]);
  const figures = await Promise.all(workers.map(({ figures }) => figures()));
  expect(figures.map((text) => figureOf(text, 'dossier_jobs_total', { result: 'done' }))).toEqual([2, 1]);
  expect(workers.flatMap(({ lines }) => lines.filter(({ event }) => event !== 'job.done'))).toEqual([]);
});

test('lists how other workers differ if none matches, and fails all jobs with the same error', async () => {
  await openWorker(redis().url, { build: { ...BUILD, browser: 'Chromium 2', code: 'other' } });
  const run = await openRun(redis().url, { patience: 1_000 });
  const results = await Promise.allSettled(['Ada', 'Bob', 'Eve'].map((name) => run.make(name)));
  const reasons = results.map((result) => (result.status === 'rejected' ? result.reason : undefined));
  expect(reasons[0]).toMatchObject({
    code: 'WORKER_MISSING',
    message:
      'no worker was available within 1 s; other workers differ in the code of Dossier, the browser (Chromium 2, not Chromium 1)',
    hint: expect.stringContaining('dossier worker --queue URL'),
  });
  expect(new Set(reasons).size).toBe(1);
  expect(run.said).toEqual([
    'no worker found; waiting for one: dossier worker --queue …; other workers differ in the code of Dossier, the browser (Chromium 2, not Chromium 1)',
  ]);
});

test('continues a waiting run as soon as a worker starts', async () => {
  const run = await openRun(redis().url);
  const made = run.make('Ada');
  await expect.poll(() => run.said).toHaveLength(1);
  await openWorker(redis().url);
  expect(textOf(await made)).toContain('Ada');
});
