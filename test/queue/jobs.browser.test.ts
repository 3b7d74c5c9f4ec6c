import { appendFile, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type CliResult, contents, finished, runProcess, startDossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { ROOT, sharedFolder } from '../support/paths.js';
import { requireRedis } from '../support/redis.js';
import { install, themeThat } from '../themes/support.js';
import { sharedRedis } from './shared.js';
import { keysOf, type RunningWorker, startWorker } from './support.js';
import { watchKeys } from './watch-keys.js';

const redis = sharedRedis();
beforeEach(requireRedis);

/** Browser cache. Apart from it, the worker shares only Redis with the run, like a worker on another machine. */
const CACHE = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

const PHONE = '+1 202-555-0147';

let folder: string;
let worker: RunningWorker;

beforeAll(async () => {
  folder = await sharedFolder();
  const at = (...path: string[]) => join(folder, ...path);
  await mkdir(at('profiles', 'packets'), { recursive: true });
  await copyFile(join(ROOT, 'profiles', 'krish-arora.yaml'), at('profiles', 'krish-arora.yaml'));
  await writeFile(at('profiles', 'packets', 'two.yaml'), 'title: Two\ncandidates: [ada-lovelace, krish-arora]\n');
  await copyFile(join(ROOT, 'test', 'fixtures', 'letters', 'ada-lovelace.yaml'), at('profiles', 'ada-lovelace.yaml'));
  await copyFile(join(ROOT, 'templates', 'classic', 'preview.png'), at('profiles', 'ada.png'));
  const ada = await readFile(at('profiles', 'ada-lovelace.yaml'), 'utf8');
  const shown = ada.replace('basics:\n', 'basics:\n  image: ada.png\n').replace('template: modern', 'template: mine');
  await writeFile(at('profiles', 'ada-lovelace.yaml'), `${shown}\nmeta: { template: mine }\n`);
  await mkdir(at('profiles', 'private'));
  await writeFile(at('profiles', 'private', 'ada-lovelace.yaml'), `basics: { phone: "${PHONE}" }\n`);
  // A template of the project, with a partial and fonts that no other template has.
  await cp(join(ROOT, 'templates', 'classic'), at('templates', 'mine'), { recursive: true });
  await mkdir(at('templates', 'partials'));
  await writeFile(at('templates', 'partials', 'own-line.hbs'), '<p class="own">Set by hand for {{name}}</p>\n');
  const source = await readFile(at('templates', 'mine', 'template.hbs'), 'utf8');
  await writeFile(at('templates', 'mine', 'template.hbs'), source.replace('</header>', '{{> own-line}}\n</header>'));
  const options = await readFile(at('templates', 'mine', 'template.yaml'), 'utf8');
  const fonts = options.replaceAll('Source Serif 4', 'Open Sans').replace('source-serif-4', 'open-sans');
  await writeFile(at('templates', 'mine', 'template.yaml'), fonts);
  await appendFile(at('templates', 'mine', 'style.css'), '\n.own { font-family: "Open Sans"; }\n');
  await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('') });
});

beforeEach(async () => {
  const empty = join(folder, 'empty');
  await mkdir(empty, { recursive: true });
  worker = startWorker(redis().url, ['--concurrency', '2'], { HOME: empty, XDG_CACHE_HOME: CACHE }, empty);
  onTestFinished(() => worker[Symbol.asyncDispose]());
  await worker.logged('worker.ready');
});

const seenLines: string[] = [];
afterAll(() => {
  // The workers’ logs name nobody.
  const text = seenLines.join('\n');
  for (const word of ['Lovelace', 'lovelace', 'Krish', 'krish', 'example.com', PHONE, 'engines', folder])
    expect(text).not.toContain(word);
});

/** Runs locally and with the worker, and returns the output and the files of each. */
async function both(asked: readonly string[], env: Record<string, string> = {}) {
  const run = async (kind: string, more: readonly string[]): Promise<CliResult & { files: Map<string, Buffer> }> => {
    await rm(join(folder, kind), { recursive: true, force: true });
    const args = ['render', '--force', '--out', kind, ...asked, ...more];
    const result = await runProcess(folder, args, env);
    return { ...result, files: await contents(join(folder, kind)) };
  };
  const local = await run('local', []);
  const before = worker.lines.length;
  const queued = await run('queued', ['--queue', redis().url]);
  seenLines.push(worker.text());
  // A job whose pictures are larger than estimated runs twice.
  const done = worker.lines.slice(before).filter(({ event }) => event === 'job.done');
  const jobs = new Set(done.map(({ job }) => job)).size;
  return { local, queued, jobs };
}

function expectAlike({ local, queued }: Awaited<ReturnType<typeof both>>): void {
  // Errors are reported in the order in which profiles finish.
  const said = ({ status, err }: CliResult) => ({
    status,
    problems: err
      .split(/\n(?=\S)/)
      .map((each) => each.trim())
      .sort(),
  });
  expect(said(queued)).toEqual(said(local));
  expect([...queued.files.keys()]).toEqual([...local.files.keys()]);
  const differing = [...local.files].filter(([path, bytes]) => !queued.files.get(path)?.equals(bytes));
  expect(differing.map(([path]) => path)).toEqual([]);
}

