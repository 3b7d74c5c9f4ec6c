import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents, dossier, project, readManifest } from '../support/cli.js';
import { PROFILES } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

describe('dossier render', () => {
  test('writes every format of every profile, the packet, and a manifest that describes them', async () => {
    const folder = await project();
    const { status, out, err } = await dossier(folder, ['render']);
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringMatching(/21 files written/) });
    const formats = ['html', 'json', 'md', 'pdf', 'txt'];
    const expected = [
      ...PROFILES.flatMap((slug) => formats.map((format) => `${slug}/${slug}.${format}`)),
      'packets/backend-engineers.pdf',
    ];
    const manifest = await readManifest(join(folder, 'out'));
    const isOfPage = ({ kind }: { kind: string }) => kind === 'page' || kind === 'asset';
    expect(manifest.filter((entry) => !isOfPage(entry)).map((entry) => entry.path)).toEqual(expected.sort());
    // The assets of the download page have their own tests; here the manifest must list them and nothing else.
    expect(manifest.filter(({ kind }) => kind === 'page').map((entry) => entry.path)).toEqual(['index.html']);
    expect([...(await contents(join(folder, 'out'))).keys()].map((file) => file.slice(1)).sort()).toEqual(
      [...manifest.map((entry) => entry.path), 'manifest.json'].sort(),
    );
    for (const entry of manifest) {
      const bytes = await readFile(join(folder, 'out', entry.path));
      expect(bytes.length).toBe(entry.bytes);
      if (entry.kind !== 'pdf' && entry.kind !== 'packet') continue;
      const pdf = await readPdf(bytes);
      expect(pdf).toMatchObject({ tagged: true, title: entry.title });
      expect(pdf.pages).toHaveLength(entry.pages ?? -1);
    }
    for (const path of expected) expect(out).toContain(`out/${path}`);
    expect(out).toMatch(/krish-arora\.pdf +\d pages?, \d+ kB/);
  });

  test('produces the same bytes again at any concurrency', async () => {
    const folder = await project();
    expect((await dossier(folder, ['render', '--out', 'a', '--concurrency', '1'])).status).toBe(0);
    expect((await dossier(folder, ['render', '--out', 'b', '--concurrency', '4'])).status).toBe(0);
    const [a, b] = [await contents(join(folder, 'a')), await contents(join(folder, 'b'))];
    expect([...a.keys()]).toEqual([...b.keys()]);
    for (const [path, bytes] of a)
      expect([path, Buffer.compare(bytes, b.get(path) ?? Buffer.alloc(0))]).toEqual([path, 0]);
  });

  test('renders only the given profiles and the packets that contain them', async () => {
    const folder = await project();
    await dossier(folder, ['render']);
    const before = await contents(join(folder, 'out'));
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('name: Krish Arora', 'name: Krish K. Arora'));
    const { status } = await dossier(folder, ['render', 'krish-arora']);
    expect(status).toBe(0);
    const after = await contents(join(folder, 'out'));
    const changed = [...after].filter(
      ([file, bytes]) => Buffer.compare(bytes, before.get(file) ?? Buffer.alloc(0)) !== 0,
    );
    expect(changed.map(([file]) => file.slice(1))).toEqual([
      'assets/candidates.js',
      'assets/names/0.js',
      'assets/pdf/krish-arora.js',
      'assets/pictures/krish-arora.jpg',
      // The cover names the candidates.
      'assets/pictures/packets/backend-engineers.jpg',
      expect.stringMatching(/^assets\/text\/\d+\.js$/),
      'index.html',
      'krish-arora/krish-arora.html',
      'krish-arora/krish-arora.json',
      'krish-arora/krish-arora.md',
      'krish-arora/krish-arora.pdf',
      'krish-arora/krish-arora.txt',
      'manifest.json',
      'packets/backend-engineers.pdf',
    ]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(await readManifest(join(folder, 'out'))).toHaveLength(after.size - 1);
  });

  test('removes the files of a deleted profile and no other file', async () => {
    const folder = await project();
    await rm(join(folder, 'profiles', 'packets'), { recursive: true });
    await dossier(folder, ['render', '--format', 'txt,md']);
    await writeFile(join(folder, 'out', 'mine.txt'), 'not of this program');
    await rm(join(folder, 'profiles', 'aryan-mishra.yaml'));
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt']);
    expect(existsSync(join(folder, 'out', 'aryan-mishra', 'aryan-mishra.txt'))).toBe(true);
    const { out } = await dossier(folder, ['render', '--format', 'txt']);
    expect(out).toContain('out/aryan-mishra/aryan-mishra.txt  removed');
    expect(existsSync(join(folder, 'out', 'aryan-mishra', 'aryan-mishra.txt'))).toBe(false);
    expect(existsSync(join(folder, 'out', 'mine.txt'))).toBe(true);
  });
});

describe('private details', () => {
  test('are printed only with --private, into a separate folder', async () => {
    const folder = await project();
    await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
    const secret = 'basics: { email: krish@example.com, phone: +1 202-555-0123 }\n';
    await writeFile(join(folder, 'profiles', 'private', 'krish-arora.yaml'), secret);
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt']);
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt', '--private']);
    expect(await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.txt'), 'utf8')).not.toContain('example.com');
    const text = await readFile(join(folder, 'out-private', 'krish-arora', 'krish-arora.txt'), 'utf8');
    expect(text).toContain('krish@example.com');
    expect(text).toContain('+1 202-555-0123');
  });
});
