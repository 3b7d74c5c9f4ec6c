import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { keyOf } from '../../src/template/compile.js';
import { CLI } from '../support/cli.js';

import { ROOT, temporaryFolder } from '../support/paths.js';

const run = promisify(execFile);

/** What the program prints with a cache of its own, and the folder in which it keeps code. */
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

// Later versions of Node keep code themselves, in files of their own.
const isOurs = !('enableCompileCache' in (await import('node:module')));

test('a run leaves the code that it compiled, and later ones use it', async () => {
  const cache = await temporaryFolder();
  const first = await start(cache);
  expect(first.files.length).toBeGreaterThan(0);
  expect(first.files.filter((name) => name.includes('.'))).toEqual([]);
  const second = await start(cache);
  expect(second.stdout).toBe(first.stdout);
  expect(second.files).toEqual(first.files);
});

test.runIf(isOurs)('damaged code is found out and made anew', async () => {
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

test.runIf(isOurs && process.platform !== 'win32')('code that others could have put there is not run', async () => {
  const cache = await temporaryFolder();
  const { stdout, folder = '', files } = await start(cache);
  await chmod(folder, 0o777);
  await Promise.all(files.map((name) => writeFile(join(folder, name), 'theirs')));
  expect((await start(cache)).stdout).toBe(stdout);
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  expect(new Set(texts)).toEqual(new Set(['theirs']));
});

test('where nothing can or may be kept it runs all the same', async () => {
  const cache = await temporaryFolder();
  const off = await start(cache, { NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(off).toMatchObject({ files: [], folder: undefined });
  await mkdir(join(cache, 'dossier'), { recursive: true });
  await writeFile(join(cache, 'dossier', 'code'), 'a file in the way');
  expect((await start(cache)).stdout).toBe(off.stdout);
});

test('every template that ships is compiled already', async () => {
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
