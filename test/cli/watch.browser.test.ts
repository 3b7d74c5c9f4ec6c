import type { ChildProcess } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { project, startDossier } from '../support/cli.js';

let folder: string;
let child: ChildProcess;
let said = '';

beforeEach(async () => {
  folder = await project();
  said = '';
  child = startDossier(folder, ['render', '--watch']);
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
});
afterEach(() => {
  child.kill('SIGKILL');
});

/** Waits for output that was not printed before. */
async function until(words: string | RegExp): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const at = said.search(words);
    if (at >= 0) {
      const heard = said;
      said = '';
      return heard;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${words} was not said; but ${said}`);
}

const profile = () => join(folder, 'profiles', 'krish-arora.yaml');
const edit = async (from: string, to: string) =>
  writeFile(profile(), (await readFile(profile(), 'utf8')).replace(from, to));

test('render --watch renders changes, reports errors and runs until it is stopped', async () => {
  expect(await until('watching profiles and templates')).toContain('21 files written');
  await edit('name: Krish Arora', 'name: Krish A. Arora');
  expect(await until(/\d+ unchanged\n/)).toContain('6 files written');
  const text = await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.txt'), 'utf8');
  expect(text).toContain('Krish A. Arora');

  await edit('basics:', 'basics: [');
  expect(await until(/source.* failed/)).toContain('krish-arora.yaml:');
  await edit('basics: [', 'basics:');
  await until(/unchanged\n/);

  await writeFile(join(folder, 'profiles', 'new.yaml'), 'basics: { name: New One }\n');
  expect(await until(/unchanged\n/)).toContain('out/new/new.pdf');
  await appendFile(join(folder, 'profiles', 'packets', 'backend-engineers.yaml'), '\n# a comment\n');
  expect(await until(/unchanged\n/)).toContain('1 file written');
  await mkdir(join(folder, 'templates', 'partials'), { recursive: true });

  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGINT');
  expect(await closed).toBe(130);
});
