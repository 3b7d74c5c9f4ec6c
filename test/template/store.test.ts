import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DossierError, formatError } from '../../src/errors.js';
import { TemplateStore } from '../../src/template/store.js';
import { ROOT, TEMPLATES, temporaryFolder } from '../support/paths.js';

const OPTIONS = 'title: T\ndescription: D\nmargin: { a4: 10mm, letter: 0.5in }\nfonts: []\n';

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** A folder with a template of the given name, and other files. */
async function folderWith(name: string, files: Record<string, string> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await write(folder, {
    [`${name}/template.hbs`]: '',
    [`${name}/style.css`]: '',
    [`${name}/template.yaml`]: OPTIONS,
    ...files,
  });
  return folder;
}

async function failureOf(promise: Promise<unknown>): Promise<DossierError> {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof DossierError) return error;
  throw error;
}

const SHIPPED = join(ROOT, 'templates');
const SHIPPED_NAMES = TEMPLATES.toSorted();

test('provides the shipped templates with titles, descriptions and fonts', async () => {
  const store = new TemplateStore([SHIPPED]);
  for (const name of TEMPLATES) {
    const { options } = (await store.get(name)).template;
    expect(options).toMatchObject({
      title: expect.stringMatching(/./),
      description: expect.stringMatching(/\.$/),
      paper: name === 'harvard' ? 'letter' : 'a4',
    });
    expect(options.fonts.map((font) => font.package)).toContain('@fontsource/jetbrains-mono');
  }
});

test.each([
  ['modren', `did you mean modern? the templates are ${SHIPPED_NAMES.join(', ')}`],
  ['brutalist', `the templates are ${SHIPPED_NAMES.join(', ')}`],
  ['../templates/modern', `the templates are ${SHIPPED_NAMES.join(', ')}`],
])('rejects the unknown template "%s" with a suggestion', async (name, hint) => {
  const error = await failureOf(new TemplateStore([SHIPPED]).get(name));
  expect([error.code, error.message]).toEqual(['TEMPLATE_UNKNOWN', `there is no template "${name}"`]);
  expect(error.hint).toContain(hint);
});

test('suggests templates of all folders', async () => {
  const own = await folderWith('mine');
  const error = await failureOf(new TemplateStore([own, SHIPPED]).get('mien'));
  expect(error.hint).toBe(`did you mean mine? the templates are ${[...SHIPPED_NAMES, 'mine'].sort().join(', ')}`);
});

test('excludes folders that are not résumé templates from the names', async () => {
  expect(await new TemplateStore([SHIPPED]).names()).toEqual(SHIPPED_NAMES);
  const own = await folderWith('mine', {
    'partials/term.hbs': '',
    'packet-own/style.css': '',
    'page-own/index.html': '',
    'pages/template.hbs': '',
  });
  const store = new TemplateStore([own]);
  expect(await store.names()).toEqual(['mine', 'pages']);
  expect((await failureOf(store.check('page-own'))).code).toBe('TEMPLATE_UNKNOWN');
});

test('ignores a missing templates folder', async () => {
  const store = new TemplateStore([join(await temporaryFolder(), 'templates'), SHIPPED]);
  expect((await store.get('classic')).template.name).toBe('classic');
});

test('prefers the template of an earlier folder', async () => {
  const own = await folderWith('classic', { 'classic/template.hbs': 'my own classic' });
  const { compiled } = await new TemplateStore([own, SHIPPED]).get('classic');
  expect(compiled({})).toBe('my own classic');
});

test('prefers a partial of an earlier folder, and keeps the others', async () => {
  const first = await folderWith('page', {
    'page/template.hbs': '{{> shared}}/{{> own}}/{{> theirs}}',
    'partials/shared.hbs': 'shared of the first',
    'partials/own.hbs': 'own of the first',
    'partials/base.css': '.first {}',
  });
  const second = await folderWith('other', {
    'other/template.hbs': '{{> shared}}',
    'partials/shared.hbs': 'shared of the second',
    'partials/theirs.hbs': 'theirs of the second',
    'partials/base.css': '.second {}',
  });
  const store = new TemplateStore([first, second]);
  expect((await store.get('page')).compiled({})).toBe('shared of the first/own of the first/theirs of the second');
  expect((await store.get('other')).compiled({})).toBe('shared of the first');
  expect((await store.get('page')).template.style).toMatch(/^\.first \{\}\n/);
});

test('reads and compiles a template once', async () => {
  const store = new TemplateStore([SHIPPED]);
  expect(await store.get('classic')).toBe(await store.get('classic'));
});

test.each(['template.hbs', 'style.css', 'template.yaml'])(
  'explains the files of a template if %s is missing',
  async (file) => {
    const folder = await temporaryFolder();
    const files = { 'bare/template.hbs': '', 'bare/style.css': '', 'bare/template.yaml': OPTIONS };
    await write(folder, Object.fromEntries(Object.entries(files).filter(([name]) => name !== `bare/${file}`)));
    const error = await failureOf(new TemplateStore([folder]).get('bare'));
    expect([error.code, error.message, error.where]).toEqual([
      'TEMPLATE_INVALID',
      `the template bare has no ${file}`,
      { file: join(folder, 'bare', file) },
    ]);
    expect(error.hint).toBe('a template is a folder with template.hbs, style.css and template.yaml');
  },
);

test('reports problems in template.yaml with their locations, as in a profile', async () => {
  const folder = await folderWith('odd', { 'odd/template.yaml': `${OPTIONS}paper: a5\nmargins: x\n` });
  const error = await failureOf(new TemplateStore([folder]).get('odd'));
  expect(error.code).toBe('TEMPLATE_INVALID');
  expect(formatError(error)).toContain('template.yaml:5:8: error: "paper" must be one of a4, letter');
  expect(formatError(error)).toContain('template.yaml:6:1: warning: unknown key "margins": it is not used');
});
