import { type ChildProcess, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type CliResult, dossier, finished, project, readManifest, runProcess, startDossier } from '../support/cli.js';
import { repetitions } from '../support/matrix.js';
import { requireThat } from '../support/outside.js';
import { descendantsOf, type Running, sendSignal, stillRunning } from '../support/processes.js';
import { Random } from '../support/random.js';
import { SEED } from '../support/seed.js';

let folder: string;
beforeEach(async () => {
  folder = await project();
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Problems of an output folder, which must contain complete files that the manifest lists, and otherwise only internal
 * files.
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

/** Starts a render, disturbs it, and returns the processes that it left running. */
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

/** Expects no remaining processes, no stack trace, and complete files. */
async function expectOrder({ err, left }: CliResult & { left: string[] }, what: string, own?: string[]): Promise<void> {
  expect(left, what).toEqual([]);
  expect(err, what).not.toMatch(/^ {4}at /m);
  expect(await faultsOf(join(folder, 'out'), own), what).toEqual([]);
}

const isBrowser = ({ command }: Running) => command.includes('--headless') && !command.includes('--type=');
const isPage = ({ command }: Running) => command.includes('--type=renderer');

/** Kills matching child processes of a run as soon as any exist; returns `false` if the run ended first. */
async function killBelow(run: ChildProcess, which: (process: Running) => boolean): Promise<boolean> {
  while (run.exitCode === null) {
    const found = descendantsOf(run.pid ?? 0).filter(which);
    for (const { pid } of found) sendSignal(pid, 'SIGKILL');
    if (found.length > 0) return true;
    await sleep(10);
  }
  return false;
}

/** The duration of an undisturbed run in milliseconds. */
async function undisturbed(): Promise<number> {
  const start = performance.now();
  expect((await runProcess(folder, ['render', '--force'])).status).toBe(0);
  return performance.now() - start;
}

/** The number of kills in a test, and the number that a run survives: a document is tried three times. */
const [KILLS, KILLS_A_RUN] = [repetitions(36, 2), 2];

describe('killing random processes', { timeout: 600_000 }, () => {
  test('recovers from killed browsers and pages, and writes complete files', async () => {
    // Each run overwrites the output of the previous one, to mix old and new files.
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
      // The machine may have become faster; a kill after the end of a run tests nothing.
      whole = Math.min(whole, performance.now() - start);
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS);
  });

  test('leaves no processes if the run is killed, and the next run repairs its output', async () => {
    const whole = await undisturbed();
    const random = new Random(SEED);
    for (let round = 0; round < repetitions(14, 1); round++) {
      await appendFile(join(folder, 'profiles', 'krish-arora.yaml'), `# ${round}\n`);
      const after = random.next() * whole;
      const result = await harmed((run) => sleep(after).then(() => run.kill('SIGKILL')), ['--force']);
      expect(result.left, `DOSSIER_SEED=${SEED}, round ${round}`).toEqual([]);
    }
    const last = await dossier(folder, ['render']);
    expect({ status: last.status, err: last.status === 0 ? '' : last.err }).toEqual({ status: 0, err: '' });
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('exits cleanly on %s', async (signal) => {
    const whole = await undisturbed();
    const random = new Random(SEED);
    for (let round = 0; round < repetitions(5, 1); round++) {
      const after = 300 + random.next() * whole;
      const result = await harmed((run) => sleep(after).then(() => run.kill(signal)), ['--force']);
      const what = `DOSSIER_SEED=${SEED}, round ${round}: ${result.status} ${result.err}`;
      expect([0, signal === 'SIGINT' ? 130 : 143], what).toContain(result.status);
      await expectOrder(result, what);
    }
  });
});

describe('the output location', () => {
  test('is a file: reports one error and leaves no browser', async () => {
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
    'is full at %s, with %j: reports an error for each missing file, and lists only written files in the manifest',
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
      // If there is no space for the cache, the journal stays, and lists the written files.
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

  test('is read-only: reports one error', async (context) => {
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

  test('is in use by another run: one run succeeds, the other reports the conflict', async () => {
    const render = () => runProcess(folder, ['render', '--force']);
    const runs = await Promise.all([render(), render()]);
    const [went, waited] = runs.toSorted((a, b) => (a.status ?? 99) - (b.status ?? 99));
    expect(went?.status).toBe(0);
    expect(waited?.status).toBe(3);
    expect(waited?.err).toMatch(/error: another run \(process \d+\) is writing to /);
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
    await rm(join(folder, 'out'), { recursive: true });
    expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(0);
  });
});
