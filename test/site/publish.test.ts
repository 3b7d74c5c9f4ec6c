import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readManifest, writeManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { toCall } from '../../src/site/cards.js';
import type { SiteData } from '../../src/site/model.js';
import { publishSite } from '../../src/site/publish.js';
import { temporaryFolder } from '../support/paths.js';
import { cardOf } from './support.js';

/** An output folder whose page shows the given candidates, but no other candidates or packets. */
async function rendered(...slugs: string[]): Promise<Output> {
  const output = new Output(join(await temporaryFolder(), 'out'));
  const candidates = slugs.map((slug) => {
    const files = [{ path: `${slug}/${slug}.pdf`, kind: 'pdf', bytes: 3 }];
    return cardOf({ slug, name: slug, versions: [{ variant: '', files }] });
  });
  const data: SiteData = { candidates, packets: [], texts: [] };
  const text = (value: string) => new TextEncoder().encode(value);
  const files = [
    ['index.html', 'page', text('<!doctype html>')],
    ['assets/candidates.js', 'asset', toCall('cards', data)],
    ['ada/ada.pdf', 'pdf', text('ada')],
    ['bob/bob.pdf', 'pdf', text('bob')],
    ['packets/both.pdf', 'packet', text('both')],
  ] as const;
  const artifacts = [];
  for (const [path, kind, bytes] of files)
    artifacts.push({ path, kind, private: false, ...(await output.write(path, bytes)) });
  await writeManifest(output, artifacts);
  return output;
}

const list = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('copies only files that the page lists', async () => {
  const target = new Output(join(await temporaryFolder(), 'site'));
  await mkdir(target.folder);
  expect((await publishSite(await rendered('ada'), target)).files).toBe(3);
  expect(await list(target.folder)).toEqual([
    '.published',
    'ada/ada.pdf',
    'assets/candidates.js',
    'index.html',
    'manifest.json',
  ]);
});

test('removes files from the copy that are no longer shown', async () => {
  const target = new Output(join(await temporaryFolder(), 'site'));
  await mkdir(target.folder);
  await publishSite(await rendered('ada', 'bob'), target);
  expect(existsSync(join(target.folder, 'bob', 'bob.pdf'))).toBe(true);
  await publishSite(await rendered('ada'), target);
  expect(await list(target.folder)).toEqual([
    '.published',
    'ada/ada.pdf',
    'assets/candidates.js',
    'index.html',
    'manifest.json',
  ]);
});

test('refuses to write to a folder with other files', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'letter.txt'), 'mine');
  await expect(publishSite(await rendered('ada'), new Output(folder))).rejects.toMatchObject({
    code: 'USAGE',
    message: `${folder} contains letter.txt, which \`dossier publish\` did not write`,
    hint: expect.stringContaining('an empty folder'),
  });
  expect(await list(folder)).toEqual(['letter.txt']);
});

test('reports a missing page', async () => {
  const [source, target] = [await temporaryFolder(), await temporaryFolder()];
  await expect(publishSite(new Output(source), new Output(target))).rejects.toMatchObject({
    code: 'USAGE',
    hint: expect.stringContaining('dossier render'),
  });
});

test.each([
  ['a number in place of a candidate', { candidates: [5], packets: [], texts: [] }],
  ['no versions', { candidates: [{ slug: 'ada', name: 'Ada' }], packets: [], texts: [] }],
  ['null in place of a file', { candidates: [{ slug: 'a', name: 'A', versions: [{ variant: '', files: [null] }] }] }],
  ['no packets', { candidates: [], texts: [] }],
  ['text in place of all data', 'cards'],
])('rejects a page whose cards have %s as damaged', async (_what, data) => {
  const source = await rendered('ada');
  await source.write('assets/candidates.js', toCall('cards', data));
  const folder = join(await temporaryFolder(), 'site');
  await mkdir(folder);
  await expect(publishSite(source, new Output(folder))).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringContaining('assets/candidates.js'),
    hint: expect.stringContaining('dossier render'),
  });
  expect(await list(folder)).toEqual([]);
});

test('does not copy the run’s own files, even if the page and the manifest list them', async () => {
  const source = await rendered('ada');
  const files = ['manifest.json', '.cache.json'].map((path) => ({ path, kind: 'txt', bytes: 1 }));
  const card = cardOf({ slug: 'ada', name: 'ada', versions: [{ variant: '', files }] });
  await source.write('assets/candidates.js', toCall('cards', { candidates: [card], packets: [], texts: [] }));
  const entries = files.map((file) => ({ ...file, sha256: 'x', private: false }));
  await writeManifest(source, [...(await readManifest(source)), ...entries]);
  await expect(publishSite(source, new Output(await temporaryFolder()))).rejects.toMatchObject({
    code: 'OUTPUT_PRIVACY',
  });
});
