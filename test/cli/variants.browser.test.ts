import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { copyProfiles, dossier, readManifest } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await copyProfiles(folder);
});

const render = (...args: string[]) => dossier(folder, ['render', '--format', 'pdf', ...args]);
const filesOf = async (out: string, slug: string) => (await readdir(join(folder, out, slug))).sort();

describe('--variant', () => {
  test('writes one variant of each profile that has it', async () => {
    const { status } = await render('--variant', 'systems', '--out', 'one');
    expect(status).toBe(0);
    expect(await filesOf('one', 'aryan-mishra')).toEqual(['aryan-mishra.systems.pdf']);
    expect(await filesOf('one', 'chaitanya-prabhu')).toEqual(['chaitanya-prabhu.systems.pdf']);
    const manifest = await readManifest(join(folder, 'one'));
    expect(manifest.filter((entry) => entry.kind === 'pdf').map((entry) => [entry.profile, entry.variant])).toEqual([
      ['aryan-mishra', 'systems'],
      ['chaitanya-prabhu', 'systems'],
      ['nrishinghananda-roy', 'systems'],
    ]);
    const pdf = await readPdf(await readFile(join(folder, 'one', 'aryan-mishra', 'aryan-mishra.systems.pdf')));
    const text = pdf.pages.map((page) => page.text).join(' ');
    expect(text).toContain('Work-Stealing Job Scheduler');
    expect(text).not.toContain('Multi-Process Clip Trimmer');
  });

  test('writes every variant and the main résumé with all, and each shipped profile has a variant', async () => {
    expect((await render('--variant', 'all', '--out', 'all')).status).toBe(0);
    expect(await filesOf('all', 'krish-arora')).toEqual([
      'krish-arora.one-page-compact.pdf',
      'krish-arora.one-page.pdf',
      'krish-arora.pdf',
    ]);
    expect(await filesOf('all', 'chaitanya-prabhu')).toEqual([
      'chaitanya-prabhu.backend.pdf',
      'chaitanya-prabhu.pdf',
      'chaitanya-prabhu.systems.pdf',
    ]);
    for (const slug of ['aryan-mishra', 'nrishinghananda-roy'])
      expect((await filesOf('all', slug)).length).toBeGreaterThan(1);
    const pages = new Map((await readManifest(join(folder, 'all'))).map((entry) => [entry.path, entry.pages]));
    expect(pages.get('krish-arora/krish-arora.one-page.pdf')).toBe(1);
    expect(pages.get('krish-arora/krish-arora.one-page-compact.pdf')).toBe(1);
    expect(pages.get('nrishinghananda-roy/nrishinghananda-roy.systems.pdf')).toBe(2);
  });

  test('writes several named variants of the given profiles', async () => {
    const named = ['krish-arora', '--variant', 'one-page, one-page-compact', '--out', 'two'];
    expect((await render(...named)).status).toBe(0);
    expect(await filesOf('two', 'krish-arora')).toHaveLength(2);
  });

  test('reports a variant that no profile has and suggests a similar one', async () => {
    const { status, err } = await render('--variant', 'sytems', '--out', 'none');
    expect(status).not.toBe(0);
    expect(err).toContain('no profile has the variant "sytems"');
    expect(err).toContain('did you mean systems?');
  });

  test('reports a given profile without the variant and writes the others', async () => {
    const { status, err } = await render('krish-arora', 'aryan-mishra', '--variant', 'systems', '--out', 'some');
    expect(status).not.toBe(0);
    expect(err).toContain('the profile has no variant "systems"');
    expect(err).toContain('its variants are one-page, one-page-compact');
    expect(await filesOf('some', 'aryan-mishra')).toEqual(['aryan-mishra.systems.pdf']);
  });

  test('binds the variants that a packet names, with the page count of the variant or of the command', async () => {
    const text = `title: Two
front: { cover: false, contents: false, comparison: false, scorecards: false }
candidates: [{ profile: aryan-mishra, variant: systems }, { profile: krish-arora, variant: one-page }]
`;
    await writeFile(join(folder, 'profiles', 'packets', 'two.yaml'), text);
    const bound = async (...args: string[]) => {
      const { status, err } = await dossier(folder, ['packet', 'two', ...args]);
      expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
      return (await readPdf(await readFile(join(folder, 'out', 'packets', 'two.pdf')))).pages.map((page) => page.text);
    };
    const pages = await bound();
    expect(pages.join(' ')).toContain('Work-Stealing Job Scheduler');
    expect(pages.join(' ')).not.toContain('Multi-Process Clip Trimmer');
    expect(pages.filter((page) => page.includes('Krish Arora'))).toHaveLength(1);
    const longer = await bound('--pages', '2');
    expect(longer.filter((page) => page.includes('Krish Arora'))).toHaveLength(2);
  });

  test('rejects an invalid name immediately', async () => {
    const { status, err } = await render('--variant', 'No Such');
    expect(status).toBe(2);
    expect(err).toContain('write names of lowercase letters, digits and hyphens, separated by commas, or all');
  });

  matrixTest('prunes the files of a deleted variant in the next run of the whole folder', async () => {
    expect((await render('--variant', 'all', '--out', 'gone')).status).toBe(0);
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    const before = await readFile(path, 'utf8');
    try {
      await writeFile(
        path,
        before.replace(/ {2}one-page-compact:\n {4}extends: one-page\n {4}template: compact\n/, ''),
      );
      expect((await render('aryan-mishra', '--out', 'gone')).status).toBe(0);
      expect(await filesOf('gone', 'krish-arora')).toHaveLength(3);
      expect((await render('--out', 'gone')).status).toBe(0);
      expect(await filesOf('gone', 'krish-arora')).toEqual(['krish-arora.one-page.pdf', 'krish-arora.pdf']);
    } finally {
      await writeFile(path, before);
    }
  });
});

describe('--pages', () => {
  test('fits the résumé to the pages, or reports why it does not fit', async () => {
    const { status, err } = await render('krish-arora', 'nrishinghananda-roy', '--pages', '2', '--out', 'fit');
    expect(status).toBe(0);
    expect(err).toMatch(
      /nrishinghananda-roy\.yaml: warning: does not fit on 2 pages: even at 8\.5 pt it is \d+ lines too long/,
    );
    expect(err).toMatch(/without “.+” \(\d+ lines\) it would fit; lines by section: Professional Journey \d+/);
    expect(err).not.toContain('krish-arora.yaml: warning');
  });

  matrixTest('applies to variants and names them in warnings', async () => {
    const { err } = await render('chaitanya-prabhu', '--variant', 'systems', '--pages', '1', '--out', 'fit');
    expect(err).toContain('chaitanya-prabhu.yaml: warning: variant systems: does not fit on 1 page');
  });

  test.each(['0', '21', 'two'])('rejects %s', async (pages) => {
    const { status, err } = await render('--pages', pages);
    expect(status).toBe(2);
    expect(err).toContain('write a whole number from 1 to 20');
  });
});
