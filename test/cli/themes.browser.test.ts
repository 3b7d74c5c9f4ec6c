import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier, project, readManifest } from '../support/cli.js';
import { ROOT } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { install, themeThat } from '../themes/support.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const render = (...args: string[]) => dossier(folder, ['render', ...args]);

beforeEach(async () => {
  folder = await project();
});

async function made(...args: string[]): Promise<string[]> {
  const { status, out, err } = await render('--json', ...args);
  expect({ status, err: status === 0 ? '' : out + err }).toEqual({ status: 0, err: '' });
  return (JSON.parse(out) as { written: { path: string }[] }).written.map(({ path }) => path).sort();
}

const JANE =
  'basics: { name: Jane Doe, phone: +1 202-555-0100 }\nwork: [{ name: Acme, position: Engineer, tags: [a] }]\n';

describe('--template with a JSON Resume theme', () => {
  test('accepts an installed theme by its full or short package name, also for variants and packets', async () => {
    await mkdir(at('node_modules'));
    for (const theme of ['even', 'stackoverflow'])
      await symlink(
        join(ROOT, 'node_modules', `jsonresume-theme-${theme}`),
        at('node_modules', `jsonresume-theme-${theme}`),
      );
    await writeFile(at('profiles', 'jane.yaml'), `${JANE}variants: { short: { include: [a] } }\n`);
    await writeFile(
      at('profiles', 'packets', 'two.yaml'),
      'title: Two\ncandidates:\n  - { profile: jane, template: stackoverflow }\n  - { profile: krish-arora, template: classic }\n',
    );
    expect(await made('jane', '--template', 'even', '--variant', 'all', '--format', 'pdf,png')).toEqual([
      'jane/jane.pdf',
      'jane/jane.png',
      'jane/jane.short.pdf',
      'jane/jane.short.png',
      'packets/two.pdf',
    ]);
    const packet = await readPdf(await readFile(at('out', 'packets', 'two.pdf')));
    expect(packet.pages.map(({ text }) => text).join(' ')).toContain('Engineer at Acme');
    await made('jane', '--template', 'jsonresume-theme-stackoverflow', '--format', 'html', '--out', 'other');
    expect(await readFile(at('other', 'jane', 'jane.html'), 'utf8')).toContain('Work Experience');
  });

  test('renders only the artifacts of a theme that changed', async () => {
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('') });
    const args = ['krish-arora', '--template', 'own', '--format', 'html,pdf'];
    const files = ['krish-arora/krish-arora.html', 'krish-arora/krish-arora.pdf'];
    expect(await made(...args)).toEqual(expect.arrayContaining(files));
    expect(await made(...args)).toEqual([]);
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('const other = 1;') });
    expect(await made(...args)).toEqual(expect.arrayContaining(files));
    expect(await made(...args)).toEqual([]);
    expect((await readManifest(at('out'))).map(({ path }) => path)).toEqual(expect.arrayContaining(files));
  });

  test('judges PDFs that --ats-gate asks about, also those that are up to date', async () => {
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('') });
    const page = `'<h1>' + basics.name + '</h1><p>' + basics.phone + '</p><h2>Experience</h2>' +
      work.map((job) => '<h3>' + job.position + '</h3><p>' + job.name + '</p><p>2019 – 2021</p>').join('')`;
    await install(folder, 'jsonresume-theme-whole', {
      'index.js': `exports.render = ({ basics, work }) => '<!doctype html><meta charset="utf-8">' + ${page};`,
    });
    await writeFile(at('profiles', 'jane.yaml'), JANE.replace('tags: [a]', 'startDate: 2019, endDate: 2021'));
    const gated = (template: string) =>
      render('jane', '--template', template, '--format', 'pdf', '--ats-gate', '0.98', '--explain');
    const lost = await gated('own');
    expect(lost.status).toBe(1);
    expect(lost.err).toContain('profiles/jane.yaml: error: pdf.js reads 1 of 5 fields of the résumé (0.200');
    expect(lost.err).toContain('lost: employer of Engineer: expected "Acme", read ""');
    for (const reason of ['is stale', 'is up to date']) {
      const { status, err } = await gated('whole');
      expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining(`jane.yaml ${reason}`) });
    }
    expect((await render('jane', '--template', 'own', '--format', 'pdf')).status).toBe(0);
    expect(await gated('own')).toMatchObject({ status: 1, err: expect.stringContaining('jane.yaml is up to date') });
  });

  test('prefers a template of the same name', async () => {
    await install(folder, 'jsonresume-theme-classic', { 'index.js': themeThat('') });
    await made('krish-arora', '--template', 'classic', '--format', 'html');
    expect(await readFile(at('out', 'krish-arora', 'krish-arora.html'), 'utf8')).toContain('class="sheet classic"');
    await made('krish-arora', '--template', 'jsonresume-theme-classic', '--format', 'html');
    expect(await readFile(at('out', 'krish-arora', 'krish-arora.html'), 'utf8')).toContain('<h1>Krish Arora</h1>');
  });

  test('explains how to install a missing theme and lists the installed ones', async () => {
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('') });
    const { status, err } = await render('--template', 'kendall');
    expect(status).toBe(2);
    expect(err).toContain('there is no template "kendall"');
    expect(err).toContain(
      'to install a JSON Resume theme: npm install jsonresume-theme-kendall; installed themes are jsonresume-theme-own',
    );
    expect((await render('--template', 'owm')).err).toContain('did you mean own?');
    expect((await render('--template', '../evil')).status).toBe(2);
    expect(existsSync(at('out', 'krish-arora'))).toBe(false);
  });

  test('names the profile and the theme in an error, and renders the other profiles', async () => {
    await install(folder, 'jsonresume-theme-own', {
      'index.js': themeThat(`if (resume.basics.name === 'Krish Arora') throw new Error('no such person');`),
    });
    const { status, err } = await render('--template', 'own', '--format', 'html,txt');
    expect(status).toBe(1);
    expect(err).toMatch(
      /profiles\/krish-arora\.yaml: error: the theme jsonresume-theme-own 1\.2\.3 fails: no such person/,
    );
    expect(existsSync(at('out', 'aryan-mishra', 'aryan-mishra.html'))).toBe(true);
    expect(existsSync(at('out', 'krish-arora', 'krish-arora.html'))).toBe(false);
  });

  test('never passes private details, environment or command line to a theme', async () => {
    await install(folder, 'jsonresume-theme-own', {
      'index.js': `exports.render = (resume) => JSON.stringify([resume, process.env, process.argv, process.execArgv]);`,
    });
    await mkdir(at('profiles', 'private'), { recursive: true });
    await writeFile(at('profiles', 'jane.yaml'), JANE.replace(', phone: +1 202-555-0100', ''));
    await writeFile(at('profiles', 'private', 'jane.yaml'), 'basics: { phone: +1 202-555-0177 }\n');
    const { status, err } = await render('jane', '--private', '--template', 'own', '--format', 'html');
    expect(status).toBe(2);
    expect(err).toContain('private details are not passed to the theme jsonresume-theme-own');
    const shown = await dossier(
      folder,
      ['render', 'jane', '--template', 'own', '--format', 'html', '--password', 'very-secret'],
      {
        DOSSIER_PASSWORD: 'very-secret',
        SOME_TOKEN: 'very-secret',
      },
    );
    expect(shown.status).toBe(0);
    const page = await readFile(at('out', 'jane', 'jane.html'), 'utf8');
    expect(page).toContain('Jane Doe');
    expect(page).not.toMatch(/202-555-0177|very-secret/);
  });

  test('is the only way to choose a theme: a profile that names one runs no code', async () => {
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat('') });
    for (const extra of [
      'meta: { template: own }',
      'meta: { template: jsonresume-theme-own }',
      'meta: { theme: own }',
      'variants: { v: { template: own } }',
    ]) {
      await rm(at('out'), { recursive: true, force: true });
      await writeFile(at('profiles', 'jane.yaml'), `${JANE}${extra}\n`);
      await render('jane', '--format', 'html', '--variant', 'all');
      const html = await readFile(at('out', 'jane', 'jane.html'), 'utf8').catch(() => '');
      expect(html).not.toContain('<!doctype html><meta http-equiv="Content-Security-Policy"');
      expect(existsSync(at('out', 'jane', 'jane.v.html'))).toBe(false);
    }
  });
});
