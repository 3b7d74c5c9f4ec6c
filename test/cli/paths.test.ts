import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier, readManifest } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const TXT = ['--format', 'txt'];
const profile = (name: string) => `basics: { name: ${name}, label: Analyst }\n`;
const run = (...args: string[]) => dossier(folder, args);
const made = async (out = 'out') =>
  (await readdir(at(out), { recursive: true })).filter((path) => path.endsWith('.txt')).sort();

beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('a profile that is given by its path', () => {
  test('renders in a folder without profiles, into out/ of the current folder', async () => {
    await writeFile(at('cv.yaml'), profile('Ada Lovelace'));
    const { status, err } = await run('render', 'cv.yaml', ...TXT);
    expect({ status, err }).toEqual({ status: 0, err: expect.not.stringContaining('is called') });
    expect(await readFile(at('out', 'cv', 'cv.txt'), 'utf8')).toContain('Ada Lovelace');
    expect(await run('render', 'cv.yaml', ...TXT)).toMatchObject({ err: expect.stringContaining('1 unchanged') });
  });

  test('renders from another folder, as JSON, and in a chosen template', async () => {
    await mkdir(at('elsewhere'));
    await writeFile(at('elsewhere', 'resume.json'), '{ "basics": { "name": "Ada Lovelace" } }');
    await mkdir(at('here'));
    const args = ['render', at('elsewhere', 'resume.json'), '--template', 'modern', '--format', 'html'];
    expect(await dossier(at('here'), args)).toMatchObject({ status: 0 });
    expect(await readFile(at('here', 'out', 'resume', 'resume.html'), 'utf8')).toContain('Ada Lovelace');
    expect(await dossier(at('here'), ['render', '../elsewhere/resume.json', ...TXT])).toMatchObject({ status: 0 });
  });

  test('is the same as its slug if it is in the folder of profiles', async () => {
    await mkdir(at('profiles'));
    await writeFile(at('profiles', 'ada.yaml'), profile('Ada Lovelace'));
    for (const name of ['ada', 'ada.yaml', 'profiles/ada.yaml', './profiles/ada.yaml', at('profiles', 'ada.yaml')])
      expect(await run('render', name, ...TXT), name).toMatchObject({ status: 0 });
    expect(await made()).toEqual(['ada/ada.txt']);
  });

  test.each([
    ['John_Doe_CV.yaml', 'Somebody', 'john-doe-cv'],
    ['Zoë Brontë (2026).yml', 'Somebody', 'zoe-bronte-2026'],
    ['履歴書.yaml', 'Sato Hanako', 'sato-hanako'],
    ['履歴書.yaml', '佐藤花子', 'cv'],
    ['packets.yaml', 'Somebody', 'packets-cv'],
  ])('%s of %s gets a slug that is reported', async (file, name, slug) => {
    await writeFile(
      at(file),
      `basics: { name: ${name}, label: X }\nmeta: { locale: ${/[^\x20-\x7f]/.test(name) ? 'ja' : 'en'} }\n`,
    );
    const { status, err } = await run('render', file, ...TXT);
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining(`${file} is called ${slug}`) });
    expect(await made()).toEqual([`${slug}/${slug}.txt`]);
  });

  test('is rejected if another profile has the same slug', async () => {
    await mkdir(at('a'));
    await mkdir(at('profiles'));
    for (const file of ['cv.yaml', 'a/cv.yaml', 'CV.yml', 'profiles/ada.yaml', 'ada.yaml'])
      await writeFile(at(file), profile('Ada'));
    for (const names of [
      ['cv.yaml', 'a/cv.yaml'],
      ['cv.yaml', 'CV.yml'],
      ['ada.yaml'],
      ['./ada.yaml', 'profiles/ada.yaml'],
    ]) {
      const { status, err } = await run('render', ...names, ...TXT);
      expect({ names, status, err }).toEqual({
        names,
        status: 1,
        err: expect.stringContaining('would both be called'),
      });
    }
    // The same file given twice counts once.
    expect(await run('render', 'cv.yaml', './cv.yaml', ...TXT)).toMatchObject({ status: 0 });
  });

  test('is rejected with a clear message if the path does not exist', async () => {
    await writeFile(at('cv.pdf'), '%PDF-');
    await mkdir(at('people'));
    for (const [name, message] of [
      ['./nobody.yaml', 'there is no file ./nobody.yaml'],
      ['people/nobody.yaml', 'there is no file people/nobody.yaml'],
      ['./people', './people is a folder'],
      ['cv.pdf', 'dossier import cv.pdf'],
    ] as const)
      expect(await run('render', name, ...TXT), name).toMatchObject({
        status: 1,
        err: expect.stringContaining(message),
      });
  });

  test('is neither pruned nor marked by a run on the folder, and is not on the page', async () => {
    await mkdir(at('profiles'));
    await writeFile(at('profiles', 'ada.yaml'), profile('Ada Lovelace'));
    await run('render', ...TXT);
    await writeFile(at('cv.yaml'), profile('Bob Example'));
    expect(await run('render', 'cv.yaml', ...TXT)).toMatchObject({ status: 0 });
    const { status, out, err } = await run('render', ...TXT);
    expect({ status, said: out + err }).toEqual({ status: 0, said: expect.not.stringMatching(/removed|stale/) });
    expect((await readManifest(at('out'))).map(({ path }) => path)).toContain('cv/cv.txt');
    expect(await readFile(at('out', 'index.html'), 'utf8')).not.toContain('Bob');
  });

  test('can be checked', async () => {
    await writeFile(
      at('cv.yaml'),
      `${profile('Ada')}work: [{ name: Engines, startDate: 2024-05, endDate: 2020-01 }]\n`,
    );
    const { err, out, status } = await run('check', 'cv.yaml');
    expect({ status, said: out + err }).toEqual({ status: 0, said: expect.stringContaining('cv.yaml:2') });
  });

  test('gets its private details from private/ beside it', async () => {
    await mkdir(at('private'));
    await writeFile(at('John_Doe.yaml'), profile('John Doe'));
    await writeFile(at('private', 'John_Doe.yaml'), 'basics: { email: john@example.org }\n');
    const { status, err } = await run('render', 'John_Doe.yaml', '--private', ...TXT);
    expect({ status, err }).toEqual({ status: 0, err: expect.not.stringContaining('no private details') });
    expect(await readFile(at('out-private', 'john-doe', 'john-doe.txt'), 'utf8')).toContain('john@example.org');
  });
});

