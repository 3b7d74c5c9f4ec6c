import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { keyOf } from '../../src/template/load.js';
import { CLI } from '../support/cli.js';

import { ROOT, temporaryFolder } from '../support/paths.js';

const run = promisify(execFile);

/** The output of the program with a separate cache, and the folder of its compiled code. */
async function start(cache: string, env: Record<string, string> = {}) {
  const { stdout } = await run(process.execPath, [CLI, 'schema'], {
    env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  const code = join(cache, 'dossier', 'code');
  const [version] = await readdir(code).catch(() => []);
  const folder = version ? join(code, version) : undefined;
  return { stdout, folder, files: folder ? (await readdir(folder)).sort() : [] };
}

// Later versions of Node have a compile cache with other files.
const isOurs = !('enableCompileCache' in (await import('node:module')));

test('caches compiled code, and uses it in later runs', async () => {
  const cache = await temporaryFolder();
  const first = await start(cache);
  expect(first.files.length).toBeGreaterThan(0);
  expect(first.files.filter((name) => name.includes('.'))).toEqual([]);
  const second = await start(cache);
  expect(second.stdout).toBe(first.stdout);
  expect(second.files).toEqual(first.files);
});

test.runIf(isOurs)('detects damaged code and compiles it again', async () => {
  const cache = await temporaryFolder();
  const { stdout, folder = '', files } = await start(cache);
  const sound = await Promise.all(files.map((name) => readFile(join(folder, name))));
  for (const damage of [
    (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
    (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === bytes.length - 9 ? byte ^ 1 : byte))),
    () => Buffer.alloc(0),
  ]) {
    await Promise.all(
      files.map((name, index) => writeFile(join(folder, name), damage(sound[index] ?? Buffer.alloc(0)))),
    );
    expect((await start(cache)).stdout).toBe(stdout);
    const sizes = await Promise.all(files.map(async (name) => (await readFile(join(folder, name))).length));
    expect(Math.min(...sizes)).toBeGreaterThan(1_000);
  }
});

test.runIf(isOurs && process.platform !== 'win32')('ignores code in a folder that others can write to', async () => {
  const cache = await temporaryFolder();
  const { stdout, folder = '', files } = await start(cache);
  await chmod(folder, 0o777);
  await Promise.all(files.map((name) => writeFile(join(folder, name), 'theirs')));
  expect((await start(cache)).stdout).toBe(stdout);
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  expect(new Set(texts)).toEqual(new Set(['theirs']));
});

test('runs without a cache if caching is disabled or impossible', async () => {
  const cache = await temporaryFolder();
  const off = await start(cache, { NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(off).toMatchObject({ files: [], folder: undefined });
  await mkdir(join(cache, 'dossier'), { recursive: true });
  await writeFile(join(cache, 'dossier', 'code'), 'a file in the way');
  expect((await start(cache)).stdout).toBe(off.stdout);
});

test('ships every template compiled', async () => {
  const chunks = join(ROOT, 'dist', 'chunks');
  const name = (await readdir(chunks)).find((file) => file.startsWith('shipped-')) ?? '';
  const shipped = await readFile(join(chunks, name), 'utf8');
  const files = await readdir(join(ROOT, 'templates'), { recursive: true });
  const templates = files.filter((file) => file.endsWith('.hbs'));
  expect(templates.length).toBeGreaterThan(10);
  for (const file of templates) {
    expect(shipped, file).toContain(keyOf(await readFile(join(ROOT, 'templates', file), 'utf8')));
  }
});
