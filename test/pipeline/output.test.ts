import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Output } from '../../src/pipeline/output.js';
import { identityOf } from '../../src/process-identity.js';
import { temporaryFolder } from '../support/paths.js';

const bytes = new TextEncoder().encode('text');

test('allows one run at a time to write to a folder', async () => {
  const folder = join(await temporaryFolder(), 'out');
  const first = await Output.open(folder, process.pid);
  await first.write('a/b.txt', bytes);
  await expect(Output.open(folder, process.pid)).rejects.toMatchObject({
    code: 'OUTPUT_BUSY',
    message: `another run (process ${process.pid}) is writing to ${folder}`,
  });
  await first[Symbol.asyncDispose]();
  const second = await Output.open(folder, process.pid);
  await second[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual(['a']);
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
});

describe('the lock', () => {
  let folder: string;
  const lock = () => join(folder, '.lock');
  const open = () => Output.open(folder, process.pid);
  const isBusy = { code: 'OUTPUT_BUSY', hint: expect.stringContaining('.lock') };
  beforeEach(async () => {
    folder = join(await temporaryFolder(), 'out');
    await mkdir(folder);
  });
  const own = identityOf(process.pid);

  test.each<[string, string]>([
    ['a process that has ended', JSON.stringify({ ...own, pid: 4194304999 })],
    ['an earlier process with the same number', JSON.stringify({ ...own, started: 'earlier' })],
    ['a process that has ended, in the format of earlier versions', '4194304999'],
    ['its own process number, in the format of earlier versions, as after a container restart', String(process.pid)],
    ['no owner', '0'],
    ['an invalid owner', 'nonsense'],
  ])('is taken over from %s', async (_owner, content) => {
    await writeFile(lock(), content);
    await using output = await open();
    expect(JSON.parse(await readFile(lock(), 'utf8'))).toEqual(own);
    expect(output.folder).toBe(folder);
  });

  test.each<[string, string]>([
    ['a live process', JSON.stringify(identityOf(process.ppid))],
    ['a live process, in the format of earlier versions', String(process.ppid)],
    ['a run that has created it but not written to it yet', ''],
    ['a process of another container or machine', JSON.stringify({ ...own, pid: 1, system: 'another boot' })],
  ])('is not taken from %s', async (_owner, content) => {
    await writeFile(lock(), content);
    await expect(open()).rejects.toMatchObject(isBusy);
    expect(await readFile(lock(), 'utf8')).toBe(content);
  });

  test.each<[string, string]>([
    ['is empty', ''],
    ['belongs to another container or machine', JSON.stringify({ ...own, pid: 1, system: 'another boot' })],
  ])('is taken over if it %s and was not renewed for minutes', async (_state, content) => {
    await writeFile(lock(), content);
    const before = new Date(Date.now() - 5 * 60_000);
    await utimes(lock(), before, before);
    await using output = await open();
    expect(output.folder).toBe(folder);
  });

  test('reports an error if it is a folder', async () => {
    await mkdir(lock());
    await expect(open()).rejects.toMatchObject({
      code: 'OUTPUT_WRITE',
      message: `${lock()} cannot be written: it is a folder`,
      hint: expect.stringContaining('remove it'),
    });
  });

  test('is acquired by only one of many that open the folder at once, even if an abandoned lock exists', async () => {
    for (const content of [undefined, '4194304999']) {
      if (content !== undefined) await writeFile(lock(), content);
      const opened = await Promise.allSettled(Array.from({ length: 20 }, open));
      const held = opened.filter(({ status }) => status === 'fulfilled');
      expect(held).toHaveLength(1);
      for (const one of held) if (one.status === 'fulfilled') await one.value[Symbol.asyncDispose]();
      await mkdir(folder, { recursive: true });
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

describe('a path that leads out of the folder', () => {
  test('is not read, removed or written, regardless of whether its segments or a link lead outside', async () => {
    const parent = await temporaryFolder();
    await writeFile(join(parent, 'victim'), 'precious');
    await using output = await Output.open(join(parent, 'out'), process.pid);
    await symlink(parent, join(output.folder, 'link'));
    await symlink(join(parent, 'victim'), join(output.folder, 'file'));
    for (const path of ['../victim', join(parent, 'victim'), 'link/victim', 'a/../../victim', 'link/../../victim']) {
      expect(await output.read(path), path).toBeUndefined();
      expect(output.file(path), path).toBeUndefined();
      await output.remove(path);
      await expect(output.write(path, bytes), path).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
    }
    expect(await output.read('file')).toBeUndefined();
    // The link itself is replaced, not its target.
    await output.write('file', bytes);
    await output.remove('link');
    expect(await readFile(join(parent, 'victim'), 'utf8')).toBe('precious');
    expect(await readFile(join(output.folder, 'file'), 'utf8')).toBe('text');
  });
});

test('reports an error for a folder below /proc', async () => {
  await expect(Output.open('/proc/x/out', process.pid)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
});

test('sets the requested mode of a file even if it existed with another mode', async () => {
  await using output = await Output.open(join(await temporaryFolder(), 'out'), process.pid);
  await output.write('key', bytes);
  await output.write('key', bytes, 0o600);
  expect((await stat(join(output.folder, 'key'))).mode & 0o777).toBe(0o600);
});

test('removes temporary files of a killed run, and nothing else', async () => {
  const folder = join(await temporaryFolder(), 'out');
  await mkdir(join(folder, 'jane'), { recursive: true });
  const files = ['jane/jane.pdf', 'jane/jane.pdf.0a1b2c3d.tmp', 'jane/notes.tmp', 'manifest.json.99887766.tmp'];
  for (const file of files) await writeFile(join(folder, file), 'x');
  await writeFile(join(folder, '.lock'), '4194304999');
  const output = await Output.open(folder, process.pid);
  await output[Symbol.asyncDispose]();
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(['jane', 'jane/jane.pdf', 'jane/notes.tmp']);
});

test('writes chunks as one file', async () => {
  await using output = await Output.open(join(await temporaryFolder(), 'out'), process.pid);
  const whole = await output.write('a/whole.txt', bytes);
  expect(await output.write('a/pieces.txt', [bytes.subarray(0, 1), new Uint8Array(), bytes.subarray(1)])).toEqual(
    whole,
  );
  expect(await readFile(join(output.folder, 'a', 'pieces.txt'), 'utf8')).toBe('text');
  expect(await output.write('a/none.txt', [])).toMatchObject({ bytes: 0 });
});

test('leaves no folder if a run writes nothing', async () => {
  const parent = await temporaryFolder();
  const output = await Output.open(join(parent, 'out'), process.pid);
  await output[Symbol.asyncDispose]();
  expect(await readdir(parent)).toEqual([]);
  const kept = join(parent, 'kept');
  await mkdir(kept);
  const nested = await Output.open(join(kept, 'a', 'b'), process.pid);
  await nested[Symbol.asyncDispose]();
  expect(await readdir(parent, { recursive: true })).toEqual(['kept']);
});

test('reports an error for a location that is not writable', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'file'), '');
  await expect(Output.open(join(parent, 'file', 'out'), process.pid)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
  if (process.getuid?.() === 0) return;
  const closed = join(parent, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o500);
  await expect(Output.open(closed, process.pid)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
});
