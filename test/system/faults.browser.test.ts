import { type ChildProcess, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type CliResult, copyProfiles, dossier, finished, readManifest, startDossier } from '../support/cli.js';
import { requireThat } from '../support/outside.js';
import { temporaryFolder } from '../support/paths.js';
import { descendantsOf, type Running, stillRunning } from '../support/processes.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await copyProfiles(folder);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What is wrong with the output folder: it must hold whole files that the manifest describes, and nothing else. */
async function faultsOf(out: string): Promise<string[]> {
  if (!existsSync(out)) return [];
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((file) => file.slice(out.length + 1)).filter((path) => !['.cache.json'].includes(path));
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

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs a render, and does harm to its processes after a time; what it had started must be gone afterwards. */
async function harmed(after: number, harm: (child: ChildProcess, below: Running[]) => void, args: string[] = []) {
  const child = startDossier(folder, ['render', ...args]);
  const result = finished(child);
  const seen = new Map<number, Running>();
  const look = setInterval(() => {
    for (const process of descendantsOf(child.pid ?? 0)) seen.set(process.pid, process);
  }, 50);
  await sleep(after);
  if (child.exitCode === null) harm(child, descendantsOf(child.pid ?? 0));
  const ended = await result;
  clearInterval(look);
  let left = stillRunning([...seen.values()]);
  for (let tries = 0; tries < 60 && left.length > 0; tries++) {
    await sleep(50);
    left = stillRunning(left);
  }
  return { ...ended, left: left.map((process) => process.command.slice(0, 80)) };
}

/** A run that was harmed ended well, or with one clear error; either way nothing is left of it. */
async function expectOrder({ status, err, left }: CliResult & { left: string[] }, killed = false): Promise<void> {
  expect(left).toEqual([]);
  if (!killed) {
    expect({ status, err: status === 0 || status === 3 ? '' : err }).toEqual({ status, err: '' });
    if (status === 3) expect({ err, errors: err.match(/error: /g)?.length }).toEqual({ err, errors: 1 });
    expect(err).not.toMatch(/^ {4}at /m);
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
  }
}

const kill = (processes: readonly Running[]) => {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
};

const isBrowser = ({ command }: Running) => command.includes('--headless') && !command.includes('--type=');
const isRenderer = ({ command }: Running) => command.includes('--type=renderer');

describe('killing at random instants', { timeout: 900_000 }, () => {
  test('the browser or one of its pages: the run recovers or says so, and what it wrote is whole', async () => {
    // The second run writes over the first, so that old files and new ones meet.
    expect((await dossier(folder, ['render'])).status).toBe(0);
    const start = performance.now();
    expect((await dossier(folder, ['render', '--force'])).status).toBe(0);
    const whole = performance.now() - start;
    const random = numbers(20261101);
    let recovered = 0;
    for (let round = 0; round < 36; round++) {
      await appendFile(join(folder, 'profiles', 'krish-arora.yaml'), `# ${round}\n`);
      const [after, target] = [random() * whole, random() < 0.5 ? isBrowser : isRenderer];
      const result = await harmed(after, (_, below) => kill(below.filter(target)), ['--force']);
      await expectOrder(result);
      if (result.status === 0) recovered += 1;
    }
    expect(recovered).toBeGreaterThan(30);
  });

  test('the run itself: no process stays, and the next run mends all', async () => {
    const random = numbers(7);
    for (let round = 0; round < 14; round++) {
      await appendFile(join(folder, 'profiles', 'krish-arora.yaml'), `# ${round}\n`);
      const result = await harmed(random() * 3000, (child) => child.kill('SIGKILL'), ['--force']);
      await expectOrder(result, true);
    }
    const last = await dossier(folder, ['render']);
    expect({ status: last.status, err: last.status === 0 ? '' : last.err }).toEqual({ status: 0, err: '' });
    expect(await faultsOf(join(folder, 'out'))).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s: the run ends in order', async (signal) => {
    expect((await dossier(folder, ['render'])).status).toBe(0);
    const random = numbers(signal.length);
    for (let round = 0; round < 5; round++) {
      const result = await harmed(300 + random() * 2500, (child) => child.kill(signal), ['--force']);
      const inOrder = [0, signal === 'SIGINT' ? 130 : 143].includes(result.status ?? -1);
      expect({ status: result.status, err: inOrder ? '' : result.err }).toEqual({ status: result.status, err: '' });
      expect(result.left).toEqual([]);
      expect(await faultsOf(join(folder, 'out'))).toEqual([]);
    }
  });
});

describe('the place that is written to', () => {
  test('is a file: one clear error, and no browser left', async () => {
    await writeFile(join(folder, 'out'), '');
    const result = await harmed(0, () => undefined);
    expect(result.status).toBe(3);
    expect(result.err).toMatch(/^error: .* cannot be written: (EEXIST|ENOTDIR)/);
    expect(result.left).toEqual([]);
  });

  test('is full: one error for each that was not written, and the manifest describes what was', async (context) => {
    requireThat(context, process.getuid?.() === 0, 'only root can mount a small disk');
    const out = join(folder, 'out');
    await mkdir(out);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', out]);
    onTestFinished(() => void execFileSync('umount', [out]));
    const result = await harmed(0, () => undefined);
    expect(result.status).toBe(3);
    expect(result.err).toMatch(/cannot be written: ENOSPC/);
    expect(result.err).not.toMatch(/^ {4}at /m);
    expect(result.left).toEqual([]);
    expect(await faultsOf(out)).toEqual([]);
  });

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
