import { describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { MANIFEST_PATH, type ManifestArtifact } from '../../src/pipeline/manifest.js';
import { describeFolder } from '../../src/pipeline/write-manifest.js';

const artifact = (path: string, bytes: number): ManifestArtifact => ({ path, kind: 'txt', sha256: path, bytes });

/** A disk with the given files and number of free bytes. */
function disk(free: number, files: readonly ManifestArtifact[], code = 'ENOSPC') {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const room = free + files.reduce((sum, { bytes }) => sum + bytes, 0);
  let manifest = '';
  return {
    output: {
      write: async (path: string, content: Uint8Array | Iterable<Uint8Array>) => {
        const bytes = content instanceof Uint8Array ? content : Buffer.concat([...content]);
        const used = [...sizes.values()].reduce((sum, size) => sum + size, 0);
        if (used + bytes.length > room)
          throw new DossierError('OUTPUT_WRITE', `${path} cannot be written: ${code}`, {
            cause: Object.assign(new Error(), { code }),
          });
        manifest = new TextDecoder().decode(bytes);
        return { sha256: '', bytes: bytes.length };
      },
      remove: async (path: string) => void sizes.delete(path),
    },
    lying: () => [...sizes.keys()],
    named: () => (JSON.parse(manifest) as { artifacts: ManifestArtifact[] }).artifacts.map(({ path }) => path),
  };
}

const FILES = ['a', 'b', 'c'].map((name) => artifact(`${name}/${name}.txt`, 200));

describe('writing the manifest to a full disk', () => {
  test('removes the files written last to make space, and lists only the remaining files', async () => {
    const { output, lying, named } = disk(0, FILES);
    const report = { written: FILES.slice(1), failures: [] };
    await describeFolder(output, FILES, report);
    expect(lying()).toEqual(['a/a.txt']);
    expect(named()).toEqual(['a/a.txt']);
    expect(report).toMatchObject({
      written: [],
      failures: [
        { source: 'c/c.txt', error: { message: `${MANIFEST_PATH} cannot be written: ENOSPC` } },
        { source: 'b/b.txt', error: { code: 'OUTPUT_WRITE' } },
      ],
    });
  });

  test('does not remove files of an earlier run', async () => {
    const { output, lying } = disk(0, FILES);
    const report = { written: [], failures: [] };
    await expect(describeFolder(output, FILES, report)).rejects.toMatchObject({ code: 'OUTPUT_WRITE' });
    expect(lying()).toEqual(FILES.map(({ path }) => path));
  });
});

test('removes nothing if the disk reports another error', async () => {
  const { output, lying } = disk(0, FILES, 'EACCES');
  const report = { written: [...FILES], failures: [] };
  await expect(describeFolder(output, FILES, report)).rejects.toMatchObject({ message: /EACCES/ });
  expect(lying()).toHaveLength(3);
  expect(report.written).toHaveLength(3);
});

test('removes nothing if there is enough space', async () => {
  const { output, named } = disk(1000, FILES);
  const report = { written: [...FILES], failures: [] };
  await describeFolder(output, FILES, report);
  expect(named()).toHaveLength(3);
  expect(report.failures).toEqual([]);
});
