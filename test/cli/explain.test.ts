import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada }\n');
  await writeFile(join(folder, 'profiles', 'bob.yaml'), 'basics: { name: Bob }\n');
});

/** The lines that explain a run. */
async function explained(...args: string[]): Promise<string[]> {
  const { status, err } = await dossier(folder, ['render', '--format', 'txt', '--explain', ...args]);
  expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  return err.split('\n').filter((line) => / is (stale: .|up to date)/.test(line));
}

test('render --explain gives the reason why each profile is stale', async () => {
  const fresh = 'this version of Dossier has not rendered it yet';
  expect(await explained()).toEqual([`profiles/ada.yaml is stale: ${fresh}`, `profiles/bob.yaml is stale: ${fresh}`]);
  const both = ['profiles/ada.yaml is up to date', 'profiles/bob.yaml is up to date'];
  expect(await explained()).toEqual(both);

  await appendFile(join(folder, 'profiles', 'ada.yaml'), '# changed\n');
  expect(await explained()).toEqual(['profiles/ada.yaml is stale: its profile changed', both[1]]);

  await rm(join(folder, 'out', 'bob', 'bob.txt'));
  expect(await explained()).toEqual(['profiles/bob.yaml is stale: bob/bob.txt was changed or removed', both[0]]);

  expect(await explained('--format', 'md')).toEqual([
    'profiles/ada.yaml is stale: the résumé was not rendered as md',
    'profiles/bob.yaml is stale: the résumé was not rendered as md',
  ]);
  expect(await explained('--template', 'modern')).toEqual([
    'profiles/ada.yaml is stale: the résumé was not rendered with these options',
    'profiles/bob.yaml is stale: the résumé was not rendered with these options',
  ]);
  expect(await explained('--force')).toEqual([
    'profiles/ada.yaml is stale: --force rebuilds everything',
    'profiles/bob.yaml is stale: --force rebuilds everything',
  ]);
});

test('render --explain gives the reason why only the download page is stale', async () => {
  await explained();
  await rm(join(folder, 'out', 'index.html'));
  expect(await explained()).toContain('the download page is stale: one of its files was changed or removed');
  expect(await explained('--as-of', '2031-01')).toContain(
    'the download page is stale: the month up to which jobs count changed',
  );
});
