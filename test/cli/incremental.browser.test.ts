import { appendFile, copyFile, cp, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyShortProfiles, dossier, project, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { PROFILES, ROOT, sharedFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

interface Report {
  written: { path: string }[];
  unchanged: string[];
  removed: string[];
  warnings: { message: string }[];
}

/** Renders, expects success, and returns the files that were written. */
async function render(...args: string[]): Promise<{ made: string[]; report: Report; err: string }> {
  const { status, out, err } = await dossier(folder, ['render', '--json', ...args]);
  expect({ status, err: status === 0 ? '' : out + err }).toEqual({ status: 0, err: '' });
  const report = JSON.parse(out) as Report;
  return { made: report.written.map(({ path }) => path).sort(), report, err };
}

const FORMATS = ['html', 'json', 'md', 'pdf', 'txt'];
const filesOf = (slug: string) => FORMATS.map((format) => `${slug}/${slug}.${format}`);
const PACKET = 'packets/backend-engineers.pdf';
const ALL = [...PROFILES.flatMap(filesOf), PACKET].sort();

const profile = (slug: string) => at('profiles', `${slug}.yaml`);
const edit = async (file: string, from: string | RegExp, to: string) => {
  const before = await readFile(file, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(file, after);
};

/** The output of one run; copying it is faster than another run. */
let rendered: string;
beforeAll(async () => {
  folder = await sharedFolder();
  await copyShortProfiles(folder);
  await render();
  rendered = at('out');
});

beforeEach(async () => {
  folder = await project();
});

const startRendered = () => cp(rendered, at('out'), { recursive: true, preserveTimestamps: true });

describe('a second run', () => {
  test('renders nothing, starts no browser, and reports that everything is unchanged', async () => {
    expect((await render()).made).toEqual(ALL);
    const manifest = await readFile(at('out', 'manifest.json'), 'utf8');
    // A browser that cannot be started: a run that needs it fails.
    await writeFile(at('no-browser'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await cp(at('out'), at('copy'), { recursive: true, preserveTimestamps: true });
    const again = await render();
    expect(again.made).toEqual([]);
    expect(again.report.unchanged).toEqual(ALL);
    expect(await readFile(at('out', 'manifest.json'), 'utf8')).toBe(manifest);
    const { err } = await dossier(folder, ['render']);
    // Warnings about pages come before it.
    expect(err.trimEnd().split('\n').at(-1)).toBe('0 files written, 0 kB, 21 unchanged');
    // The browser is part of the cache key of a PDF: another one makes all of them stale.
    const other = await dossier(folder, ['render', '--browser', at('no-browser')]);
    expect(other.status).toBe(3);
  });

  test('renders only the profile that changed and the packets that contain it', async () => {
    await startRendered();
    await edit(profile('krish-arora'), 'name: Krish Arora', 'name: Krish A. Arora');
    const { made, report } = await render();
    expect(made).toEqual([...filesOf('krish-arora'), PACKET].sort());
    expect(report.unchanged).toEqual(ALL.filter((path) => !made.includes(path)));
    // The packet is the same as one bound from scratch.
    const bound = await readFile(at('out', PACKET));
    await render('--force');
    expect(Buffer.compare(await readFile(at('out', PACKET)), bound)).toBe(0);
  });

  test('binds only the packet whose file changed, from the existing PDFs', async () => {
    await startRendered();
    await edit(at('profiles', 'packets', 'backend-engineers.yaml'), /title: .*/, 'title: Other engineers');
    expect((await render()).made).toEqual([PACKET]);
  });

  test.each<[string, () => Promise<string[]>]>([
    [
      'a manually edited file',
      async () => {
        await appendFile(at('out', 'krish-arora', 'krish-arora.txt'), 'more');
        return filesOf('krish-arora');
      },
    ],
    [
      'a modified file of the same length',
      async () => {
        const file = at('out', 'aryan-mishra', 'aryan-mishra.md');
        const bytes = await readFile(file);
        bytes[10] = (bytes[10] ?? 0) ^ 1;
        await writeFile(file, bytes);
        return filesOf('aryan-mishra');
      },
    ],
    [
      'a deleted file',
      async () => {
        await rm(at('out', 'aryan-mishra', 'aryan-mishra.json'));
        return filesOf('aryan-mishra');
      },
    ],
    [
      'a deleted packet',
      async () => {
        await rm(at('out', PACKET));
        return [PACKET];
      },
    ],
    [
      'a truncated cache',
      async () => {
        const text = await readFile(at('out', '.cache.json'), 'utf8');
        await writeFile(at('out', '.cache.json'), text.slice(0, -100));
        return ALL;
      },
    ],
    [
      'a modified cache',
      async () => {
        await edit(at('out', '.cache.json'), '"variants":[]', '"variants":["x"]').catch(() =>
          edit(at('out', '.cache.json'), '"pages"', '"pagez"').catch(() =>
            edit(at('out', '.cache.json'), 'classic', 'classix'),
          ),
        );
        return ALL;
      },
    ],
    [
      'a cache with unrelated content',
      async () => {
        await writeFile(at('out', '.cache.json'), '{"version":1,"cache":{"program":"x"}}');
        return ALL;
      },
    ],
  ])('recovers from %s', async (_, harm) => {
    await startRendered();
    const original = await readFile(at('out', 'krish-arora', 'krish-arora.txt'));
    const expected = await harm();
    const { made } = await render();
    expect(made.filter((path) => path !== PACKET)).toEqual(expected.filter((path) => path !== PACKET).sort());
    expect((await render()).made).toEqual([]);
    expect(await readFile(at('out', 'krish-arora', 'krish-arora.txt'))).toEqual(original);
  });

  test('treats copied files as unchanged although their times differ', async () => {
    await startRendered();
    for (const path of ALL) await utimes(at('out', path), new Date(0), new Date(0));
    expect((await render()).made).toEqual([]);
  });

  test('renders only documents affected by another template, partial, option or overlay', async () => {
    await render('--format', 'txt,html');
    await mkdir(at('templates', 'classic'), { recursive: true });
    for (const file of ['template.hbs', 'style.css', 'template.yaml'])
      await copyFile(join(ROOT, 'templates', 'classic', file), at('templates', 'classic', file));
    // The same template in another folder has the same digest.
    expect((await render('--format', 'txt,html')).made).toEqual([]);
    await appendFile(at('templates', 'classic', 'style.css'), '\nh1 { color: green; }\n');
    const classic = (await render('--format', 'txt,html')).made;
    expect(classic).toEqual(
      ['chaitanya-prabhu', 'krish-arora'].flatMap((slug) => [`${slug}/${slug}.html`, `${slug}/${slug}.txt`]),
    );
    await mkdir(at('templates', 'partials'));
    await writeFile(at('templates', 'partials', 'mine.hbs'), 'x');
    expect((await render('--format', 'txt,html')).made).toHaveLength(8);
    expect((await render('--format', 'txt,html', '--template', 'compact')).made).toHaveLength(8);
    expect((await render('--format', 'txt,html', '--template', 'compact')).made).toEqual([]);
    // A format that was not requested before.
    expect((await render('--format', 'txt,json', '--template', 'compact')).made).toHaveLength(8);
    expect((await render('--format', 'txt', '--private')).made).toHaveLength(4);
    await writeFile(at('profiles', 'private', 'krish-arora.yaml'), 'basics: { phone: "+1 202 555 0123" }\n');
    const overlaid = await render('--format', 'txt', '--private');
    expect(overlaid.made).toEqual(['krish-arora/krish-arora.txt']);
  });

  test('tracks pictures', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await edit(profile('krish-arora'), 'basics:\n', 'basics:\n  image: krish.png\n');
    const missing = await render('krish-arora', '--format', 'html');
    expect(missing.report.warnings[0]?.message).toContain('krish.png');
    // Warnings of a cached document are repeated.
    const again = await render('krish-arora', '--format', 'html');
    expect(again.made).toEqual([]);
    expect(again.report.warnings).toEqual(missing.report.warnings);
    await writeFile(at('profiles', 'krish.png'), png);
    expect((await render('krish-arora', '--format', 'html')).made).toHaveLength(1);
    expect((await render('krish-arora', '--format', 'html')).made).toEqual([]);
  });

  test('renders missing variants, and all variants of a profile that changed', async () => {
    await render('--variant', 'systems', '--format', 'txt');
    expect((await render('--variant', 'systems', '--format', 'txt')).made).toEqual([]);
    const all = await render('--variant', 'all', '--format', 'txt');
    expect(all.made).toHaveLength(4 + 6 + 1);
    expect((await render('--variant', 'all', '--format', 'txt')).made).toEqual([]);
    expect((await render('--format', 'txt')).made).toEqual([]);
    await edit(profile('aryan-mishra'), 'name: Aryan Mishra', 'name: A. Mishra');
    expect((await render('--variant', 'all', '--format', 'txt')).made).toEqual([
      'aryan-mishra/aryan-mishra.backend.txt',
      'aryan-mishra/aryan-mishra.systems.txt',
      'aryan-mishra/aryan-mishra.txt',
    ]);
  });

  test('removes the files of a deleted profile even if nothing is rendered', async () => {
    await render('--format', 'txt');
    await rm(profile('aryan-mishra'));
    const { made, report } = await render('--format', 'txt');
    expect(made).toEqual([]);
    expect(report.removed).toEqual(['aryan-mishra/aryan-mishra.txt']);
    expect((await readManifest(at('out'))).map((entry) => entry.profile)).not.toContain('aryan-mishra');
  });

  test('reports a failure again and leaves the other profiles unchanged', async () => {
    await render('--format', 'txt');
    await edit(profile('aryan-mishra'), 'basics:', 'basics: [');
    for (let round = 0; round < 2; round++) {
      const { status, out } = await dossier(folder, ['render', '--json', '--format', 'txt']);
      expect(status).toBe(1);
      const report = JSON.parse(out) as Report;
      expect(report.written).toEqual([]);
      expect(report.unchanged).toHaveLength(3);
    }
    expect((await stat(at('out', 'aryan-mishra', 'aryan-mishra.txt'))).size).toBeGreaterThan(0);
  });

  test('renders everything with --force', async () => {
    await render('--format', 'txt');
    expect((await render('--format', 'txt', '--force')).made).toHaveLength(4);
  });

  matrixTest('binds protected packets in every run, and blind ones only after a change', async () => {
    await startRendered();
    expect((await render('--password', 'secret')).made).toEqual([PACKET]);
    expect((await render('--password', 'secret')).made).toEqual([PACKET]);
    expect((await render('--no-password')).made).toEqual([PACKET]);
    expect((await render()).made).toEqual([]);
    const blind = PACKET.replace('.pdf', '.blind.pdf');
    expect((await render('--blind')).made).toEqual([blind]);
    expect((await render('--blind')).made).toEqual([]);
    expect((await render()).made).toEqual([]);
  });
});

test('refuses a folder without a manifest, since it may contain private details', async () => {
  await rm(at('out', 'manifest.json'), { force: true });
  await dossier(folder, ['render', '--format', 'txt']);
  await rm(at('out', 'manifest.json'), { force: true });
  const { status, err } = await dossier(folder, ['render', '--format', 'txt']);
  expect({ status, err }).toEqual({
    status: 2,
    err: expect.stringContaining('no record of whether they contain private details'),
  });
});
