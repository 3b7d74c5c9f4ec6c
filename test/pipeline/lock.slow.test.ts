import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Lock } from '../../src/pipeline/lock.js';
import { identityOf } from '../../src/process-identity.js';
import { temporaryFolder } from '../support/paths.js';

/** Actions of other processes immediately before and after a lock is renamed. */
const others = vi.hoisted(() => ({ before: async () => {}, after: async () => {} }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const rename: typeof original.rename = async (from, to) => {
    await others.before();
    await original.rename(from, to);
    await others.after();
  };
  return { ...original, rename };
});

let path: string;
const take = () => Lock.take(path, identityOf(process.pid));
const live = JSON.stringify(identityOf(process.ppid));
const abandoned = JSON.stringify({ ...identityOf(process.pid), started: 'earlier' });

beforeEach(async () => {
  path = join(await temporaryFolder(), '.lock');
});

afterEach(() => {
  vi.useRealTimers();
  others.before = async () => {};
  others.after = async () => {};
});

test('puts back a lock that another process acquired between the check and the removal', async () => {
  await writeFile(path, abandoned);
  others.before = () => writeFile(path, live);
  await expect(take()).rejects.toMatchObject({ code: 'OUTPUT_BUSY' });
  expect(await readFile(path, 'utf8')).toBe(live);
  expect(await readdir(join(path, '..'))).toEqual(['.lock']);
});

test('is busy if such a lock cannot be put back because a third process holds it', async () => {
  await writeFile(path, abandoned);
  others.before = () => writeFile(path, live);
  // By the next attempt, the third process has released it.
  others.after = async () => {
    others.before = async () => {};
    await writeFile(path, abandoned);
  };
  await expect(take()).rejects.toMatchObject({
    code: 'OUTPUT_BUSY',
    message: expect.stringContaining(`process ${process.ppid}`),
  });
  expect(await readFile(path, 'utf8')).toBe(abandoned);
  expect(await readdir(join(path, '..'))).toEqual(['.lock']);
});

test('renews its own lock, and leaves a lock of another process alone', async () => {
  const old = new Date(Date.now() - 60 * 60_000);
  const age = async () => Date.now() - (await stat(path)).mtimeMs;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using _lock = await take();
  await utimes(path, old, old);
  vi.advanceTimersByTime(5_000);
  await expect.poll(age).toBeLessThan(60_000);
  await writeFile(path, live);
  await utimes(path, old, old);
  vi.advanceTimersByTime(15_000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await age()).toBeGreaterThan(59 * 60_000);
});
