import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { beforeEach, describe, expect, test } from 'vitest';
import { contents, copyProfiles, dossier, type ManifestEntry, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { readWord } from '../support/word.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
  await copyProfiles(folder);
});

/** Renders, expects success, and returns the written and removed files. */
async function render(...args: string[]): Promise<{ made: string[]; unchanged: string[]; removed: string[] }> {
  const { status, out, err } = await dossier(folder, ['render', '--json', ...args]);
  expect({ status, err: status === 0 ? '' : out + err }).toEqual({ status: 0, err: '' });
  const report = JSON.parse(out) as { written: { path: string }[]; unchanged: string[]; removed: string[] };
  return { ...report, made: report.written.map(({ path }) => path).sort() };
}

const pathsOf = (manifest: readonly ManifestEntry[], kind: string) =>
  manifest.filter((entry) => entry.kind === kind).map(({ path }) => path);

describe('PNG and Word files', () => {
  test('are rendered on request, one PNG per page, and described in the manifest', async () => {
    const { made } = await render('krish-arora', '--format', 'png,docx');
    expect(made).toEqual(
      ['krish-arora.docx', 'krish-arora.png', 'krish-arora_2.png'].map((name) => `krish-arora/${name}`),
    );
    const manifest = await readManifest(at('out'));
    expect(manifest.filter(({ kind }) => kind === 'png')).toMatchObject([
      {
        path: 'krish-arora/krish-arora.png',
        page: 1,
        profile: 'krish-arora',
        title: expect.stringContaining('Krish Arora'),
      },
      { path: 'krish-arora/krish-arora_2.png', page: 2 },
    ]);
    // A4 at 150 dots per inch.
    const { type, width, height } = imageSize(await readFile(at('out/krish-arora/krish-arora.png')));
    expect({ type, width, height }).toEqual({ type: 'png', width: 1240, height: 1755 });
    const word = await readWord(await readFile(at('out/krish-arora/krish-arora.docx')));
    expect(word.paragraphs[0]).toMatchObject({ style: 'Title', text: 'Krish Arora' });
    expect(existsSync(at('out/krish-arora/krish-arora.pdf'))).toBe(false);
  });

  test('are reproducible, and rendered for each variant', async () => {
    const args = ['krish-arora', '--variant', 'all', '--format', 'png,docx'];
    await render(...args, '--out', 'a');
    await render(...args, '--out', 'b');
    const [a, b] = [await contents(at('a')), await contents(at('b'))];
    expect([...a.keys()]).toEqual([...b.keys()]);
    expect([...a.keys()]).toContain('/krish-arora/krish-arora.one-page.png');
    expect([...a.keys()]).toContain('/krish-arora/krish-arora.one-page.docx');
    for (const [path, bytes] of a)
      expect([path, Buffer.compare(bytes, b.get(path) ?? Buffer.alloc(0))]).toEqual([path, 0]);
  });

  test('are reused if nothing has changed, and each missing page is rendered again', async () => {
    await render('krish-arora', '--format', 'png,docx');
    const again = await render('krish-arora', '--format', 'png,docx');
    expect(again.made).toEqual([]);
    expect(again.unchanged).toHaveLength(3);
    await rm(at('out/krish-arora/krish-arora_2.png'));
    expect((await render('krish-arora', '--format', 'png,docx')).made).toContain('krish-arora/krish-arora_2.png');
    // Another format of the same content removes nothing.
    expect((await render('krish-arora', '--format', 'txt')).removed).toEqual([]);
    expect(existsSync(at('out/krish-arora/krish-arora.docx'))).toBe(true);
  });

  matrixTest(
    'are removed if their page no longer exists, or if their profile changes without a new request',
    async () => {
      await render('krish-arora', '--format', 'png,docx,txt');
      const file = at('profiles', 'krish-arora.yaml');
      const source = await readFile(file, 'utf8');
      await writeFile(file, source.replace('name: Krish Arora', 'name: Krish K. Arora'));
      const gone = ['docx', 'png', '_2.png'].map(
        (end) => `krish-arora/krish-arora${end.startsWith('_') ? end : `.${end}`}`,
      );
      expect((await render('krish-arora', '--format', 'txt')).removed.sort()).toEqual(gone.sort());
      expect(pathsOf(await readManifest(at('out')), 'png')).toEqual([]);
      await render('krish-arora', '--format', 'png');
      await writeFile(file, 'basics: { name: Krish Arora }\n');
      expect(await render('krish-arora', '--format', 'png')).toMatchObject({
        made: ['krish-arora/krish-arora.png'],
        removed: ['krish-arora/krish-arora_2.png'],
      });
      expect(existsSync(at('out/krish-arora/krish-arora_2.png'))).toBe(false);
    },
  );

  test('are offered on the download page and published', async () => {
    await render('--format', 'html,png,docx');
    const data = await readFile(at('out/assets/candidates.js'), 'utf8');
    expect(data).toContain('krish-arora/krish-arora.docx');
    expect(data).toContain('krish-arora/krish-arora_2.png');
    await dossier(folder, ['publish', 'site']);
    expect(existsSync(at('site/krish-arora/krish-arora_2.png'))).toBe(true);
  });

  test('an unknown format is an error that lists all formats', async () => {
    const { status, err } = await dossier(folder, ['render', '--format', 'doc']);
    expect(status).toBe(2);
    expect(err).toContain('"doc" is not a format; did you mean docx?');
    expect((await dossier(folder, ['render', '--format', 'xyzxyz'])).err).toContain(
      'html, pdf, json, txt, md, png, docx',
    );
  });
});
