import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ManifestArtifact, writeManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const file = (path: string, sha256: string, more: Partial<ManifestArtifact> = {}): ManifestArtifact => ({
  path,
  kind: 'pdf',
  sha256,
  bytes: 1234,
  ...more,
});

async function manifest(out: string, ...artifacts: ManifestArtifact[]): Promise<void> {
  await writeManifest(new Output(join(folder, out)), artifacts);
}

describe('dossier changes', () => {
  test('lists added, changed and removed files, and the size of each packet', async () => {
    const packet = { kind: 'packet', pages: 18, bytes: 395_900 } as const;
    await manifest('before', file('a/a.pdf', '1'), file('b/b.pdf', '2'), file('c/c.pdf', '3'));
    await rename(join(folder, 'before', 'manifest.json'), join(folder, 'earlier.json'));
    await manifest(
      'out',
      file('a/a.pdf', '1'),
      file('b/b.pdf', '9', { pages: 2 }),
      file('d/d.pdf', '4'),
      file('packets/all.pdf', '5', packet),
      file('packets/old.pdf', '6', { ...packet, stale: true }),
      file('index.html', '7', { kind: 'page' }),
      file('assets/app.js', '8', { kind: 'asset' }),
    );
    const { status, out } = await dossier(folder, ['changes', 'earlier.json']);
    expect(status).toBe(0);
    expect(out).toBe(`## Candidates

3 added, 1 changed, 1 removed, 1 unchanged.

### Packets

| file | what | pages | size |
| --- | --- | --: | --: |
| packets/all.pdf | added | 18 | 396 kB |
| packets/old.pdf | added, stale | 18 | 396 kB |

### What changed

| file | what | pages | size |
| --- | --- | --: | --: |
| b/b.pdf | changed | 2 | 2 kB |
| c/c.pdf | removed |  | 2 kB |
| d/d.pdf | added |  | 2 kB |
| packets/all.pdf | added | 18 | 396 kB |
| packets/old.pdf | added, stale | 18 | 396 kB |
`);
  });

  test('lists all files as added if there is no earlier manifest, and at most a hundred of them', async () => {
    await manifest('out', ...Array.from({ length: 130 }, (_, index) => file(`p${index}/p${index}.pdf`, '1')));
    const { out } = await dossier(folder, ['changes']);
    expect(out).toContain('130 added, 0 changed, 0 removed, 0 unchanged.');
    expect(out.match(/^\| p\d+/gm)).toHaveLength(100);
    expect(out).toContain('… and 30 more.');
  });

  test('fails without a current manifest, or with an earlier manifest that is missing or invalid', async () => {
    expect(await dossier(folder, ['changes', 'x.json'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('there is no manifest.json in out'),
    });
    await manifest('out', file('a/a.pdf', '1'));
    expect(await dossier(folder, ['changes', 'x.json'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('x.json cannot be read'),
    });
    await writeFile(join(folder, 'x.json'), '{ "version": 7 }');
    const { status, err } = await dossier(folder, ['changes', 'x.json']);
    expect(status).toBe(2);
    expect(err).toContain('is not a manifest of an earlier run');
    await rm(join(folder, 'x.json'));
  });
});

test('dossier publish refuses to copy a folder into itself', async () => {
  await manifest('out', file('a/a.pdf', '1'));
  expect(await dossier(folder, ['publish', 'out/site'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('cannot publish to out/site: it is inside out, the folder to copy'),
  });
});
