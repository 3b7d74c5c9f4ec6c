import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const profile = (name: string, more = '') => `${more}basics: { name: ${name}, label: Analyst }\n`;

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles', 'private'), { recursive: true });
  await writeFile(at('profiles', 'ada.yaml'), profile('Ada Lovelace'));
  await writeFile(at('profiles', 'bob.yaml'), profile('Bob Example'));
});

async function run(...args: string[]) {
  const { status, err } = await dossier(folder, args);
  return { status, err };
}

const fine = { status: 0, err: expect.any(String) };

/** The text of the page and its scripts, except PDFs and pictures. */
async function said(out = 'out'): Promise<string> {
  const entries = await readdir(at(out, 'assets'), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    [...paths.filter((path) => path.endsWith('.js')), at(out, 'index.html')].map((path) => readFile(path, 'utf8')),
  );
  return [...paths, ...texts].join('\n');
}

describe('an unpublished candidate is not on the page', () => {
  test('in names printed earlier, even if this run has no browser', async () => {
    expect(await run('render', '--format', 'pdf,txt')).toEqual(fine);
    expect(await readFile(at('out', 'assets', 'names', '0.js'), 'utf8')).toContain('"bob"');
    await writeFile(at('profiles', 'bob.yaml'), profile('Bob Example', 'publish: false\n'));
    expect(await run('render', '--format', 'txt')).toEqual(fine);
    const text = await said();
    expect(text).toContain('ada');
    expect(text).not.toContain('bob');
  });

  matrixTest('in a packet, even if the profile no longer exists', async () => {
    await writeFile(at('profiles', 'bob.yaml'), profile('Bob Example', 'publish: false\n'));
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    expect(await run('packet', 'ada', 'bob', '--title', 'Two')).toEqual(fine);
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    expect(await said()).not.toContain('two.pdf');
    await rm(at('profiles', 'bob.yaml'));
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    expect((await readManifest(at('out'))).map(({ path }) => path)).toContain('packets/two.pdf');
    expect(await said()).not.toMatch(/two\.pdf|bob/);
  });

  test('while the profile with publish: false cannot be read', async () => {
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    await writeFile(at('profiles', 'bob.yaml'), profile('[Bob', 'publish: false\n'));
    expect((await run('render', '--format', 'pdf')).status).toBe(1);
    expect(await said()).not.toContain('bob');
  });

  matrixTest('while a JSON profile of one line with publish: false cannot be read', async () => {
    await rm(at('profiles', 'bob.yaml'));
    const json = (publish: string) => `{${publish}"basics":{"name":"Bob Example","label":"Analyst"}`;
    await writeFile(at('profiles', 'bob.json'), `${json('')}}`);
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    expect(await said()).toContain('bob');
    await writeFile(at('profiles', 'bob.json'), json('"publish":false,'));
    expect((await run('render', '--format', 'pdf')).status).toBe(1);
    expect(await said()).not.toContain('bob');
  });

  test('while the packet file with publish: false cannot be opened', async () => {
    const packet = at('profiles', 'packets', 'two.yaml');
    await mkdir(at('profiles', 'packets'));
    await writeFile(packet, 'title: Two\ncandidates: [ada, bob]\n');
    expect(await run('render', '--format', 'pdf')).toEqual(fine);
    expect(await said()).toContain('two.pdf');
    await rm(packet);
    await mkdir(packet);
    expect((await run('render', '--format', 'pdf')).status).not.toBe(3);
    expect(await said()).not.toContain('two.pdf');
  });
});

test('keeps the earlier version of a profile that cannot be read', async () => {
  expect(await run('render', '--format', 'pdf')).toEqual(fine);
  await writeFile(at('profiles', 'bob.yaml'), profile('[Bob'));
  expect((await run('render', '--format', 'pdf')).status).toBe(1);
  expect(await said()).toContain('Bob Example');
});

test('refuses to write private details to a folder with a page', async () => {
  await writeFile(at('profiles', 'private', 'ada.yaml'), 'basics: { email: ada@example.org }\n');
  expect(await run('render', '--format', 'txt')).toEqual(fine);
  const refused = await run('render', '--private', '--out', 'out');
  expect(refused).toEqual({ status: 2, err: expect.stringContaining('holds public files') });
  expect(await readFile(at('out', 'ada', 'ada.txt'), 'utf8')).not.toContain('@');
  expect(await run('render', '--private', '--format', 'txt')).toEqual(fine);
  expect(await readFile(at('out-private', 'ada', 'ada.txt'), 'utf8')).toContain('ada@example.org');
});

test('refuses to publish over another output folder', async () => {
  expect(await run('render', '--format', 'txt')).toEqual(fine);
  expect(await run('render', '--format', 'txt', '--out', 'other')).toEqual(fine);
  expect(await run('publish', 'other')).toEqual({ status: 2, err: expect.stringContaining('did not write') });
  expect(await run('publish', 'site')).toEqual(fine);
  expect(await run('publish', 'site')).toEqual(fine);
  expect(await readFile(at('site', 'ada', 'ada.txt'), 'utf8')).toContain('Ada Lovelace');
});
