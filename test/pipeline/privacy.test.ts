import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { BlindKeys } from '../../src/pipeline/blind-keys.js';
import { readListing } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { findInnerPrivate, markPrivate, requireOutsidePublic, requireSameKind } from '../../src/pipeline/privacy.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
});

async function put(path: string, text = 'x'): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

/** Creates an output folder as a run does, but without dotfiles, as copies often are. */
async function outputFolder(path: string, kind: 'private' | 'public' | 'unrecorded', more: object[] = []) {
  await put(join(path, 'ada', 'ada.txt'));
  const artifact = { path: 'ada/ada.txt', kind: 'txt', sha256: 'x', bytes: 1, profile: 'ada' };
  const recorded = kind === 'unrecorded' ? artifact : { ...artifact, private: kind === 'private' };
  await put(join(path, 'manifest.json'), JSON.stringify({ version: 1, artifacts: [recorded, ...more] }));
}

/** The error that rejects a run into a folder; undefined if the run may begin. */
async function refusal(kind: 'private' | 'public', path: string): Promise<string | undefined> {
  const output = new Output(at(path));
  await mkdir(output.folder, { recursive: true });
  try {
    requireSameKind(output, await readListing(output), kind === 'private');
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ hint: expect.stringContaining('--out') });
    return (error as { code: string }).code;
  }
}

const REFUSED = 'OUTPUT_PRIVACY';

describe('a private run is rejected', () => {
  test.each([
    ['inside a public folder without dotfiles', 'pub/inner'],
    ['through a link into a public folder', 'link'],
    ['through a link to a link into a public folder', 'other/link'],
    ['below a link into a public folder', 'link/a/b'],
    ['through a link inside a public folder', 'pub/out'],
  ])('%s', async (_where, out) => {
    await outputFolder('pub', 'public');
    await mkdir(at('pub', 'inner'));
    await mkdir(at('other'));
    await mkdir(at('elsewhere'));
    await symlink(at('pub', 'inner'), at('link'));
    await symlink('../link', at('other', 'link'));
    await symlink(at('elsewhere'), at('pub', 'out'));
    expect(await refusal('private', out)).toBe(REFUSED);
    expect(await refusal('private', 'elsewhere')).toBeUndefined();
  });

  test.each([
    ['with public artifacts', async () => outputFolder('out', 'public')],
    ['with artifacts of unknown kind', async () => outputFolder('out', 'unrecorded')],
    ['with a cache and no manifest', async () => put('out/.cache.json', '{"version":1,"digest":"x","cache":{}}')],
    ['of a killed run', async () => put('out/.journal', '')],
    ['with a published copy', async () => put('out/.published')],
    [
      'with a file that the manifest does not list',
      async () => {
        await put('out/manifest.json', '{"version":1,"artifacts":[]}');
        await put('out/ada/ada.txt');
      },
    ],
  ])('in or inside a folder %s', async (_what, make) => {
    await make();
    expect(await refusal('private', 'out')).toBe(REFUSED);
    expect(await refusal('private', 'out/inner')).toBe(REFUSED);
  });

  test.each(['ada/ada.short.pdf', 'packets/two.pdf'])('in a folder with %s and no record', async (path) => {
    await put(join('out', path));
    expect(await refusal('private', 'out')).toBe(REFUSED);
  });

  test('but not in a private folder, in one without a private marker, or in a folder of other files', async () => {
    await outputFolder('out', 'private');
    expect(await refusal('private', 'out')).toBeUndefined();
    await put('killed/ada/ada.txt');
    await markPrivate(new Output(at('killed')));
    expect(await refusal('private', 'killed')).toBeUndefined();
    await put('docs/guide/intro.md');
    await put('docs/manifest.json/x');
    expect(await refusal('private', 'docs')).toBeUndefined();
  });
});

