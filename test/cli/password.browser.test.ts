import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dossier, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { sharedFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const PACKET = 'packets/two.pdf';

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  for (const slug of ['ada', 'bob'])
    await writeFile(at('profiles', `${slug}.yaml`), `basics: { name: ${slug}, label: Analyst }\n`);
  await writeFile(at('profiles', 'packets', 'two.yaml'), 'title: Two\ncandidates: [ada, bob]\n');
});

const isEncrypted = async (path = PACKET) => (await readFile(at('out', path))).includes('/Encrypt');

describe('rejects an empty password, which may be a missing CI secret', () => {
  test.each([
    ['in DOSSIER_PASSWORD', [], { DOSSIER_PASSWORD: '' }, 'DOSSIER_PASSWORD is empty'],
    ['only spaces in DOSSIER_PASSWORD', [], { DOSSIER_PASSWORD: '  ' }, 'DOSSIER_PASSWORD is empty'],
    ['on the command line', ['--password', ''], {}, '--password is empty'],
    ['on the command line, regardless of DOSSIER_PASSWORD', ['--password='], { DOSSIER_PASSWORD: 'x' }, 'is empty'],
  ])('%s', async (_where, args, env, message) => {
    for (const command of ['render', 'packet']) {
      const { status, err } = await dossier(folder, [command, ...args], env as Record<string, string>);
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
    }
    await expect(readFile(at('out', PACKET))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('accepts --no-password instead', async () => {
    const args = ['packet', '--no-password', '--out', 'open'];
    expect(await dossier(folder, args, { DOSSIER_PASSWORD: '' })).toMatchObject({ status: 0 });
    expect((await readFile(at('open', PACKET))).includes('/Encrypt')).toBe(false);
  });
});

describe('a protected packet', () => {
  beforeAll(async () => {
    expect(await dossier(folder, ['render', '--format', 'pdf', '--password', 'secret'])).toMatchObject({ status: 0 });
    expect(await isEncrypted()).toBe(true);
  });

  test.each([
    ['render', ['render', '--format', 'pdf']],
    ['render --force', ['render', '--format', 'pdf', '--force']],
    ['packet', ['packet']],
    ['packet NAME', ['packet', 'two']],
    ['render of one candidate', ['render', 'ada', '--format', 'pdf', '--force']],
  ])('is not replaced by an open one by %s', async (_name, args) => {
    const before = await readFile(at('out', PACKET));
    const { status, err } = await dossier(folder, args);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('--no-password') });
    expect(Buffer.compare(await readFile(at('out', PACKET)), before)).toBe(0);
    expect(await readManifest(at('out'))).toContainEqual(expect.objectContaining({ path: PACKET, protected: true }));
  });

  test('is not replaced even if no manifest lists it, as after a killed run', async () => {
    await copyFile(at('out', 'manifest.json'), at('manifest.json'));
    await writeFile(at('out', 'manifest.json'), '{"version":1,"artifacts":[]}');
    const { status, err } = await dossier(folder, ['packet']);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('protected by a password') });
    expect(await isEncrypted()).toBe(true);
    await copyFile(at('manifest.json'), at('out', 'manifest.json'));
  });

  test('is replaced by another protected one, and by an open one with --no-password', async () => {
    expect(await dossier(folder, ['packet', '--password', 'other'])).toMatchObject({ status: 0 });
    expect(await isEncrypted()).toBe(true);
    const open = await dossier(folder, ['packet', '--no-password'], { DOSSIER_PASSWORD: 'secret' });
    expect(open).toMatchObject({ status: 0 });
    expect(await isEncrypted()).toBe(false);
    expect(await dossier(folder, ['packet'])).toMatchObject({ status: 0 });
  });

  matrixTest('is kept if its packet file is renamed, and the renamed one is not bound without a password', async () => {
    const protectedRun = ['render', '--format', 'pdf', '--password', 'secret', '--out', 'renamed'];
    expect(await dossier(folder, protectedRun)).toMatchObject({ status: 0 });
    const packets = at('profiles', 'packets');
    await rename(join(packets, 'two.yaml'), join(packets, 'three.yaml'));
    const open = ['render', '--format', 'pdf', '--out', 'renamed'];
    for (let round = 0; round < 2; round++) {
      const { status, err } = await dossier(folder, open);
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('--no-password') });
      expect(await readdir(at('renamed', 'packets'))).toEqual(['two.pdf']);
    }
    expect(await dossier(folder, protectedRun)).toMatchObject({ status: 0 });
    expect(await readdir(at('renamed', 'packets'))).toEqual(['three.pdf']);
    await rename(join(packets, 'three.yaml'), join(packets, 'two.yaml'));
  });

  test('is not replaced by an open blind one', async () => {
    expect(await dossier(folder, ['packet', '--password', 'secret', '--out', 'blind'])).toMatchObject({ status: 0 });
    const { status, err } = await dossier(folder, ['packet', '--blind', '--out', 'blind']);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('protected by a password') });
    expect(await readdir(at('blind', 'packets'))).toEqual(['two.pdf']);
  });
});
