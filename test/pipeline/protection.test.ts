import { describe, expect, test } from 'vitest';
import type { ManifestArtifact } from '../../src/pipeline/manifest.js';
import type { Output } from '../../src/pipeline/output.js';
import { isProtected, keepsProtected, requireUnprotected } from '../../src/pipeline/protection.js';
import { prune } from '../../src/pipeline/prune.js';

const entry = (path: string, more: Partial<ManifestArtifact> = {}): ManifestArtifact => {
  const packet = /^packets\/([^.]*)/.exec(path)?.[1] ?? '';
  return { path, kind: 'packet', sha256: 'x', bytes: 1, private: false, packet, ...more };
};

const OPEN = '%PDF-1.7 trailer << /Root 1 0 R >>';
const ENCRYPTED = '%PDF-1.7 trailer << /Root 1 0 R /Encrypt 2 0 R >>';

/** An output folder with the given files. */
const folder = (files: Record<string, string>) =>
  ({ read: async (path: string) => (path in files ? Buffer.from(files[path] ?? '') : undefined) }) as Output;

interface State {
  files?: Record<string, string>;
  earlier?: ManifestArtifact[];
  sources?: string[];
  isBlind?: boolean;
}

/** The error that rejects binding `two` without a password. */
async function refusal({ files = {}, earlier = [], sources = ['two'], isBlind = false }: State) {
  const found = { packets: sources.map((slug) => ({ slug, path: `${slug}.yaml` })), refused: [] };
  const [code, message] = await requireUnprotected('two', isBlind, { output: folder(files), earlier, found }).then(
    () => [],
    (error) => [error.code, error.message],
  );
  return code && `${code}: ${message}`;
}

describe('a packet without a password', () => {
  test.each<[string, State]>([
    ['listed as protected', { earlier: [entry('packets/two.pdf', { protected: true })] }],
    ['encrypted and not listed', { files: { 'packets/two.pdf': ENCRYPTED } }],
    ['encrypted and listed as open', { files: { 'packets/two.pdf': ENCRYPTED }, earlier: [entry('packets/two.pdf')] }],
    ['listed as protected, with names', { earlier: [entry('packets/two.pdf', { protected: true })], isBlind: true }],
    ['listed as protected, blind', { earlier: [entry('packets/two.blind.pdf', { protected: true })] }],
    ['encrypted, with names', { files: { 'packets/two.pdf': ENCRYPTED }, isBlind: true }],
    ['encrypted, blind', { files: { 'packets/two.blind.pdf': ENCRYPTED } }],
  ])('does not replace an earlier version of it that is %s', async (_what, state) => {
    expect(await refusal(state)).toMatch(/^PACKET_PROTECTED: packets\/two.* is protected by a password/);
  });

  test.each<[string, State]>([
    ['listed as protected', { earlier: [entry('packets/old.pdf', { protected: true })] }],
    ['encrypted', { earlier: [entry('packets/old.pdf')], files: { 'packets/old.pdf': ENCRYPTED } }],
  ])('is not bound for the first time if another packet that is %s has no source any more', async (_what, state) => {
    expect(await refusal(state)).toMatch(/^PACKET_PROTECTED: packets\/two\.pdf is new, and packets\/old\.pdf/);
  });

  test.each<[string, State]>([
    ['nothing was bound', {}],
    ['its earlier file is open', { earlier: [entry('packets/two.pdf')], files: { 'packets/two.pdf': OPEN } }],
    [
      'the packet file of a protected one still exists',
      { earlier: [entry('packets/old.pdf', { protected: true })], sources: ['two', 'old'] },
    ],
    [
      'a protected one never had a packet file',
      { earlier: [entry('packets/old.pdf', { protected: true, adHoc: true })] },
    ],
    [
      'it already was without a password',
      { earlier: [entry('packets/two.pdf'), entry('packets/old.pdf', { protected: true })] },
    ],
  ])('is bound if %s', async (_where, state) => {
    expect(await refusal(state)).toBeUndefined();
  });
});

test.each([
  [{}, true],
  [{ password: 'secret' }, false],
  [{ mayUnprotect: true }, false],
])('run options %o keep protected packets whose source was removed: %s', async (request, keeps) => {
  const removed: string[] = [];
  const output = { remove: async (path: string) => void removed.push(path) };
  const isKept = async (artifact: ManifestArtifact) =>
    keepsProtected(request) && (await isProtected(artifact, folder({ 'packets/b.pdf': ENCRYPTED })));
  const known = { profiles: new Set<string>(), packets: new Set<string>(), variantsOf: new Map() };
  const earlier = [entry('packets/a.pdf', { protected: true }), entry('packets/b.pdf'), entry('packets/c.pdf')];
  const report = { written: [], removed: [] as string[], stale: [] as string[] };
  const kept = await prune(earlier, report, known, { output, isKept }, async () => 'current');
  const gone = earlier.map(({ path }) => path);
  expect(removed).toEqual(keeps ? gone.slice(2) : gone);
  expect(kept.map(({ path, stale }) => [path, stale])).toEqual(
    keeps ? gone.slice(0, 2).map((path) => [path, true]) : [],
  );
});
