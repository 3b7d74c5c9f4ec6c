import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFiles } from '../../../src/import/intake/find-files.js';
import type { IntakeServices } from '../../../src/import/intake/model.js';
import { readFiles } from '../../../src/import/intake/read-files.js';
import { Originals } from '../../../src/import/intake/records.js';
import { dossier } from '../../support/cli.js';
import { ROOT, temporaryFolder } from '../../support/paths.js';

async function inboxOf(count: number): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'inbox'));
  for (let index = 0; index < count; index++)
    await writeFile(
      join(cwd, 'inbox', `${String(index).padStart(3, '0')}.json`),
      JSON.stringify({ basics: { name: `Person ${index}` } }),
    );
  return cwd;
}

describe('readFiles', () => {
  test('holds only a few results at a time, and yields them in order', async () => {
    const cwd = await inboxOf(60);
    const profiles = join(cwd, 'profiles');
    const { files } = await findFiles(['inbox'], cwd, profiles);
    await using originals = await Originals.open(profiles, process.pid);
    let [running, held, mostRunning, mostHeld] = [0, 0, 0, 0];
    const services = {
      importer: {
        async read() {
          running += 1;
          held += 1;
          mostRunning = Math.max(mostRunning, running);
          mostHeld = Math.max(mostHeld, held);
          // Later files are ready earlier.
          await new Promise((resolve) => setTimeout(resolve, held % 3));
          running -= 1;
          return [];
        },
      },
      width: 4,
      templates: [],
      signal: new AbortController().signal,
    } as unknown as IntakeServices;
    const order: string[] = [];
    for await (const { file } of readFiles(files, originals, profiles, { mustRead: false }, services)) {
      order.push(file);
      held -= 1;
    }
    expect(order).toEqual(files.map(({ file }) => file));
    expect(order).toHaveLength(60);
    expect(mostRunning).toBe(4);
    expect(mostHeld).toBeLessThanOrEqual(9);
  });

  test('goes on after a bug that a file shows, and passes it on', async () => {
    const cwd = await inboxOf(3);
    const profiles = join(cwd, 'profiles');
    const { files } = await findFiles(['inbox'], cwd, profiles);
    await using originals = await Originals.open(profiles, process.pid);
    const bug = new TypeError('x is undefined');
    const services = {
      importer: { read: async (_: unknown, file: string) => (file.endsWith('001.json') ? Promise.reject(bug) : []) },
      width: 2,
      templates: [],
      signal: new AbortController().signal,
    } as unknown as IntakeServices;
    const results: unknown[] = [];
    for await (const file of readFiles(files, originals, profiles, { mustRead: false }, services)) results.push(file);
    expect(results).toMatchObject([
      { imported: [] },
      { error: { code: 'IMPORT_DAMAGED', message: expect.stringContaining('x is undefined') }, bug, isForeign: false },
      { imported: [] },
    ]);
  });

  test('stops when the command is aborted', async () => {
    const cwd = await inboxOf(3);
    const profiles = join(cwd, 'profiles');
    const { files } = await findFiles(['inbox'], cwd, profiles);
    await using originals = await Originals.open(profiles, process.pid);
    const services = { importer: {}, width: 1, signal: AbortSignal.abort() } as unknown as IntakeServices;
    const reading = async () => {
      for await (const _ of readFiles(files, originals, profiles, { mustRead: false }, services)) break;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('threads', () => {
  test('read many files to the same profiles as one thread, and report the errors of bad ones', async () => {
    const folder = join(ROOT, 'test', 'fixtures', 'import', 'pdfs');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).slice(0, 9);
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'inbox'));
    for (const name of names) await writeFile(join(cwd, 'inbox', name), await readFile(join(folder, name)));
    await writeFile(join(cwd, 'inbox', 'bad.pdf'), '%PDF-1.4 nothing');
    const many = await dossier(cwd, ['import', 'inbox', '--profiles', 'many']);
    expect(many.status).toBe(1);
    expect(many.err).toContain('inbox/bad.pdf: error: the PDF cannot be read');
    for (const name of names) await dossier(cwd, ['import', join('inbox', name), '--profiles', 'one']);
    for (const name of await readdir(join(cwd, 'one')))
      if (name.endsWith('.yaml'))
        expect(await readFile(join(cwd, 'many', name), 'utf8')).toBe(await readFile(join(cwd, 'one', name), 'utf8'));
  });
});
