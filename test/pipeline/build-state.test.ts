import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { BuildState } from '../../src/pipeline/build-state.js';
import { digestOf } from '../../src/pipeline/inputs.js';
import { type ManifestArtifact, readManifest, writeManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import type { DocumentRecord, PageRecord, ProfileRecord } from '../../src/pipeline/records.js';
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

const warnings = [{ severity: 'warning' as const, message: 'æ 日本 😀', hint: undefined, where: { file: 'ada.yaml' } }];
const artifacts = [{ path: artifact.path, sha256: artifact.sha256, bytes: artifact.bytes, mtimeMs: 1.5 }];
const PROFILE: ProfileRecord = { inputs: { profile: 'd' }, variants: ['short'], pictures: [], warnings };
const DOCUMENT: DocumentRecord = { inputs: { options: 'i' }, asked: {}, template: 'classic', warnings: [], artifacts };
const PAGE: PageRecord = {
  inputs: { program: 'page', manifest: 'm' },
  lacksPictures: false,
  candidates: { ada: { source: 's', isPublished: true, artifacts: 'a' } },
  drawn: {},
  artifacts,
};

function someState(): BuildState {
  const state = BuildState.empty('program', 'browser');
  state.recordProfile({ slug: 'ada', profile: PROFILE, documents: { 'ada||': DOCUMENT } });
  state.recordPage(PAGE);
  return state;
}

test('writes the cache as one line of JSON with its digest', async () => {
  await someState().save(output);
  const body = JSON.stringify(someState().records);
  expect(await read('.cache.json')).toBe(`{"version":2,"digest":"${digestOf(body)}","cache":${body}}\n`);
  expect((await BuildState.load(output, 'program')).records).toEqual(JSON.parse(body));
});

test('ignores a cache written by another program', async () => {
  await someState().save(output);
  expect((await BuildState.load(output, 'another')).isEmpty).toBe(true);
});

test('does not write records that are added during the write', async () => {
  const state = someState();
  const writing = state.save(output);
  state.recordProfile({ slug: 'bob', profile: PROFILE, documents: {} });
  await writing;
  expect(Object.keys((await BuildState.load(output, 'program')).records.profiles)).toEqual(['ada']);
});

test('drops the documents of a profile that was changed or removed', () => {
  const state = someState();
  const other = { ...DOCUMENT, template: 'modern' };
  state.recordProfile({ slug: 'ada', profile: PROFILE, documents: { 'ada|short|': other } });
  expect(Object.keys(state.records.documents)).toEqual(['ada||', 'ada|short|']);
  const changed = { ...PROFILE, inputs: { profile: 'e' } };
  state.recordProfile({ slug: 'ada', profile: changed, documents: { 'ada|short|': other } });
  expect(Object.keys(state.records.documents)).toEqual(['ada|short|']);
  state.retain({ profiles: [], packets: [] });
  expect(state.isEmpty).toBe(true);
  expect(state.records.documents).toEqual({});
});

test('writes the manifest as indented JSON, sorted by path', async () => {
  const other: ManifestArtifact = { ...artifact, path: 'a/a.pdf', candidates: ['a', 'b'], pages: undefined };
  for (const artifacts of [[], [artifact, other]]) {
    await writeManifest(output, artifacts);
    const sorted = artifacts.toReversed();
    expect(await read('manifest.json')).toBe(`${JSON.stringify({ version: 1, artifacts: sorted }, null, 2)}\n`);
    expect(await readManifest(output)).toEqual(JSON.parse(JSON.stringify(sorted)));
  }
});

test('ignores a cache with an invalid shape even if its digest matches', async () => {
  const whole = JSON.parse(JSON.stringify(someState().records)) as Record<string, unknown>;
  const forged: [string, unknown][] = [
    ...Object.keys(whole).map((key): [string, unknown] => [key, { ...whole, [key]: 7 }]),
    ['documents', { ...whole, documents: { 'ada||': { artifacts: [{ path: { toString: 1 } }] } } }],
    ['profiles', { ...whole, profiles: { ada: null } }],
    ['all', []],
    ['all', null],
  ];
  for (const [what, value] of forged) {
    const body = JSON.stringify(value);
    const text = `{"version":2,"digest":"${digestOf(body)}","cache":${body}}\n`;
    await output.write('.cache.json', new TextEncoder().encode(text));
    const { records } = await BuildState.load(output, 'program');
    expect(records, what).toEqual(BuildState.empty('program').records);
  }
});

describe('reading the manifest', () => {
  const written = async (text: string) => {
    await output.write('manifest.json', new TextEncoder().encode(text));
    return readManifest(output);
  };

  test('keeps artifacts of a kind unknown to this version', async () => {
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
