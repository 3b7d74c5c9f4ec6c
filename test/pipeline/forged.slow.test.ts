import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { BuildState } from '../../src/pipeline/build-state.js';
import { digestOf } from '../../src/pipeline/inputs.js';
import { readEntries, recoverJournal } from '../../src/pipeline/journal.js';
import { readManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { SEED } from '../support/seed.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const run = (...args: string[]) => dossier(folder, args);
const RENDER = ['render', '--format', 'txt'] as const;

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles'));
  await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace, label: Analyst }\n');
  await writeFile(at('victim.txt'), 'precious');
});

interface Artifact {
  path: string;
  kind: string;
  sha256: string;
  bytes: number;
  private: boolean;
  profile?: string | undefined;
}

async function forgeManifest(change: (artifacts: Artifact[]) => Artifact[]): Promise<void> {
  const manifest = JSON.parse(await readFile(at('out', 'manifest.json'), 'utf8')) as { artifacts: Artifact[] };
  const artifacts = change(manifest.artifacts);
  await writeFile(at('out', 'manifest.json'), JSON.stringify({ ...manifest, artifacts }));
}

/** The parts of the cache that these tests change. */
interface Cached {
  program: string;
  browser: string;
  profiles: Record<string, unknown>;
  documents: Record<string, { artifacts: unknown }>;
  page: { artifacts: unknown };
}

async function readCached(): Promise<Cached> {
  const { cache } = JSON.parse(await readFile(at('out', '.cache.json'), 'utf8')) as { cache: Cached };
  return cache;
}

/** Changes the cache and gives it a valid digest. */
async function forgeCache(change: (cache: Cached) => void): Promise<void> {
  const cache = await readCached();
  const before = JSON.stringify(cache);
  change(cache);
  const body = JSON.stringify(cache);
  expect(body).not.toBe(before);
  await writeFile(at('out', '.cache.json'), `{"version":2,"digest":"${digestOf(body)}","cache":${body}}\n`);
}

/** The manifest entry of a file outside the output folder, of a kind that runs keep unchanged in the manifest. */
const OUTSIDE: Artifact = {
  path: '../victim.txt',
  kind: 'epub',
  sha256: createHash('sha256').update('precious').digest('hex'),
  bytes: 8,
  private: false,
  profile: 'ada',
};

/** Runs again, and checks that forged state neither broke the run nor led it to other files. */
async function expectNoHarm(): Promise<void> {
  const { status, err } = await run(...RENDER);
  expect({ status, err }).toEqual({ status: 0, err: expect.not.stringContaining('    at ') });
  await expectUntouched();
}

async function expectUntouched(): Promise<void> {
  expect(await readFile(at('victim.txt'), 'utf8')).toBe('precious');
  expect(await readFile(at('out', 'ada', 'ada.txt'), 'utf8')).toContain('Ada Lovelace');
}

const OUTWARD = ['../victim.txt', '../../victim.txt', 'ada/../../victim.txt', 'link/victim.txt'];