describe('a public run is rejected', () => {
  const marks: [string, () => Promise<void>][] = [
    ['a file', () => put('out/.private')],
    ['a folder', () => put('out/.private/x')],
    ['a broken link', async () => symlink(at('nowhere'), at('out', '.private'))],
  ];

  test.each(marks)('in and around a folder whose private marker is %s', async (_what, mark) => {
    await mkdir(at('out'));
    await mark();
    expect(await refusal('public', 'out')).toBe(REFUSED);
    expect(await refusal('public', '.')).toBe(REFUSED);
  });

  test.each<[string, () => Promise<void>]>([
    ['with private artifacts', () => outputFolder('out/a/inner', 'private')],
    ['with artifacts of unknown kind', () => outputFolder('out/a/inner', 'unrecorded')],
    ['with a damaged manifest', () => put('out/a/inner/manifest.json', '{"version":1,"artifacts":[')],
    [
      'with an unreadable manifest',
      async () => {
        await put('out/a/inner/ada.txt');
        await symlink('nowhere', at('out', 'a', 'inner', 'manifest.json'));
      },
    ],
    ['with a cache and no manifest', () => put('out/a/inner/.cache.json', '{"version":1,"digest":"x"}')],
    ['in node_modules', () => outputFolder('out/node_modules/x', 'private')],
    ['in .git', () => outputFolder('out/.git/x', 'private')],
    [
      'whose manifest lists a path outside of it',
      () => outputFolder('out/inner', 'public', [{ path: '../x', kind: 'txt', sha256: 'x', bytes: 1, private: false }]),
    ],
  ])('around a folder %s', async (_what, make) => {
    await make();
    expect(await refusal('public', 'out')).toBe(REFUSED);
  });

  test.each([
    ['a private folder', '../away'],
    ['a folder inside a private one', '../away/ada'],
    ['a file in a private folder', '../away/ada/ada.txt'],
    ['a folder that contains a private one', '../around'],
    ['the parent folder, which contains a private one', '..'],
  ])('around a link to %s', async (_what, target) => {
    await outputFolder('away', 'private');
    await cp(at('away'), at('around', 'deep', 'away'), { recursive: true });
    await mkdir(at('out', 'deep'), { recursive: true });
    await symlink(join('..', target), at('out', 'deep', 'link'));
    expect(await refusal('public', 'out')).toBe(REFUSED);
  });

  test.each([
    ['documents', 'out/ada/ada.html'],
    ['a letter', 'out/ada/ada.letter-plain.txt'],
    ['a picture of a page', 'out/ada/ada_2.png'],
    ['a packet', 'out/packets/two.pdf'],
    ['a journal', 'out/.journal'],
  ])('in a folder with %s and neither a manifest nor a private marker', async (_what, path) => {
    await put(path, '');
    expect(await refusal('public', 'out')).toBe(REFUSED);
  });

  test('in a folder whose manifest lists paths that no run writes to', async () => {
    const entry = { kind: 'txt', sha256: 'x', bytes: 1, private: false };
    for (const path of ['../x', '.private', 'manifest.json']) {
      await outputFolder('out', 'public', [{ path, ...entry }]);
      expect(await refusal('public', 'out'), path).toBe(REFUSED);
    }
  });

  test('but not in its own folder, around other public folders, or in a folder of other files', async () => {
    await outputFolder('out', 'public');
    await outputFolder('out/inner', 'public');
    await symlink('..', at('out', 'ada', 'circle'));
    await symlink('.', at('out', 'self'));
    await symlink('nowhere', at('out', 'broken'));
    expect(await refusal('public', 'out')).toBeUndefined();
    await put('project/profiles/ada.yaml');
    await put('project/docs/guide/intro.md');
    await put('project/app/manifest.json', '{ "name": "App", "icons": [] }');
    await put('project/app/broken/manifest.json', '{ // comment');
    expect(await refusal('public', 'project')).toBeUndefined();
    // A run that was killed after it began.
    await put('killed/manifest.json', '{"version":1,"artifacts":[]}');
    await put('killed/ada/ada.txt');
    expect(await refusal('public', 'killed')).toBeUndefined();
  });
});

test('stops the search for private folders after too many folders', async () => {
  for (const name of ['a', 'b', 'c']) await mkdir(at(name));
  expect(findInnerPrivate(folder, 4)).toBeUndefined();
  expect(() => findInnerPrivate(folder, 3)).toThrow('too many folders');
});

describe('a file with personal data', () => {
  test('is not written to a public folder, or inside one', async () => {
    await outputFolder('pub', 'public');
    await outputFolder('priv', 'private');
    await mkdir(at('pub', 'inner'));
    await symlink(at('pub', 'inner'), at('link'));
    for (const path of ['pub/a', 'pub/inner/b', 'link/c'])
      expect(() => requireOutsidePublic(at(path), 'a file', '--out'), path).toThrow('which holds public files');
    for (const path of ['priv/a', 'other/b', 'c']) requireOutsidePublic(at(path), 'a file', '--out');
  });

  test('may be written in a project whose own output folder is public', async () => {
    await outputFolder('pub', 'public');
    requireOutsidePublic(at('pub', 'profiles'), 'a profile', '--out', at('pub'));
    requireOutsidePublic(at('pub', 'profiles'), 'a profile', '--out', at('pub', 'deep'));
    const elsewhere = () => requireOutsidePublic(at('pub', 'profiles'), 'a profile', '--out', at('other'));
    expect(elsewhere).toThrow('which holds public files');
  });

  test('is allowed if it is the key of a blind packet', async () => {
    await outputFolder('pub', 'public');
    const open = (file: string) => new BlindKeys({ file: at(file), folder: at('.dossier'), out: at('out') });
    expect(() => open('pub/deep/key.json')).toThrow('the key of a blind packet cannot be in');
    open('key.json');
    await rm(at('pub'), { recursive: true });
    open('pub/deep/key.json');
  });
});
