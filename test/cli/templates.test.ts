import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/cli/environment.js';
import { init } from '../../src/cli/init.js';
import { dossier, project } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { writeBrokenTemplate } from '../support/templates.js';
import { typeAnswers } from '../support/terminal.js';

test('lists the templates, each with an existing picture', async () => {
  const cwd = await temporaryFolder();
  const { status, out } = await dossier(cwd, ['templates', '--json']);
  expect(status).toBe(0);
  const all = JSON.parse(out) as { name: string; description: string; isOwn: boolean; picture: string }[];
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['classic', 'compact', 'modern']));
  for (const { picture, description, isOwn } of all) {
    expect({ isOwn, described: description.length > 20 }).toEqual({ isOwn: false, described: true });
    expect((await readFile(picture)).subarray(1, 4).toString()).toBe('PNG');
  }
  const text = (await dossier(cwd, ['templates'])).out;
  expect(text.trim().split('\n')).toHaveLength(all.length * 2);
  for (const { name, picture } of all) expect(text).toMatch(new RegExp(`^${name} .*\\n +${picture}$`, 'm'));
});

test('reports an invalid template and lists the others', async () => {
  const cwd = await temporaryFolder();
  await writeBrokenTemplate(cwd, 'mine');
  const { status, out, err } = await dossier(cwd, ['templates', '--json']);
  expect(status).toBe(1);
  const names = (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['classic', 'compact', 'modern']));
  expect(names).not.toContain('mine');
  expect(err).toContain(`${join('templates', 'mine', 'template.yaml')}:3:8: error: `);
  const text = await dossier(cwd, ['templates']);
  expect({ status: text.status, err: text.err }).toEqual({ status: 1, err });
  expect(text.out.trim().split('\n')).toHaveLength(names.length * 2);
});

test('the interview leaves an invalid template out of its choices', async () => {
  const cwd = await temporaryFolder();
  await writeBrokenTemplate(cwd, 'mine');
  const { terminal, shown } = typeAnswers(() => '\r');
  const world = { cwd, templates: join(ROOT, 'templates'), terminal, out() {}, err() {} };
  expect(await init('.', { name: 'Ada', label: 'Analyst' }, world as unknown as Environment)).toBe(0);
  expect(shown()).toContain('Which template?');
  expect(shown()).not.toContain('mine');
  expect(await readFile(join(cwd, 'profiles', 'ada.yaml'), 'utf8')).toContain('template: classic');
});

test('a copied template renders like the original and is listed as yours', async () => {
  const cwd = await project();
  const { status, out } = await dossier(cwd, ['templates', 'copy', 'modern', '--as', 'mine']);
  expect({ status, out: out.split('\n').length }).toEqual({ status: 0, out: 5 });
  expect((await readdir(join(cwd, 'templates', 'mine'))).sort()).toEqual([
    'design.css',
    'style.css',
    'template.hbs',
    'template.yaml',
  ]);
  expect((await dossier(cwd, ['templates'])).out).toMatch(/^mine .*\(yours\)$/m);
  for (const [name, out] of [
    ['modern', 'a'],
    ['mine', 'b'],
  ] as const) {
    const made = await dossier(cwd, ['render', 'krish-arora', '--format', 'html', '--template', name, '--out', out]);
    expect(made.status).toBe(0);
  }
  const read = (folder: string) => readFile(join(cwd, folder, 'krish-arora', 'krish-arora.html'), 'utf8');
  expect(await read('b')).toBe(await read('a'));
});

test.each([
  [['copy', 'modren'], 2, 'did you mean modern?'],
  [['copy', 'classic', '--as', 'packet-mine'], 2, 'cannot be the name of a template'],
  [['copy', 'classic', '--as', '../x'], 2, 'cannot be the name of a template'],
  [['copy'], 2, "missing required argument 'name'"],
])('rejects templates %s', async (args, status, message) => {
  const cwd = await temporaryFolder();
  const result = await dossier(cwd, ['templates', ...args]);
  expect(result).toMatchObject({ status });
  expect(result.err).toContain(message);
  expect(await readdir(cwd)).toEqual([]);
});

test.each([
  [['templates', 'copy'], 'dossier templates copy classic --as mine'],
  [['templates'], 'dossier templates copy classic --as mine'],
  [['render'], 'dossier render --letter all'],
])('%s has help with an example', async (command, example) => {
  const { status, out } = await dossier(await temporaryFolder(), [...command, '--help']);
  expect(status).toBe(0);
  expect(out.split(/^Examples?:$/m)[1]).toContain(`\n  ${example}\n`);
});

test('templates copy overwrites nothing', async () => {
  const cwd = await temporaryFolder();
  expect((await dossier(cwd, ['templates', 'copy', 'classic'])).status).toBe(0);
  const again = await dossier(cwd, ['templates', 'copy', 'classic']);
  expect(again).toMatchObject({ status: 2, out: '' });
  expect(again.err).toContain(join('templates', 'my-classic'));
  const original = await readFile(join(ROOT, 'templates', 'classic', 'style.css'), 'utf8');
  expect(await readFile(join(cwd, 'templates', 'my-classic', 'style.css'), 'utf8')).toBe(original);
});

test('--gallery writes one page that shows a profile in every template, without scripts or a network', async () => {
  const cwd = await project();
  const several = await dossier(cwd, ['templates', '--gallery', 'all.html']);
  expect({ status: several.status, err: several.err }).toEqual({
    status: 2,
    err: expect.stringContaining('name it, for example --profile aryan-mishra'),
  });
  const { status, err } = await dossier(cwd, ['templates', '--gallery', 'all.html', '--profile', 'krish-arora']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const page = await readFile(join(cwd, 'all.html'), 'utf8');
  const names = JSON.parse((await dossier(cwd, ['templates', '--json'])).out) as { name: string; title: string }[];
  const frames = [...page.matchAll(/<iframe title="([^"]+)" sandbox="" loading="lazy" srcdoc="([^"]*)"/g)];
  expect(frames.map(([, title]) => title)).toEqual(names.map(({ title }) => title));
  for (const [, , html] of frames) expect(html).toContain('Krish Arora');
  expect(page).not.toMatch(/<script|https?:\/\/[^"&]*\.(css|js|woff2)/);
});

test('--gallery shows the only profile of a folder without being told its name', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'profiles'));
  await writeFile(join(cwd, 'profiles', 'ada.yaml'), 'basics: { name: Ada & Bob }\n');
  expect(await dossier(cwd, ['templates', '--gallery', 'all.html'])).toMatchObject({ status: 0, err: '' });
  expect(await readFile(join(cwd, 'all.html'), 'utf8')).toContain('<h1>Ada &amp; Bob in every template</h1>');
});