describe('a new user', () => {
  test.each(['render', 'check'])('is referred to init and import by %s if there are no profiles', async (command) => {
    for (const there of [false, true]) {
      if (there) await mkdir(at('profiles'));
      const { status, err } = await run(command);
      expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(/dossier init.*dossier import/) });
      expect(existsSync(at('out'))).toBe(false);
    }
  });
});

test('renders a profile without a name, with a warning', async () => {
  await writeFile(at('cv.yaml'), 'basics: { label: Analyst }\n');
  const { status, err } = await run('render', 'cv.yaml', ...TXT);
  expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('the profile has no name') });
});

test('--private reports which profiles have no private details', async () => {
  await mkdir(at('profiles', 'private'), { recursive: true });
  for (const slug of ['ada', 'bob']) await writeFile(at('profiles', `${slug}.yaml`), profile(slug));
  await writeFile(at('profiles', 'private', 'ada.yaml'), 'basics: { email: ada@example.org }\n');
  for (let round = 0; round < 2; round++) {
    const { status, err } = await run('render', '--private', ...TXT);
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('no private details of bob') });
    expect(err).toContain('profiles/private/bob.yaml');
  }
});

test('init ignores node_modules, and reports how to print the private details it asked for', async () => {
  const { status, err } = await run('init', '--yes', '--name', 'Ada Lovelace');
  expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('next: dossier render,') });
  expect(await readFile(at('.gitignore'), 'utf8')).toMatch(/^node_modules\/$/m);
});
