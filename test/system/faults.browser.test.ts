import { type ChildProcess, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type CliResult, dossier, finished, project, readManifest, startDossier } from '../support/cli.js';
import { requireThat } from '../support/outside.js';
import { descendantsOf, type Running, stillRunning } from '../support/processes.js';
import { Random } from '../support/random.js';
import { SEED } from '../support/seed.js';

let folder: string;
beforeEach(async () => {
  folder = await project();
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What is wrong with the output folder: it must hold whole files that the manifest describes, and nothing else but what
 * runs put there for themselves.
 */
async function faultsOf(out: string, own = ['.cache.json', '.private']): Promise<string[]> {
  if (!existsSync(out)) return [];
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((file) => file.slice(out.length + 1)).filter((path) => !own.includes(path));
  if (paths.length === 0) return [];
  const listed = new Map((await readManifest(out)).map((entry) => [entry.path, entry.sha256]));
  const faults: string[] = [];
  for (const path of paths.filter((one) => one !== 'manifest.json')) {
    const sha256 = createHash('sha256')
      .update(await readFile(join(out, path)))
      .digest('hex');
    if (listed.get(path) !== sha256) faults.push(`${path} is not what the manifest says`);
    listed.delete(path);
  }
  return [...faults, ...[...listed.keys()].map((path) => `${path} is missing`)];
}

/** Runs a render to which harm is done; what it had started must be gone afterwards. */
async function harmed(harm: (child: ChildProcess) => unknown, args: readonly string[] = []) {
  const child = startDossier(folder, ['render', ...args]);
  const result = finished(child);
  const seen = new Map<number, Running>();
  const look = setInterval(() => {
    for (const process of descendantsOf(child.pid ?? 0)) seen.set(process.pid, process);
  }, 50);
  await harm(child);
  const ended = await result;
  clearInterval(look);
  let left = stillRunning([...seen.values()]);
  for (let tries = 0; tries < 60 && left.length > 0; tries++) {
    await sleep(50);
    left = stillRunning(left);
  }
  return { ...ended, left: left.map((process) => process.command.slice(0, 80)) };
}

/** A run that was harmed left nothing running, told no more than it had to, and what it wrote is whole. */
async function expectOrder({ err, left }: CliResult & { left: string[] }, what: string, own?: string[]): Promise<void> {
  expect(left, what).toEqual([]);
  expect(err, what).not.toMatch(/^ {4}at /m);
  expect(await faultsOf(join(folder, 'out'), own), what).toEqual([]);
}

const isBrowser = ({ command }: Running) => command.includes('--headless') && !command.includes('--type=');
const isPage = ({ command }: Running) => command.includes('--type=renderer');

/** Kills processes that a run has started, as soon as there are any; gives whether it came to that. */
async function killBelow(run: ChildProcess, which: (process: Running) => boolean): Promise<boolean> {
  while (run.exitCode === null) {
    const found = descendantsOf(run.pid ?? 0).filter(which);
    for (const { pid } of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    if (found.length > 0) return true;
    await sleep(10);
  }
  return false;
}

/** What a run takes that nothing disturbs, in milliseconds. */
async function undisturbed(): Promise<number> {
  const start = performance.now();
  expect((await dossier(folder, ['render', '--force'])).status).toBe(0);
  return performance.now() - start;
}

/** How many kills a test makes, and how many a run recovers from: a document is tried three times. */
const [KILLS, KILLS_A_RUN] = [36, 2];

describe('killing at random instants', { timeout: 600_000 }, () => {
  test('the browser or its pages: the run recovers, and what it wrote is whole', async () => {
    // Each run writes over the one before, so that old files and new ones meet.
    expect((await dossier(folder, ['render'])).status).toBe(0);
    let whole = await undisturbed();
    const random = new Random(SEED);
    let kills = 0;
    for (let round = 0; kills < KILLS && round < KILLS; round++) {
      await appendFile(join(folder, 'profiles', 'krish-arora.yaml'), `# ${round}\n`);
      const plan = Array.from({ length: KILLS_A_RUN }, () => ({
        after: random.next() * whole * 0.8,
        which: random.pick([isBrowser, isPage]),
      }));
      const start = performance.now();
      const harm = async (run: ChildProcess) => {
        const ended = once(run, 'exit');
        for (const { after, which } of plan) {
          await Promise.race([sleep(after), ended]);
          if (await killBelow(run, which)) kills += 1;
        }
      };
      const result = await harmed(harm, ['--force']);
      const instants = plan.map(({ after, which }) => `${which.name} after ${Math.round(after)} ms`);
      const what = `DOSSIER_SEED=${SEED}, round ${round}: ${instants.join(', ')}`;
      expect(`${result.status} ${result.status === 0 ? '' : result.err}`, what).toBe('0 ');
      await expectOrder(result, what);
      // The machine may have had less to do than before: instants after the end of a run are of no use.
      whole = Math.min(whole, performance.now() - start);
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS);
  });

  test('the run itself: no process stays, and the next run mends all', async () => {
    const whole = await undisturbed();
    const random = new Random(SEED);
    for (let round = 0; round < 14; round++) {
      await appendFile(join(folder, 'profiles', 'krish-arora.yaml'), `# ${round}\n`);
      const after = random.next() * whole;
      const result = await harmed((run) => sleep(after).then(() => run.kill('SIGKILL')), ['--force']);
      expect(result.left, `DOSSIER_SEED=${SEED}, round ${round}`).toEqual([]);
    }
    const last = await dossier(folder, ['render']);
    expect({ status: last.status, err: last.status === 0 ? '' : last.err }).toEqual({ status: 0, err: '' });
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s: the run ends in order', async (signal) => {
    const whole = await undisturbed();
    const random = new Random(SEED);
    for (let round = 0; round < 5; round++) {
      const after = 300 + random.next() * whole;
      const result = await harmed((run) => sleep(after).then(() => run.kill(signal)), ['--force']);
      const what = `DOSSIER_SEED=${SEED}, round ${round}: ${result.status} ${result.err}`;
      expect([0, signal === 'SIGINT' ? 130 : 143], what).toContain(result.status);
      await expectOrder(result, what);
    }
  });
});

describe('the place that is written to', () => {
  test('is a file: one clear error, and no browser left', async () => {
    await writeFile(join(folder, 'out'), '');
    const result = await harmed(() => undefined);
    expect(result.status).toBe(3);
    expect(result.err).toMatch(/^error: .* cannot be written: (EEXIST|ENOTDIR)/m);
    expect(result.err.match(/error: /g)).toHaveLength(1);
    expect(result.left).toEqual([]);
  });

  test.for([
    ['200k', ['--private', '--out', 'out']],
    ['400k', ['--private', '--out', 'out']],
    ['560k', ['--private', '--out', 'out']],
    ['400k', []],
  ] as const)(
    'is full at %s, with %j: an error for each that was not written, and the manifest describes what was',
    async ([size, args], context) => {
      requireThat(context, process.getuid?.() === 0, 'only root can mount a small disk');
      const out = join(folder, 'out');
      await mkdir(out);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', out]);
      onTestFinished(() => void execFileSync('umount', [out]));
      const result = await harmed(() => undefined, args);
      expect(result.status).toBe(3);
      expect(result.err).toMatch(/cannot be written: ENOSPC/);
      expect(result.err).toMatch(/^\d+ files? written, .*; \d+ sources? failed$/m);
      // Where there was no room for the cache, the journal stays: it says what stands.
      await expectOrder(result, size, ['.cache.json', '.journal', '.private']);
      const listed = (await readManifest(out)).map(({ path }) => path);
      execFileSync('mount', ['-o', 'remount,size=100m', out]);
      const next = await dossier(folder, ['render', '--json', ...args]);
      expect(next.status).toBe(0);
      expect(await faultsOf(out)).toEqual([]);
      const { unchanged } = JSON.parse(next.out) as { unchanged: string[] };
      expect(listed).toEqual(expect.arrayContaining(unchanged));
    },
  );

  test('may not be written to: one clear error', async (context) => {
    requireThat(context, process.getuid?.() === 0, 'only root can mount a read-only disk');
    const out = join(folder, 'out');
    await mkdir(out);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', out]);
    onTestFinished(() => void execFileSync('umount', [out]));
    const { status, err } = await dossier(folder, ['render']);
    expect(status).toBe(3);
    expect(err).toMatch(/cannot be written: EROFS/);
    expect(err.match(/error: /g)).toHaveLength(1);
  });

  test('is written to by another run: one of two goes on, the other says so', async () => {
    const runs = await Promise.all([dossier(folder, ['render', '--force']), dossier(folder, ['render', '--force'])]);
    const [went, waited] = runs.toSorted((a, b) => (a.status ?? 99) - (b.status ?? 99));
    expect(went?.status).toBe(0);
    expect(waited?.status).toBe(3);
    expect(waited?.err).toMatch(/error: another run \(process \d+\) is writing to /);
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
    await rm(join(folder, 'out'), { recursive: true });
    expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(0);
  });
});