describe('a forged manifest', () => {
  test.each([...OUTWARD, '/absolute'])('does not cause %s to be deleted or copied', async (path) => {
    expect(await run(...RENDER)).toMatchObject({ status: 0 });
    await symlink(folder, at('out', 'link'));
    const outward = path === '/absolute' ? at('victim.txt') : path;
    const forged: Artifact = { path: outward, kind: 'asset', sha256: 'x', bytes: 8, private: false };
    await forgeManifest((artifacts) => [...artifacts, forged, { ...forged, kind: 'txt', profile: 'gone' }]);
    // Files behind the other paths cannot be identified, so they may be private.
    const status = path === 'link/victim.txt' ? 0 : 2;
    for (let round = 0; round < 2; round++) expect(await run('publish', 'site')).toMatchObject({ status });
    expect(existsSync(at('site', 'link'))).toBe(false);
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada King, label: Analyst }\n');
    expect(await run(...RENDER)).toMatchObject({ status });
    expect(await readFile(at('victim.txt'), 'utf8')).toBe('precious');
  });

  test('in a published copy does not cause a file outside to be deleted', async () => {
    await run(...RENDER);
    await run('publish', 'site');
    const forged = { path: '../victim.txt', kind: 'asset', sha256: 'x', bytes: 8, private: false };
    const manifest = JSON.parse(await readFile(at('site', 'manifest.json'), 'utf8')) as { artifacts: unknown[] };
    manifest.artifacts.push(forged);
    await writeFile(at('site', 'manifest.json'), JSON.stringify(manifest));
    expect(await run('publish', 'site')).toMatchObject({ status: 0 });
    expect(await readFile(at('victim.txt'), 'utf8')).toBe('precious');
  });

  test('does no harm if it lists a folder, or a file that is not on the page', async () => {
    await run(...RENDER);
    await mkdir(at('out', 'john'));
    const forged: Artifact = { path: 'john', kind: 'html', sha256: 'x', bytes: 1, private: false, profile: 'gone' };
    const others = ['ada/secret.txt', 'packets/secret.pdf'];
    await mkdir(at('out', 'packets'));
    for (const path of others) await writeFile(at('out', path), 'secret');
    await forgeManifest((artifacts) => [
      ...artifacts,
      forged,
      ...others.map((path): Artifact => ({ ...forged, path, kind: 'asset', profile: undefined })),
      { ...forged, path: 'john', kind: 'asset', profile: undefined },
    ]);
    expect(await run('publish', 'site')).toMatchObject({ status: 0 });
    for (const path of others) expect(existsSync(at('site', path)), path).toBe(false);
    const { status, err } = await run(...RENDER);
    expect({ status, err }).toEqual({ status: 0, err: expect.not.stringContaining('    at ') });
    expect(existsSync(at('out', 'john'))).toBe(true);
  });

  test("does not cause the run's own files to be removed or published", async () => {
    await run(...RENDER);
    const forged: Artifact = { path: '', kind: 'txt', sha256: 'x', bytes: 1, private: false, profile: 'gone' };
    const own = ['manifest.json', 'Manifest.JSON', '.cache.json', '.lock', '.journal', '.private', '.gitignore'];
    await forgeManifest((artifacts) => [...artifacts, ...own.map((path): Artifact => ({ ...forged, path }))]);
    const manifest = await readFile(at('out', 'manifest.json'));
    expect(await readManifest(new Output(at('out')))).toHaveLength(
      JSON.parse(`${manifest}`).artifacts.length - own.length,
    );
    const refused = { status: 2, err: expect.stringContaining('paths that no run writes to') };
    expect(await run(...RENDER)).toMatchObject(refused);
    expect(await run('publish', 'site')).toMatchObject(refused);
    for (const path of ['.cache.json', 'manifest.json']) expect(existsSync(at('out', path)), path).toBe(true);
  });

  test('in a published copy does not cause its marker file to be removed', async () => {
    await run(...RENDER);
    await run('publish', 'site');
    const manifest = JSON.parse(await readFile(at('site', 'manifest.json'), 'utf8')) as { artifacts: unknown[] };
    manifest.artifacts.push({ path: '.published', kind: 'asset', sha256: 'x', bytes: 8, private: false });
    await writeFile(at('site', 'manifest.json'), JSON.stringify(manifest));
    for (let round = 0; round < 2; round++) expect(await run('publish', 'site')).toMatchObject({ status: 0 });
  });

  test('does not break publishing if the cards of the page were changed, and the next run rebuilds the page', async () => {
    await run(...RENDER);
    const cards = at('out', 'assets', 'candidates.js');
    await writeFile(cards, (await readFile(cards, 'utf8')).replace('"candidates":[', '"candidates":[5,'));
    const { status, err } = await run('publish', 'site');
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('rebuild the page') });
    expect(await run(...RENDER)).toMatchObject({ status: 0 });
    expect(await run('publish', 'site')).toMatchObject({ status: 0 });
  });

  test('keeps an artifact of a kind that this version does not know', async () => {
    await run(...RENDER);
    await mkdir(at('out', 'ada'), { recursive: true });
    await writeFile(at('out', 'ada', 'ada.epub'), 'book');
    const forged = { path: 'ada/ada.epub', kind: 'epub', sha256: 'x', bytes: 4, private: false, profile: 'ada' };
    await forgeManifest((artifacts) => [...artifacts, forged]);
    expect(await run(...RENDER)).toMatchObject({ status: 0 });
    const listed = JSON.parse(await readFile(at('out', 'manifest.json'), 'utf8')) as { artifacts: Artifact[] };
    expect(listed.artifacts.map(({ path }) => path)).toEqual(expect.arrayContaining(['ada/ada.epub', 'ada/ada.txt']));
    expect(existsSync(at('out', 'ada', 'ada.epub'))).toBe(true);
  });
});

describe('a forged cache', () => {
  const target = (cache: Cached) => cache.documents['ada||'] as { artifacts: unknown };

  test.each<[string, (cache: Cached) => void]>([
    ['has an object in place of a list', (cache) => Object.assign(target(cache), { artifacts: { x: 1 } })],
    ['has null in place of a file', (cache) => Object.assign(target(cache), { artifacts: [null] })],
    [
      'has null in place of the warnings of a profile',
      (cache) => Object.assign(cache.profiles.ada as object, { warnings: null }),
    ],
    ['has an object in place of variants', (cache) => Object.assign(cache.profiles.ada as object, { variants: {} })],
    ['has no documents', (cache) => Object.assign(cache, { documents: undefined })],
    ['has a page without files', (cache) => Object.assign(cache.page, { artifacts: undefined })],
  ])('that %s causes no stack trace and leaves other files alone', async (_what, change) => {
    await run(...RENDER);
    await forgeCache(change);
    await expectNoHarm();
  });

  test('that names a file outside of the output folder, as does the manifest, leaves that file alone', async () => {
    await run(...RENDER);
    const { path, sha256, bytes } = OUTSIDE;
    await forgeManifest((artifacts) => [...artifacts, OUTSIDE]);
    await forgeCache((cache) => {
      (target(cache).artifacts as unknown[]).push({ path, sha256, bytes, mtimeMs: 0 });
    });
    const { status, err } = await run(...RENDER);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('paths that no run writes to') });
    await expectUntouched();
  });
});

