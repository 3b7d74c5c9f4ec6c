import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/paths.js';

/** Licenses that allow a program under the MIT license to use and redistribute a package. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  // Fonts, which are embedded in documents, and a command line parser derived from Python’s.
  'OFL-1.1',
  'PSF-2.0',
  // Zip files in JavaScript: the first of two licenses is chosen; the second only requires its notice.
  '(MIT OR GPL-3.0-or-later)',
  '(MIT AND Zlib)',
  // PKCS#12 in JavaScript: the first of two licenses is chosen.
  '(BSD-3-Clause OR GPL-2.0)',
];

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

/** All packages that are installed with this one, by folder. */
const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

test('every installed package has a compatible license', () => {
  expect(installed.length).toBeGreaterThan(50);
  const others = installed.filter(([, { license }]) => !ALLOWED.includes(license ?? ''));
  expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

test('the lock file gives the same licenses as the packages', () => {
  const there = installed.filter(([path]) => existsSync(join(ROOT, path, 'package.json')));
  expect(there.length).toBeGreaterThan(50);
  const differing = there.filter(([path, { license }]) => {
    const own = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as { license?: string };
    return own.license !== license;
  });
  expect(differing.map(([path]) => nameOf(path))).toEqual([]);
});

const WORD_LISTS = [
  '## Word lists',
  '',
  '`src/packet/blind/known-words.ts` and `lowercase-words.ts` are words chosen with data of others: frequencies of',
  '[wordfreq](https://pypi.org/project/wordfreq/) 3 (© Robyn Speer and others, CC BY-SA 4.0, with its sources), names of the',
  'US Census Bureau (public domain), and spelling dictionaries that served as a filter. They hold words only, no figures.',
  'As far as they are an adaptation of that data, they are under [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/).',
  '',
];

test('LICENSES.md is up to date (npm run licenses updates it)', async () => {
  const rows = installed.map(([path, { version, license }]) => `| ${nameOf(path)} | ${version} | ${license} |`);
  const text = [
    '# Licences of what comes with this package',
    '',
    'Every package that `npm install` brings along for use, directly or through another. Written by `npm run licenses`.',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...[...new Set(rows)].sort(),
    '',
    ...WORD_LISTS,
  ].join('\n');
  await expect(text).toMatchFileSnapshot(join(ROOT, 'LICENSES.md'));
});
