import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { beforeEach, describe, expect, test } from 'vitest';
import { PACKET_INPUTS } from '../../src/pipeline/fingerprint-inputs.js';
import { dossier, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const SLUGS = ['ada', 'bob', 'cyd', 'dan', 'eve'];

const packet = (slugs: readonly string[], name = 'team', more = '') =>
  writeFile(
    at('profiles', 'packets', `${name}.yaml`),
    `title: Team\ndate: 2026-11-01\nblind: true\n${more}candidates: [${slugs.join(', ')}]\n`,
  );

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  for (const slug of SLUGS)
    await writeFile(
      at('profiles', `${slug}.yaml`),
      `basics: { name: ${slug} Example, label: Label of ${SLUGS.indexOf(slug)} }\n`,
    );
  await packet(SLUGS.slice(0, 4));
});

interface Key {
  seed: string;
  candidates: Record<string, string>;
}
const KEY = ['.dossier', 'keys', 'team.json'];
const key = async (...path: string[]) => JSON.parse(await readFile(at(...path), 'utf8')) as Key;
const bind = async (...args: string[]) => {
  const result = await dossier(folder, ['packet', 'team', '--json', ...args]);
  expect(result.status, result.out + result.err).toBe(0);
  return JSON.parse(result.out) as { written: { path: string }[]; unchanged: string[] };
};
const bytes = (out = 'out') => readFile(at(out, 'packets', 'team.blind.pdf'));

/** The packet records in the cache. */
const recorded = async () => {
  const { cache } = JSON.parse(await readFile(at('out', '.cache.json'), 'utf8')) as { cache: { packets: object } };
  return cache.packets;
};

/** The record of a blind packet, without anything that identifies its candidates. */
const anonymous = (name: string, asksAll: boolean) => ({
  inputs: Object.fromEntries(PACKET_INPUTS.map((input) => [input.name, expect.stringMatching(/^[\w-]{22}$/)])),
  packet: name,
  asked: {},
  members: [],
  attachments: [],
  asksAll,
  isDated: true,
  blind: 'file',
  isAdHoc: false,
  isProtected: false,
  warnings: [],
  artifact: {
    path: `packets/${name}.blind.pdf`,
    sha256: expect.any(String),
    bytes: expect.any(Number),
    mtimeMs: expect.any(Number),
  },
});

const modeOf = async (...path: string[]) => (await stat(at(...path))).mode & 0o777;

describe('without --key', () => {
  test('stores the seed and the mapping in .dossier/keys, readable only by the owner and ignored by Git', async () => {
    await bind();
    const { seed, candidates } = await key(...KEY);
    expect(seed.length).toBeGreaterThanOrEqual(16);
    expect(Object.keys(candidates)).toEqual(['Candidate A', 'Candidate B', 'Candidate C', 'Candidate D']);
    expect(Object.values(candidates).sort()).toEqual(SLUGS.slice(0, 4));
    expect(await modeOf(...KEY)).toBe(0o600);
    expect(await readFile(at('.dossier', '.gitignore'), 'utf8')).toBe('*\n');
    expect(await recorded()).toEqual({ 'team.blind': anonymous('team', false) });
  });

  test('produces byte-identical packets in any output folder', async () => {
    await bind();
    const before = await bytes();
    expect((await bind()).unchanged).toEqual(['packets/team.blind.pdf']);
    await bind('--force');
    expect(Buffer.compare(await bytes(), before)).toBe(0);
    await bind('--out', 'other');
    expect(Buffer.compare(await bytes('other'), before)).toBe(0);
    expect((await dossier(folder, ['render', '--format', 'pdf'])).status).toBe(0);
    expect(Buffer.compare(await bytes(), before)).toBe(0);
  });

  matrixTest('keeps the letters of candidates when others join, leave and return', async () => {
    await bind();
    const first = (await key(...KEY)).candidates;
    await packet(['eve', 'dan', 'cyd', 'bob', 'ada']);
    await bind();
    expect((await key(...KEY)).candidates).toEqual({ ...first, 'Candidate E': 'eve' });
    const gone = first['Candidate A'] ?? '';
    await packet(SLUGS.filter((slug) => slug !== gone));
    await bind();
    const { pages } = await readPdf(await bytes());
    const text = pages.map((page) => page.text).join('\n');
    expect(text).not.toContain('Candidate A');
    for (const letter of 'BCDE') expect(text).toContain(`Candidate ${letter}`);
    await packet(SLUGS, 'team', 'locale: de\n');
    await bind();
    const german = Object.entries({ ...first, 'Candidate E': 'eve' });
    expect((await key(...KEY)).candidates).toEqual(
      Object.fromEntries(german.map(([alias, slug]) => [alias.replace('Candidate', 'Kandidat'), slug])),
    );
  });

  matrixTest('marks a packet as stale when a candidate changes, and binds it again with the same letters', async () => {
    await bind();
    const before = await key(...KEY);
    await writeFile(at('profiles', 'bob.yaml'), 'basics: { name: bob Example, label: Director }\n');
    expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(0);
    expect(await readManifest(at('out'))).toContainEqual(
      expect.objectContaining({ path: 'packets/team.blind.pdf', stale: true }),
    );
    expect((await bind()).written).toMatchObject([{ path: 'packets/team.blind.pdf' }]);
    expect((await key(...KEY)).candidates).toEqual(before.candidates);
  });

  test('rejects a damaged key and does not overwrite it', async () => {
    await bind();
    await writeFile(at(...KEY), '{');
    const { status, err } = await dossier(folder, ['packet', 'team', '--force']);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('is not a key of a blind packet') });
    expect(await readFile(at(...KEY), 'utf8')).toBe('{');
  });

  test('never writes a key below the output folder', async () => {
    for (const out of ['.', '.dossier'])
      expect(await dossier(folder, ['packet', 'team', '--out', out]), out).toMatchObject({
        status: 2,
        err: expect.stringContaining('cannot be in the output folder'),
      });
    await symlink(at('out'), at('link'));
    expect(await dossier(folder, ['packet', 'team', '--key', 'link/key.json'])).toMatchObject({ status: 2 });
  });

  test('allows output to the current folder if there are no blind packets', async () => {
    const { status } = await dossier(folder, ['render', 'ada', '--format', 'txt', '--out', '.']);
    expect(status).toBe(0);
  });

  test('does not bind a packet again if its key is missing', async () => {
    await bind();
    const before = await bytes();
    await rm(at('.dossier'), { recursive: true });
    const { status, err } = await dossier(folder, ['packet', 'team']);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('its key is missing') });
    expect(Buffer.compare(await bytes(), before)).toBe(0);
    await rm(at('out'), { recursive: true });
    await bind();
  });

  test('does not record candidates chosen by a query, or their attachments, in the output folder', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    await writeFile(at('profiles', 'packets', 'eve-diploma.pdf'), await document.save());
    const candidate = '{ profile: eve, attachments: [{ file: eve-diploma.pdf, title: Diploma, blindSafe: true }] }';
    await packet(['dan', candidate]);
    await bind();
    const query = 'title: Q\ndate: 2026-11-01\nblind: true\nprofiles: { where: { label: Label of 2 } }\n';
    await writeFile(at('profiles', 'packets', 'query.yaml'), query);
    expect((await dossier(folder, ['packet', 'query'])).status).toBe(0);
    expect(await recorded()).toEqual({
      'query.blind': anonymous('query', true),
      'team.blind': anonymous('team', false),
    });
    // The attachments still affect the fingerprint of the packet.
    document.addPage();
    await writeFile(at('profiles', 'packets', 'eve-diploma.pdf'), await document.save());
    expect((await bind()).written).toHaveLength(1);
  });
});