test('produces the bytes of a local run over Redis alone, with one job per document and one upload per template', async () => {
  const client = new Redis(redis().url);
  const monitor = await client.monitor();
  const sent: string[] = [];
  monitor.on('monitor', (_: string, [command, key = '']: string[]) => {
    if (command?.toLowerCase() === 'set' && key.startsWith('dossier:bundle:')) sent.push(key);
  });
  const stop = watchKeys(client);
  const args = ['ada-lovelace', 'krish-arora', '--variant', 'all', '--letter', 'all', '--embed-source', '--quiet'];
  const formats = ['--format', 'html,pdf,json,txt,md,docx,png', '--pages', '1'];
  const result = await both([...args, ...formats], { SOURCE_DATE_EPOCH: '1767225600' });
  monitor.disconnect();
  const seen = await stop();
  client.disconnect();
  expectAlike(result);
  const { files } = result.queued;
  expect(files.get('/ada-lovelace/ada-lovelace.html')?.toString()).toContain('Set by hand for Ada Lovelace');
  expect(files.get('/ada-lovelace/ada-lovelace.html')?.toString()).toContain('data:image/png;base64,');
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([
      '/ada-lovelace/ada-lovelace.code.png',
      '/ada-lovelace/ada-lovelace.docx',
      '/ada-lovelace/ada-lovelace.letter.royal-society.pdf',
      '/krish-arora/krish-arora.one-page-compact.pdf',
    ]),
  );
  // Ada: the résumé, a variant, two letters. Krish: the résumé and two variants. The packet uses both as they are.
  expect(result.jobs).toBe(7);
  expect(sent.length).toBeGreaterThanOrEqual(3);
  expect(new Set(sent).size).toBe(sent.length);
  // Every key expires, and none with profile data remains.
  expect(seen.faults).toEqual([]);
  expect([...seen.keys].some((key) => key.startsWith('dossier:job:'))).toBe(true);
  const left = await keysOf(redis().url);
  expect(left.filter(({ key, ttl }) => ttl < 0 || /^dossier:(job|result):/.test(key))).toEqual([]);
});

test('binds packets in the run, including blind packets', async () => {
  const result = await both(['--blind', '--key', 'who.json', '--format', 'pdf', '--quiet']);
  expectAlike(result);
  expect([...result.queued.files.keys()]).toContain('/packets/two.blind.pdf');
});

test('sends the house style with its logo', async () => {
  const style = join(ROOT, 'docs', 'demo-brand');
  await cp(style, folder, { recursive: true });
  onTestFinished(() => rm(join(folder, 'dossier.yaml')));
  const result = await both(['krish-arora', '--format', 'html,pdf,docx', '--quiet']);
  expectAlike(result);
  expect(result.jobs).toBeGreaterThan(0);
  const logo = (await readFile(join(style, 'logo.svg'))).toString('base64');
  expect(result.queued.files.get('/krish-arora/krish-arora.html')?.toString()).toContain(logo);
});

matrixTest('judges the PDFs of workers by --ats-gate as those of a local run', async () => {
  await cp(join(ROOT, 'templates', 'classic'), join(folder, 'templates', 'spaced'), { recursive: true });
  await appendFile(join(folder, 'templates', 'spaced', 'style.css'), '\n.title, .bullets { letter-spacing: 0.5em; }\n');
  const args = ['krish-arora', '--variant', 'all', '--format', 'pdf', '--quiet', '--ats-gate', '0.98'];
  const passed = await both(args);
  expectAlike(passed);
  expect(passed.queued).toMatchObject({ status: 0, err: '' });
  expect(passed.jobs).toBeGreaterThan(1);
  const failed = await both([...args, '--template', 'spaced']);
  expectAlike(failed);
  expect(failed.queued.status).toBe(1);
  expect(failed.queued.err).toMatch(
    /profiles\/krish-arora\.yaml: error: pdf\.js reads \d+ of \d+ fields of the résumé/,
  );
  expect([...failed.queued.files.keys()].filter((path) => path.endsWith('krish-arora.pdf'))).toEqual([]);
});

matrixTest('runs a JSON Resume theme in the command, with the same result as without a queue', async () => {
  const result = await both(['ada-lovelace', '--template', 'own', '--format', 'html,pdf', '--quiet']);
  expectAlike(result);
  expect(result.queued.files.has('/ada-lovelace/ada-lovelace.pdf')).toBe(true);
  expect(result.jobs).toBe(0);
});

test('sends private details to Redis with --private only, and writes them to out-private', async () => {
  // A database without a worker, so that both jobs (the document and the other packet member) stay in Redis.
  const url = redis().url.replace(/\/0$/, '/1');
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  const sent = async (...args: string[]) => {
    await client.flushdb();
    const run = startDossier(folder, ['render', 'ada-lovelace', '--format', 'pdf', '--force', '--queue', url, ...args]);
    const ended = finished(run);
    await expect.poll(() => client.keys('dossier:job:*')).toHaveLength(2);
    run.kill('SIGKILL');
    await ended;
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map(async (key) => String((await client.dump(key)) ?? '')));
    const jobs = (await client.mget(await client.keys('dossier:job:*'))).join('\n');
    return { all: values.join('\n'), jobs };
  };
  const open = await sent();
  expect(open.jobs).toContain('Writes programs for machines');
  expect(open.jobs).toContain('data:image/png;base64,');
  expect(open.all + open.jobs).not.toContain('555-0147');
  expect((await sent('--private')).jobs).toContain(PHONE);

  const args = ['render', 'ada-lovelace', '--format', 'txt', '--private', '--queue', redis().url];
  expect(await runProcess(folder, args)).toMatchObject({ status: 0 });
  seenLines.push(worker.text());
  const text = await readFile(join(folder, 'out-private', 'ada-lovelace', 'ada-lovelace.txt'), 'utf8');
  expect(text).toContain(PHONE);
});
