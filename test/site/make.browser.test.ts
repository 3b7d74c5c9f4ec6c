import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { copyShortProfiles, dossier, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { PROFILES, temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
  await copyShortProfiles(folder);
});

interface Report {
  written: { path: string }[];
  removed: string[];
  warnings: { message: string }[];
  page?: { written: string[]; removed: string[] };
}

/** Runs a command that must succeed. */
async function run(...args: string[]): Promise<Report> {
  const { status, out, err } = await dossier(folder, [...args, '--json']);
  expect({ status, err: status === 0 ? '' : out + err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out) as Report;
}

const edit = async (slug: string, from: string | RegExp, to: string) => {
  const file = at('profiles', `${slug}.yaml`);
  const before = await readFile(file, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(file, after);
};

/** The files in assets/, and the text of these files and of the page. */
async function page(): Promise<{ files: string[]; text: string }> {
  const entries = await readdir(at('out', 'assets'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at('out').length + 1))
    .sort();
  // PDF data is not searched, because its text is compressed; its file name contains the slug.
  const read = [...files, 'index.html'].filter((path) => /\.(js|html)$/.test(path) && !path.includes('/pdf/'));
  const texts = await Promise.all(read.map((path) => readFile(at('out', path), 'utf8')));
  return { files, text: [...files, ...texts].join('\n') };
}

const shard = /^assets\/text\/\d+\.js$/;

describe('the page', () => {
  test('is built once, and a run with a changed candidate updates only the affected files', async () => {
    const first = await run('render', '--format', 'pdf,txt');
    expect(first.page?.written).toEqual(
      expect.arrayContaining([
        'index.html',
        'assets/candidates.js',
        ...PROFILES.flatMap((slug) => [`assets/pdf/${slug}.js`, `assets/pictures/${slug}.jpg`]),
        'assets/pictures/packets/backend-engineers.jpg',
      ]),
    );
    const listed = (await readManifest(at('out'))).filter(({ kind }) => kind === 'page' || kind === 'asset');
    expect(listed.map(({ path }) => path)).toEqual([...(await page()).files, 'index.html'].sort());
    expect(listed.map(({ path }) => path)).toEqual([...(first.page?.written ?? [])].sort());
    const time = (await stat(at('out', 'index.html'))).mtimeMs;
    expect((await run('render', '--format', 'pdf,txt')).page).toBeUndefined();
    expect((await stat(at('out', 'index.html'))).mtimeMs).toBe(time);

    await edit('krish-arora', 'name: Qualyval', 'name: Qualyval Labs');
    const { page: changed } = await run('render', '--format', 'pdf,txt');
    expect(changed?.written.filter((path) => !shard.test(path)).sort()).toEqual([
      'assets/candidates.js',
      'assets/pdf/krish-arora.js',
      'assets/pictures/krish-arora.jpg',
    ]);
    expect(changed?.removed).toEqual([]);
    // The result is equal to a page built from scratch.
    const before = await page();
    await rm(at('out'), { recursive: true });
    await run('render', '--format', 'pdf,txt');
    expect(await page()).toEqual(before);
  });

  test('is repaired if a file of it is missing or modified', async () => {
    await run('render', '--format', 'pdf');
    for (const path of ['assets/style.css', 'assets/candidates.js', 'assets/pdf/krish-arora.js', 'index.html']) {
      const before = await readFile(at('out', path));
      if (path.includes('pdf')) await rm(at('out', path));
      else await writeFile(at('out', path), 'changed');
      expect((await run('render', '--format', 'pdf')).page?.written).toContain(path);
      expect(await readFile(at('out', path))).toEqual(before);
    }
  });

  matrixTest('has no pictures until a run prints PDFs', async () => {
    await run('render', '--format', 'txt');
    expect((await page()).files.filter((path) => path.endsWith('.jpg'))).toEqual([]);
    await run('render', '--format', 'pdf');
    const picture = await readFile(at('out', 'assets/pictures/krish-arora.jpg'));
    // A run without a browser leaves the pictures unchanged.
    await edit('krish-arora', 'name: Qualyval', 'name: Qualyval Labs');
    await run('render', '--format', 'txt');
    expect(await readFile(at('out', 'assets/pictures/krish-arora.jpg'))).toEqual(picture);
    expect((await page()).text).toContain('qualyval labs'.split(' ')[1]);
  });

  test('is built by complete runs and updated by partial ones, but not by private runs', async () => {
    await run('render', 'krish-arora', '--format', 'txt');
    await run('packet', 'krish-arora', 'aryan-mishra', '--title', 'Two');
    expect(existsSync(at('out', 'index.html'))).toBe(false);
    await run('render', '--format', 'txt', '--private');
    expect(existsSync(at('out-private', 'index.html'))).toBe(false);
    await run('render', '--format', 'txt');
    expect((await page()).text).toContain('packets/two.pdf');
    await edit('krish-arora', 'name: Krish Arora', 'name: Krish K. Arora');
    await run('render', 'krish-arora', '--format', 'txt');
    expect((await page()).text).toContain('Krish K. Arora');
  });

  matrixTest('no longer contains removed candidates', async () => {
    await rm(at('profiles', 'packets'), { recursive: true });
    await run('render', '--format', 'pdf');
    await rm(at('profiles', 'aryan-mishra.yaml'));
    const { page: made } = await run('render', '--format', 'pdf');
    expect(made?.removed).toEqual(
      expect.arrayContaining(['assets/pdf/aryan-mishra.js', 'assets/pictures/aryan-mishra.jpg']),
    );
    expect((await page()).text.match(/.{20}\baryan.{20}/gi)).toBeNull();
  });

  test('keeps the earlier version of a candidate whose profile fails, with its files marked as stale', async () => {
    await run('render', '--format', 'txt');
    const before = await page();
    await edit('aryan-mishra', 'basics:', 'basics: [');
    for (let round = 0; round < 2; round++) {
      expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(1);
      const after = await page();
      expect(after.files).toEqual(before.files);
      expect(after.text).toContain(',"stale":true');
      expect(after.text.replaceAll(',"stale":true', '')).toBe(before.text);
    }
    await edit('aryan-mishra', 'basics: [', 'basics:');
    await run('render', '--format', 'txt');
    expect(await page()).toEqual(before);
  });
});

describe('publish: false', () => {
  test('excludes a candidate and all packets with this candidate from the page', async () => {
    await run('render', '--format', 'pdf,txt');
    await run('packet', 'krish-arora', 'aryan-mishra', '--title', 'Two');
    await run('packet', 'krish-arora', '--title', 'Alone');
    expect(/Aryan/.test((await page()).text)).toBe(true);
    await edit('aryan-mishra', /^basics:/m, 'publish: false\nbasics:');
    const { page: made } = await run('render', '--format', 'pdf,txt');
    expect(made?.removed.filter((path) => !shard.test(path)).sort()).toEqual([
      'assets/pdf/aryan-mishra.js',
      'assets/pictures/aryan-mishra.jpg',
      'assets/pictures/packets/backend-engineers.jpg',
      'assets/pictures/packets/two.jpg',
    ]);
    const { text } = await page();
    expect(text.match(/.{20}\b(aryan|mishra|backend-engineers|two\.pdf).{20}/gi)).toBeNull();
    expect(text).toContain('alone.pdf');
    // The files are still written, but do not mention it.
    expect(await readFile(at('out', 'aryan-mishra', 'aryan-mishra.txt'), 'utf8')).toContain('Aryan Mishra');
    expect((await run('render', '--format', 'pdf,txt')).page).toBeUndefined();
    await edit('aryan-mishra', 'publish: false\n', '');
    await run('render', '--format', 'pdf,txt');
    expect((await page()).text).toMatch(/Aryan[\s\S]*backend-engineers/);
  });

  test('applies to blind and protected packets, which do not list their candidates', async () => {
    await edit('aryan-mishra', /^basics:/m, 'publish: false\nbasics:');
    const packet = (name: string, who: string) =>
      writeFile(at('profiles', 'packets', `${name}.yaml`), `title: ${name}\nblind: true\ncandidates: [${who}]\n`);
    await packet('shown', 'krish-arora');
    await packet('hidden', 'aryan-mishra');
    const { out } = await dossier(folder, [
      'render',
      '--format',
      'pdf',
      '--password',
      'secret',
      '--key',
      at('key.json'),
      '--json',
    ]);
    const report = JSON.parse(out) as Report;
    expect(report.page?.written).toContain('index.html');
    const { text, files } = await page();
    expect(text).toContain('packets/shown.blind.pdf');
    expect(text).not.toMatch(/hidden\.blind/);
    // A packet with a password has no cover picture.
    expect(files.filter((path) => path.includes('pictures/packets'))).toEqual([]);
    const manifest = await readManifest(at('out'));
    expect(JSON.stringify(manifest.filter(({ kind }) => kind === 'packet'))).not.toMatch(/krish|aryan/);
  });
});
