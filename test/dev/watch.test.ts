import { closeSync, ftruncateSync, futimesSync, openSync, writeSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FileChange, watchFolders } from '../../src/dev/watch.js';
import { temporaryFolder } from '../support/paths.js';
import { waitFor } from './support.js';

/** A watched project with the changes reported for it. */
async function watched(options: { isPrivate?: boolean } = {}) {
  const folder = await temporaryFolder();
  const at = (...parts: string[]) => join(folder, ...parts);
  for (const name of ['private', 'packets', 'node_modules']) await mkdir(at('profiles', name), { recursive: true });
  await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada }\n');
  const told: FileChange[] = [];
  const errors: Error[] = [];
  const watcher = await watchFolders(
    {
      profiles: at('profiles'),
      overlays: options.isPrivate ? at('profiles', 'private') : undefined,
      templates: [at('templates')],
    },
    (change) => told.push(change),
    (error) => errors.push(error),
  );
  onTestFinished(() => watcher[Symbol.asyncDispose]());
  const paths = () => told.map(({ path }) => path.slice(folder.length + 1).replaceAll('\\', '/'));
  return {
    at,
    told,
    errors,
    paths,
    times: (path: string) => paths().filter((each) => each === path).length,
    tells: (path: string) => waitFor(() => paths().includes(path), `nothing was told of ${path}, but of ${paths()}`),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('watchFolders', () => {
  test('reports changed, new and deleted files, but no existing ones', async () => {
    const { at, paths, tells, told } = await watched();
    expect(paths()).toEqual([]);
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada L }\n');
    await tells('profiles/ada.yaml');
    await writeFile(at('profiles', 'new.yml'), 'basics: { name: New }\n');
    await tells('profiles/new.yml');
    told.length = 0;
    await rm(at('profiles', 'ada.yaml'));
    await tells('profiles/ada.yaml');
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['profile']));
  });

  test('reports every save of an editor that writes a temporary file and renames it', async () => {
    const { at, tells, told } = await watched();
    for (let count = 0; count < 4; count++) {
      told.length = 0;
      await writeFile(at('profiles', '.ada.yaml.swp'), `basics: { name: Ada ${count} }\n`);
      await rename(at('profiles', '.ada.yaml.swp'), at('profiles', 'ada.yaml'));
      await tells('profiles/ada.yaml');
      await pause(150);
    }
    told.length = 0;
    // Other editors first move the old file away.
    await rename(at('profiles', 'ada.yaml'), at('profiles', 'ada.yaml~'));
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada after }\n');
    await tells('profiles/ada.yaml');
  });

  test('checks again after a save, so that it does not miss an immediate second one', async () => {
    const { at, tells, times } = await watched();
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: First }\n');
    await tells('profiles/ada.yaml');
    const before = times('profiles/ada.yaml');
    await pause(20);
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Second }\n');
    await waitFor(() => times('profiles/ada.yaml') > before, 'the second save was passed over');
  });

  test('waits for the content of a truncated file, and reports one that stays empty', async () => {
    const { at, tells, paths } = await watched();
    await writeFile(at('profiles', 'ada.yaml'), '');
    await pause(20);
    expect(paths()).toEqual([]);
    await tells('profiles/ada.yaml');
  });

  test('reports a file that was truncated and written within one clock tick', async () => {
    const { at, tells, paths } = await watched();
    const file = openSync(at('profiles', 'ada.yaml'), 'r+');
    onTestFinished(() => closeSync(file));
    const tick = new Date();
    ftruncateSync(file);
    futimesSync(file, tick, tick);
    await pause(20);
    expect(paths()).toEqual([]);
    writeSync(file, 'basics: { name: Ada L }\n');
    futimesSync(file, tick, tick);
    await tells('profiles/ada.yaml');
  });

  test('reports templates, even if their folder is created later', async () => {
    const { at, tells, told } = await watched();
    await mkdir(at('templates', 'own'), { recursive: true });
    await writeFile(at('templates', 'own', 'style.css'), 'body {}');
    await waitFor(() => told.some(({ kind }) => kind === 'template'), 'nothing was told of the new folder');
    await pause(200);
    told.length = 0;
    await writeFile(at('templates', 'own', 'style.css'), 'body { color: red }');
    await tells('templates/own/style.css');
  });

  test('ignores files that affect no résumé', async () => {
    const { at, tells, paths, errors } = await watched();
    for (const name of ['notes.txt', 'ada.schema.json', '.hidden.yaml', 'packets/one.yaml', 'private/ada.yaml'])
      await writeFile(at('profiles', name), 'x');
    await writeFile(at('profiles', 'node_modules', 'package.json'), '{}');
    await writeFile(at('profiles', 'photo.png'), 'x');
    await tells('profiles/photo.png');
    expect(new Set(paths())).toEqual(new Set(['profiles/photo.png']));
    expect(errors).toEqual([]);
  });

  test('reports private details if they are merged', async () => {
    const { at, tells } = await watched({ isPrivate: true });
    await writeFile(at('profiles', 'private', 'ada.yaml'), 'basics: { phone: x }\n');
    await tells('profiles/private/ada.yaml');
  });
});
