import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { packageFolder, temporaryFolder } from '../support/paths.js';

/** A folder with a profile whose name needs a font package that the tests do not install. */
async function folderWith(profile: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles', 'lin.yaml'), profile);
  await writeFile(join(folder, 'profiles', 'jane.yaml'), 'basics: { name: Jane Doe }\n');
  return folder;
}

/** Adds a font package to the node_modules of a folder: the subset of another font that contains a character. */
async function addFont(folder: string, name: string, from: string, character: string): Promise<void> {
  const source = packageFolder(`@fontsource/${from}`);
  const ranges = JSON.parse(await readFile(join(source, 'unicode.json'), 'utf8')) as Record<string, string>;
  const code = character.codePointAt(0) ?? 0;
  const holds = (range: string) =>
    range.split(',').some((part) => {
      const [first = 0, last = first] = part
        .replace('U+', '')
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      return code >= first && code <= last;
    });
  const [subset = '', range = ''] = Object.entries(ranges).find(([, each]) => holds(each)) ?? [];
  const target = join(folder, 'node_modules', '@fontsource', name);
  await mkdir(join(target, 'files'), { recursive: true });
  await writeFile(join(target, 'unicode.json'), JSON.stringify({ one: range }));
  await writeFile(join(target, 'package.json'), JSON.stringify({ name: `@fontsource/${name}`, version: '1.0.0' }));
  for (const weight of ['400', '600']) {
    const file = `${from}-${subset.replace(/[[\]]/g, '')}-${weight}-normal.woff2`;
    await cp(join(source, 'files', file), join(target, 'files', `${name}-one-${weight}-normal.woff2`));
  }
}

test('a missing font fails only its profile, which renders once the font is installed', async () => {
  const folder = await folderWith('basics: { name: 林 }\nmeta: { locale: zh-TW, sections: [] }\n');
  const lacking = await dossier(folder, ['render', '--format', 'html']);
  expect(lacking.status).toBe(1);
  expect(lacking.err).toContain('profiles/lin.yaml:1:17: error: no installed font has 林 (U+6797)');
  expect(lacking.err).toContain('add the font: npm install @fontsource/noto-serif-tc');
  expect(await readFile(join(folder, 'out', 'jane', 'jane.html'), 'utf8')).toContain('Jane Doe');
  await addFont(folder, 'noto-sans-tc', 'noto-sans-sc', '林');
  const added = await dossier(folder, ['render', '--format', 'html']);
  expect({ status: added.status, err: added.err.match(/error.*/) }).toEqual({ status: 0, err: null });
  expect(await readFile(join(folder, 'out', 'lin', 'lin.html'), 'utf8')).toContain('"Noto Sans TC"');
  // A typeface that suits the template better is used automatically.
  await addFont(folder, 'noto-serif-tc', 'noto-sans-sc', '林');
  await dossier(folder, ['render', '--format', 'html']);
  expect(await readFile(join(folder, 'out', 'lin', 'lin.html'), 'utf8')).toContain('"Noto Serif TC"');
});

test('an emoji in the title of a packet is left out with a warning that names its line', async () => {
  const folder = await folderWith('basics: { name: Lin }\n');
  await mkdir(join(folder, 'profiles', 'packets'));
  await writeFile(join(folder, 'profiles', 'packets', 'p.yaml'), 'title: Rockets 🚀\ncandidates: [jane]\n');
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
  expect(status).toBe(0);
  expect(err).toContain('profiles/packets/p.yaml:1:8: warning: no installed font has 🚀 (U+1F680): left out');
  expect((await dossier(folder, ['render', '--format', 'pdf', '--strict'])).status).toBe(1);
});