describe('a forged journal', () => {
  const line = (entry: unknown) => {
    const body = JSON.stringify(entry);
    return `${digestOf(body)} ${body}\n`;
  };

  /** Appends an entry after a header with the program and the browser of the run, which every journal needs. */
  async function forgeJournal(forge: (cache: Cached) => unknown): Promise<void> {
    const cache = await readCached();
    const begin = { run: { version: 2, program: cache.program, browser: cache.browser } };
    await appendFile(at('out', '.journal'), line(begin) + line(forge(cache)));
  }

  test.each<[string, (cache: Cached) => unknown]>([
    ['an object in place of a path', () => ({ artifact: { ...OUTSIDE, path: { toString: 1 } } })],
    ['an unknown entry', () => ({ something: 1 })],
    ['null in place of a profile', ({ documents }) => ({ profile: { slug: 'ada', profile: null, documents } })],
    [
      'null in place of a file',
      ({ profiles, documents }) => ({
        profile: {
          slug: 'ada',
          profile: profiles.ada,
          documents: { 'ada||': { ...documents['ada||'], artifacts: [null] } },
        },
      }),
    ],
  ])('with %s causes no stack trace and leaves other files alone', async (_what, forge) => {
    await run(...RENDER);
    await forgeJournal(forge);
    await expectNoHarm();
  });

  test('adds files of the folder to the manifest, and none outside', async () => {
    await mkdir(at('out', 'ada'), { recursive: true });
    await writeFile(at('out', 'ada', 'ada.epub'), 'book');
    await symlink(folder, at('out', 'link'));
    const begin = { run: { version: 2, program: 'p', browser: '' } };
    const artifacts = ['ada/ada.epub', ...OUTWARD, at('victim.txt')].map((path) => ({
      artifact: { ...OUTSIDE, path },
    }));
    const journal = Buffer.from([begin, ...artifacts].map(line).join(''));
    const { manifest } = recoverJournal(journal, { state: BuildState.empty('p'), manifest: [] }, new Output(at('out')));
    expect(manifest.map(({ path }) => path)).toEqual(['ada/ada.epub']);
  });
});

test('does not write to a journal that is a link to another file', async () => {
  await writeFile(at('profiles', 'bob.yaml'), 'basics: { name: Bob, label: Analyst }\n');
  await mkdir(at('out'));
  await symlink(at('victim.txt'), at('out', '.journal'));
  expect(await run(...RENDER)).toMatchObject({ status: 0 });
  expect(await readFile(at('victim.txt'), 'utf8')).toBe('precious');
});

describe('any JSON', () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  const mutated = fc.record({ path: json, kind: json, sha256: json, bytes: json, private: json, profile: json });
  const held = (value: unknown) => ({ read: async () => Buffer.from(JSON.stringify(value)) });

  test('is read as a manifest with contained paths, or reported as an error', async () => {
    const value = fc.oneof(json, fc.record({ version: fc.constant(1), artifacts: fc.array(fc.oneof(mutated, json)) }));
    await fc.assert(
      fc.asyncProperty(value, async (manifest) => {
        const read = await readManifest(held(manifest)).catch((error: unknown) => error);
        if (Array.isArray(read)) for (const { path } of read) expect(path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
        else expect(read).toBeInstanceOf(DossierError);
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  test('is read as a valid cache, or as an empty one', async () => {
    const part = fc.dictionary(fc.string(), json);
    const shape = fc.record({
      program: fc.constant('p'),
      browser: json,
      profiles: part,
      documents: part,
      packets: part,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, shape), async (cache) => {
        const body = JSON.stringify(cache);
        const text = `{"version":2,"digest":"${digestOf(body)}","cache":${body}}`;
        const held = { read: async () => Buffer.from(text) } as unknown as Output;
        const { records } = await BuildState.load(held, 'p');
        for (const { artifacts } of Object.values(records.documents)) expect(Array.isArray(artifacts)).toBe(true);
        expect(records.program).toBe('p');
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  test('is read as a journal up to the first invalid line', async () => {
    const output = new Output(at('out'));
    await fc.assert(
      fc.property(fc.array(json), (entries) => {
        const lines = entries.map((entry) => {
          const body = JSON.stringify(entry);
          return `${digestOf(body)} ${body}\n`;
        });
        const journal = Buffer.from(lines.join(''));
        expect(readEntries(journal).bytes).toBeLessThanOrEqual(journal.length);
        const { manifest } = recoverJournal(journal, { state: BuildState.empty('p'), manifest: [] }, output);
        expect(Array.isArray(manifest)).toBe(true);
      }),
      { numRuns: 500, seed: SEED },
    );
  });
});