describe('with --key', () => {
  matrixTest('writes the file with mode 0600, even if it existed with another mode', async () => {
    await writeFile(at('key.json'), JSON.stringify({ seed: 'a-seed-that-is-long-enough' }));
    await chmod(at('key.json'), 0o644);
    await bind('--key', 'key.json');
    expect(await modeOf('key.json')).toBe(0o600);
    expect((await key('key.json')).seed).toBe('a-seed-that-is-long-enough');
    await rm(at('key.json'));
    await bind('--key', 'new/key.json', '--out', 'elsewhere');
    expect(await modeOf('new', 'key.json')).toBe(0o600);
  });

  matrixTest('keeps the mappings of several packets in one file', async () => {
    await packet(['eve', 'ada'], 'other');
    expect((await dossier(folder, ['packet', '--key', 'key.json'])).status).toBe(0);
    const { packets } = JSON.parse(await readFile(at('key.json'), 'utf8')) as { packets: Record<string, Key> };
    expect(Object.values(packets.other?.candidates ?? {}).sort()).toEqual(['ada', 'eve']);
    expect(Object.values(packets.team?.candidates ?? {}).sort()).toEqual(SLUGS.slice(0, 4));
    const before = await bytes();
    expect((await dossier(folder, ['packet', '--key', 'key.json', '--force'])).status).toBe(0);
    expect(Buffer.compare(await bytes(), before)).toBe(0);
  });

  matrixTest('does not bind a packet again with the key of another packet', async () => {
    await packet(['eve', 'ada'], 'other');
    expect((await dossier(folder, ['packet', 'other', '--key', 'other.json'])).status).toBe(0);
    await bind('--key', 'key.json');
    const before = { packet: await bytes(), key: await readFile(at('other.json')) };
    const refused = { status: 2, err: expect.stringContaining('its key is missing') };
    const tries = [[], ['--key', 'other.json'], ['--key', 'new.json']];
    for (const args of tries) expect(await dossier(folder, ['packet', 'team', ...args])).toMatchObject(refused);
    // The same applies if the manifest does not list the packet, as after a killed run.
    await writeFile(at('out', 'manifest.json'), '{"version":1,"artifacts":[]}');
    for (const args of tries) expect(await dossier(folder, ['packet', 'team', ...args])).toMatchObject(refused);
    expect({ packet: await bytes(), key: await readFile(at('other.json')) }).toEqual(before);
  });
});

test('accepts “constructor” as the name of a packet, a profile, a variant and a letter', async () => {
  await rm(at('profiles'), { recursive: true });
  await mkdir(at('profiles', 'packets'), { recursive: true });
  await writeFile(
    at('profiles', 'constructor.yaml'),
    'basics: { name: Ada Example, label: Analyst }\nvariants: { constructor: { label: Builder } }\n',
  );
  await packet(['constructor'], 'constructor');
  for (const expected of [/^[1-9]\d* files? written/m, /^0 files written.* unchanged/m]) {
    const { status, err } = await dossier(folder, ['render', '--variant', 'all', '--format', 'pdf,txt']);
    expect({ status, err }).toEqual({ status: 0, err: expect.stringMatching(expected) });
  }
  expect((await key('.dossier', 'keys', 'constructor.json')).candidates).toEqual({ 'Candidate A': 'constructor' });
});
