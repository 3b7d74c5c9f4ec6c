import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Output } from '../../src/build/output.js';
import { temporaryFolder } from '../support/paths.js';

const bytes = new TextEncoder().encode('text');

test('one run at a time writes to a folder', async () => {
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

test('what a run left that is gone keeps nobody out', async () => {
  const folder = join(await temporaryFolder(), 'out');
  for (const left of ['4194304999', '0', 'nonsense', '']) {
    await mkdir(folder);
    await writeFile(join(folder, '.lock'), left);
    const output = await Output.open(folder, process.pid);
    expect(await readFile(join(folder, '.lock'), 'utf8')).toBe(String(process.pid));
    await output[Symbol.asyncDispose]();
  }
});

test('what a run that was killed left aside goes with the next one, and nothing else', async () => {
  const folder = join(await temporaryFolder(), 'out');
  await mkdir(join(folder, 'jane'), { recursive: true });
  const files = ['jane/jane.pdf', 'jane/jane.pdf.0a1b2c3d.tmp', 'jane/notes.tmp', 'manifest.json.99887766.tmp'];
  for (const file of files) await writeFile(join(folder, file), 'x');
  await writeFile(join(folder, '.lock'), '4194304999');
  const output = await Output.open(folder, process.pid);
  await output[Symbol.asyncDispose]();
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(['jane', 'jane/jane.pdf', 'jane/notes.tmp']);
});

test('a file that comes in pieces is the same as one that comes whole', async () => {
  await using output = await Output.open(join(await temporaryFolder(), 'out'), process.pid);
  const whole = await output.write('a/whole.txt', bytes);
  expect(await output.write('a/pieces.txt', [bytes.subarray(0, 1), new Uint8Array(), bytes.subarray(1)])).toEqual(
    whole,
  );
  expect(await readFile(join(output.folder, 'a', 'pieces.txt'), 'utf8')).toBe('text');
  expect(await output.write('a/none.txt', [])).toMatchObject({ bytes: 0 });
});

test('a run that writes nothing leaves no folder', async () => {
  const parent = await temporaryFolder();
  const output = await Output.open(join(parent, 'out'), process.pid);
  await output[Symbol.asyncDispose]();
  expect(await readdir(parent)).toEqual([]);
});

test('a place that cannot be written to is a clear error', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'file'), '');
  await expect(Output.open(join(parent, 'file', 'out'), process.pid)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
  if (process.getuid?.() === 0) return;
  const closed = join(parent, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o500);
  await expect(Output.open(closed, process.pid)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
});
