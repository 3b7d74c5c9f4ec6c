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
  const changes: FileChange[] = [];
  const errors: Error[] = [];
  const watcher = await watchFolders(
    {
      profiles: at('profiles'),
      overlays: options.isPrivate ? at('profiles', 'private') : undefined,
      templates: [at('templates')],
    },
    (change) => changes.push(change),
    (error) => errors.push(error),
  );
  onTestFinished(() => watcher[Symbol.asyncDispose]());
  const paths = () => changes.map(({ path }) => path.slice(folder.length + 1).replaceAll('\\', '/'));
  return {
    at,
    changes,
    errors,
    paths,
    times: (path: string) => paths().filter((each) => each === path).length,
    waitForChange: (path: string) =>
      waitFor(() => paths().includes(path), `no change was reported for ${path}, only for ${paths()}`),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('watchFolders', () => {
  test('reports changed, new and deleted files, but no existing ones', async () => {
    const { at, paths, waitForChange, changes } = await watched();
    expect(paths()).toEqual([]);
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada L }\n');
    await waitForChange('profiles/ada.yaml');
    await writeFile(at('profiles', 'new.yml'), 'basics: { name: New }\n');
    await waitForChange('profiles/new.yml');
    changes.length = 0;
    await rm(at('profiles', 'ada.yaml'));
    await waitForChange('profiles/ada.yaml');
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['profile']));
  });

  test('reports every save of an editor that writes a temporary file and renames it', async () => {
    const { at, waitForChange, changes } = await watched();
    for (let count = 0; count < 4; count++) {
      changes.length = 0;
      await writeFile(at('profiles', '.ada.yaml.swp'), `basics: { name: Ada ${count} }\n`);
      await rename(at('profiles', '.ada.yaml.swp'), at('profiles', 'ada.yaml'));
      await waitForChange('profiles/ada.yaml');
      await pause(150);
    }
    changes.length = 0;
    // Other editors first move the old file away.
    await rename(at('profiles', 'ada.yaml'), at('profiles', 'ada.yaml~'));
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada after }\n');
    await waitForChange('profiles/ada.yaml');
  });

  test('checks again after a save, so that it does not miss an immediate second one', async () => {
    const { at, waitForChange, times } = await watched();
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: First }\n');
    await waitForChange('profiles/ada.yaml');
    const before = times('profiles/ada.yaml');
    await pause(20);
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Second }\n');
    await waitFor(() => times('profiles/ada.yaml') > before, 'the second save was not reported');
  });

  test('waits for the content of a truncated file, and reports one that stays empty', async () => {
    const { at, waitForChange, paths } = await watched();
    await writeFile(at('profiles', 'ada.yaml'), '');
    await pause(20);
    expect(paths()).toEqual([]);
    await waitForChange('profiles/ada.yaml');
  });

  test('reports a file that was truncated and written within one clock tick', async () => {
    const { at, waitForChange, paths } = await watched();
    const file = openSync(at('profiles', 'ada.yaml'), 'r+');
    onTestFinished(() => closeSync(file));
    const tick = new Date();
    ftruncateSync(file);
    futimesSync(file, tick, tick);
    await pause(20);
    expect(paths()).toEqual([]);
    writeSync(file, 'basics: { name: Ada L }\n');
    futimesSync(file, tick, tick);
    await waitForChange('profiles/ada.yaml');
  });

  test('reports templates, even if their folder is created later', async () => {
    const { at, waitForChange, changes } = await watched();
    await mkdir(at('templates', 'own'), { recursive: true });
    await writeFile(at('templates', 'own', 'style.css'), 'body {}');
    await waitFor(() => changes.some(({ kind }) => kind === 'template'), 'no change was reported for the new folder');
    await pause(200);
    changes.length = 0;
    await writeFile(at('templates', 'own', 'style.css'), 'body { color: red }');
    await waitForChange('templates/own/style.css');
  });

  test('ignores files that affect no résumé', async () => {
    const { at, waitForChange, paths, errors } = await watched();
    for (const name of ['notes.txt', 'ada.schema.json', '.hidden.yaml', 'packets/one.yaml', 'private/ada.yaml'])
      await writeFile(at('profiles', name), 'x');
    await writeFile(at('profiles', 'node_modules', 'package.json'), '{}');
    await writeFile(at('profiles', 'photo.png'), 'x');
    await waitForChange('profiles/photo.png');
    expect(new Set(paths())).toEqual(new Set(['profiles/photo.png']));
    expect(errors).toEqual([]);
  });

  test('reports private details if they are merged', async () => {
    const { at, waitForChange } = await watched({ isPrivate: true });
    await writeFile(at('profiles', 'private', 'ada.yaml'), 'basics: { phone: x }\n');
    await waitForChange('profiles/private/ada.yaml');
  });
});
