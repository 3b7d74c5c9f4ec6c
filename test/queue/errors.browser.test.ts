import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { DossierError } from '../../src/errors.js';
import type { Printer } from '../../src/print/printer.js';
import { type CliResult, copyProfiles, runProcess } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';
import { openRun, openWorker } from './own.js';
import { sharedRedis } from './shared.js';
import { type LogLine, startWorker } from './support.js';

const redis = sharedRedis();

let folder: string;
beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  for (const name of ['aryan-mishra', 'nrishinghananda-roy']) await rm(join(folder, 'profiles', `${name}.yaml`));
  await rm(join(folder, 'profiles', 'packets'), { recursive: true });
});

const at = (...path: string[]) => join(folder, ...path);
const ofJobs = (lines: readonly LogLine[]) => lines.filter(({ event }) => event.startsWith('job.'));

test('reports profile errors exactly as without a queue, and continues with other profiles', async () => {
  const krish = await readFile(at('profiles', 'krish-arora.yaml'), 'utf8');
  await writeFile(at('profiles', 'glyph.yaml'), krish.replace(/(\n {2}name: Krish) /, '$1 \u{10450}'));
  await writeFile(at('profiles', 'invalid.yaml'), krish.replace('startDate: 2025-06', 'startDate: some day'));
  await writeFile(at('profiles', 'unknown.yaml'), krish.replace('template: classic', 'template: clasic'));
  onTestFinished(async () => {
    for (const name of ['glyph', 'invalid', 'unknown']) await rm(at('profiles', `${name}.yaml`));
  });
  await using worker = startWorker(redis().url, ['--concurrency', '2']);
  await worker.logged('worker.ready');
  const render = (...more: string[]) =>
    runProcess(folder, [
      'render',
      'glyph',
      'invalid',
      'unknown',
      'krish-arora',
      '--force',
      '--format',
      'pdf,txt',
      ...more,
    ]);
  const local = await render('--quiet');
  const queued = await render('--quiet', '--queue', redis().url);
  expect(local.err).toMatch(/glyph\.yaml:\d+:\d+: error: .*\n.*\n.*\^/);
  // Errors are reported in the order in which profiles fail.
  const problems = (err: string) => err.split(/\n(?=\S)/).sort();
  expect({ ...queued, err: problems(queued.err) }).toEqual({ ...local, err: problems(local.err) });
  expect(local.status).toBe(1);
  const [localReport, report] = [await render('--json'), await render('--json', '--queue', redis().url)];
  const failuresOf = ({ out }: CliResult) =>
    (JSON.parse(out).failures as { source: string; code: string }[]).toSorted((a, b) => (a.source < b.source ? -1 : 1));
  const failures = failuresOf(report);
  expect(failures).toEqual(failuresOf(localReport));
  expect(failures.map(({ code }) => code)).toEqual(['GLYPH_MISSING', 'PROFILE_INVALID', 'PROFILE_INVALID']);
  expect(ofJobs(worker.lines).filter(({ event }) => event !== 'job.done')).toMatchObject([
    { event: 'job.failed', code: 'GLYPH_MISSING' },
    { event: 'job.failed', code: 'GLYPH_MISSING' },
  ]);
  expect(worker.text()).not.toMatch(/Krish|krish|glyph\.yaml/);
});

test('retries a job if its printer is lost, and succeeds on the third attempt', {
  timeout: 120_000,
}, async () => {
  await using printer = openPrinter();
  let tries = 0;
  const failing = {
    print: async (job: Parameters<Printer['print']>[0]) => {
      tries += 1;
      if (tries < 3) throw new DossierError('BROWSER_CRASH', `the browser ended while it printed ${job.name}`);
      return printer.print(job);
    },
  } as Printer;
  const worker = await openWorker(redis().url, { services: openServices(failing) });
  const run = await openRun(redis().url);
  const profile = await shippedProfile('krish-arora');
  const made = await run.make('krish-arora', profile, ['pdf']);
  const request = { slug: 'krish-arora', profile, pictures: new Map(), formats: ['pdf'] as const };
  const local = await makeResume(request, openServices(printer));
  expect(Buffer.compare(made.artifacts[0]?.bytes ?? Buffer.of(), local.artifacts[0]?.bytes ?? Buffer.of(1))).toBe(0);
  expect(tries).toBe(3);
  expect(ofJobs(worker.lines).map(({ event }) => event)).toEqual(['job.retried', 'job.retried', 'job.done']);
});
