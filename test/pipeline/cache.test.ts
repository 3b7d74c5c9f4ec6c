import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Cache, digestOf, emptyCache, readCache, writeCache } from '../../src/pipeline/cache.js';
import { type ManifestArtifact, readManifest, writeManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { temporaryFolder } from '../support/paths.js';

let output: Output;
beforeEach(async () => {
  output = new Output(join(await temporaryFolder(), 'out'));
  await mkdir(output.folder);
});
const read = async (path: string) => (await output.read(path))?.toString('utf8');

const artifact: ManifestArtifact = {
  path: 'ada/ada.pdf',
  kind: 'pdf',
  sha256: 'a',
  bytes: 1,
  private: false,
  title: 'Ada – “first”',
};

function cache(): Cache {
  const { path, sha256, bytes } = artifact;
  const warnings = [
    { severity: 'warning' as const, message: 'æ 日本 😀', hint: undefined, where: { file: 'ada.yaml' } },
  ];
  const artifacts = [{ path, sha256, bytes, mtimeMs: 1.5 }];
  return {
    ...emptyCache('program', 'browser'),
    profiles: { ada: { digest: 'd', variants: ['short'], pictures: [], warnings } },
    targets: { 'ada||': { inputs: 'i', asked: {}, template: 'technical', warnings: [], artifacts } },
    page: {
      program: 'page',
      manifest: 'm',
      packets: 'p',
      asOf: '2026-11',
      lacksPictures: false,
      candidates: { ada: { source: 's', isPublished: true, artifacts: 'a' } },
      drawn: {},
      artifacts,
    },
  };
}

test('the cache is one line of JSON with the digest of what it says', async () => {
  await writeCache(output, cache());
  const body = JSON.stringify(cache());
  expect(await read('.cache.json')).toBe(`{"version":1,"digest":"${digestOf(body)}","cache":${body}}\n`);
  expect(await readCache(output, 'program')).toEqual(JSON.parse(body));
});

test('what changes while the cache is written does not make it a damaged one', async () => {
  const changing = cache();
  const writing = writeCache(output, changing);
  changing.profiles.bob = { digest: 'b', variants: [], pictures: [], warnings: [] };
  await writing;
  expect(Object.keys((await readCache(output, 'program')).profiles)).toEqual(['ada']);
});

test('the manifest is indented JSON in the order of paths', async () => {
  const other: ManifestArtifact = { ...artifact, path: 'a/a.pdf', candidates: ['a', 'b'], pages: undefined };
  for (const artifacts of [[], [artifact, other]]) {
    await writeManifest(output, artifacts);
    const sorted = artifacts.toReversed();
    expect(await read('manifest.json')).toBe(`${JSON.stringify({ version: 1, artifacts: sorted }, null, 2)}\n`);
    expect(await readManifest(output)).toEqual(JSON.parse(JSON.stringify(sorted)));
  }
});

test('ignores a cache with an invalid shape even if its digest matches', async () => {
  const whole = JSON.parse(JSON.stringify(cache())) as Record<string, unknown>;
  const forged: [string, unknown][] = [
    ...Object.keys(whole).map((key): [string, unknown] => [key, { ...whole, [key]: 7 }]),
    ['targets', { ...whole, targets: { 'ada||': { artifacts: [{ path: { toString: 1 } }] } } }],
    ['profiles', { ...whole, profiles: { ada: null } }],
    ['all', []],
    ['all', null],
  ];
  for (const [what, value] of forged) {
    const body = JSON.stringify(value);
    const text = `{"version":1,"digest":"${digestOf(body)}","cache":${body}}\n`;
    await output.write('.cache.json', new TextEncoder().encode(text));
    expect(await readCache(output, 'program'), what).toEqual(emptyCache('program', ''));
  }
});

describe('reading the manifest', () => {
  const written = async (text: string) => {
    await output.write('manifest.json', new TextEncoder().encode(text));
    return readManifest(output);
  };

  test('keeps artifacts of a kind that only a newer version knows', async () => {
    const newer = { ...artifact, path: 'ada/ada.epub', kind: 'epub' };
    expect(await written(JSON.stringify({ version: 1, artifacts: [artifact, newer] }))).toEqual([artifact, newer]);
  });

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"version":2,"artifacts":[]}',
    '{"version":1,"artifacts":[{"path":{}}]}',
    '{"ver',
  ])('rejects %j instead of treating it as an empty manifest', async (text) => {
    await expect(written(text)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      hint: expect.stringContaining('--out'),
    });
  });

  test('drops paths that lead out of the folder', async () => {
    const paths = ['../victim', '/etc/passwd', 'ada/../../victim', './x', 'a//b', 'a/..', '..', '', 'a\u0000b'];
    const artifacts = [artifact, ...paths.map((path) => ({ ...artifact, path }))];
    expect(await written(JSON.stringify({ version: 1, artifacts }))).toEqual([artifact]);
  });
});
