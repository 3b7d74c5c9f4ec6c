import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await put('profiles/ada.yaml', 'basics: { name: Ada }\n');
});

const put = (path: string, text: string) => writeFile(join(folder, path), text);

const render = (...args: string[]) => dossier(folder, ['render', '--format', 'html', ...args]);

/** The start tag of the root element of a web page. */
async function rootOf(name = 'ada/ada.html'): Promise<string> {
  return /<html[^>]*>/.exec(await readFile(join(folder, 'out', name), 'utf8'))?.[0] ?? '';
}

/** Renders, and returns the accent that the page has. */
async function accentOf(...args: string[]): Promise<string | undefined> {
  const { status, err } = await render(...args);
  expect({ status, err: err.match(/error.*/) }).toEqual({ status: 0, err: null });
  return /--accent-option:(#\w+)/.exec(await rootOf())?.[1];
}

test('each source of a design overrides the one before it', async () => {
  expect(await accentOf()).toBeUndefined();
  await put('dossier.yaml', 'design: { accent: "#111111" }\n');
  expect(await accentOf()).toBe('#111111');
  await put('profiles/ada.yaml', 'basics: { name: Ada }\nmeta: { design: { accent: "#222222" } }\n');
  expect(await accentOf()).toBe('#222222');
  await put('red.yaml', 'accent: "#333333"\n');
  expect(await accentOf('--design', 'red.yaml')).toBe('#333333');
  expect(await accentOf('--design', 'red.yaml', '--set', 'design.accent=#444')).toBe('#444444');
  expect(await accentOf('--set', 'design.accent=#444', '--set', 'design.accent=#555')).toBe('#555555');
});

test('options of different sources are combined', async () => {
  await put('dossier.yaml', 'design: { headings: { style: box } }\n');
  await put(
    'profiles/ada.yaml',
    'basics: { name: Ada }\nmeta: { design: { links: underline } }\nvariants: { short: { design: { metrics: line } } }\n',
  );
  expect((await render('--variant', 'short', '--set', 'design.headings.align=center')).status).toBe(0);
  for (const attribute of ['links="underline"', 'headings-style="box"', 'headings-align="center"', 'metrics="line"'])
    expect(await rootOf('ada/ada.short.html')).toContain(` data-${attribute}`);
});

describe('dossier.yaml', () => {
  test('is found in a folder above the current one', async () => {
    await put('dossier.yaml', 'design: { accent: "#111111" }\n');
    await mkdir(join(folder, 'inner', 'profiles'), { recursive: true });
    await put('inner/profiles/bob.yaml', 'basics: { name: Bob }\n');
    expect((await dossier(join(folder, 'inner'), ['render', '--format', 'html'])).status).toBe(0);
    expect(await readFile(join(folder, 'inner', 'out', 'bob', 'bob.html'), 'utf8')).toContain(
      '--accent-option:#111111',
    );
  });

  test('sets the template, the language and the formats of profiles that set none', async () => {
    await put('dossier.yaml', 'template: modern\nlocale: de\nformats: [html, txt]\n');
    await put('profiles/bob.yaml', 'basics: { name: Bob }\nmeta: { template: compact, locale: fr }\n');
    expect((await dossier(folder, ['render'])).status).toBe(0);
    const page = (slug: string) => readFile(join(folder, 'out', slug, `${slug}.html`), 'utf8');
    expect(await page('ada')).toMatch(/<html lang="de"[\s\S]*<div class="sheet modern">/);
    expect(await page('bob')).toMatch(/<html lang="fr"[\s\S]*<div class="sheet compact">/);
    await expect(readFile(join(folder, 'out', 'ada', 'ada.md'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, 'out', 'ada', 'ada.txt'), 'utf8')).toBe('Ada\n');
  });

  test('may hold nothing but comments', async () => {
    await put('dossier.yaml', '# template: nothing\n\n');
    expect((await render()).status).toBe(0);
  });

  test.each([
    ['template: modrn\n', 'dossier.yaml:1:11: error: there is no template "modrn"', 'did you mean modern?'],
    ['desgin: {}\n', 'dossier.yaml:1:1: error: unknown key "desgin"', 'did you mean design?'],
    ['formats: [pdff]\n', 'dossier.yaml:1:11: error: "formats" must be one of', 'did you mean pdf?'],
    ['design:\n  acent: "#111"\n', 'dossier.yaml:2:3: error: unknown key "acent"', 'did you mean accent?'],
    ['locale: german language\n', 'dossier.yaml:1:9: error: this is not a language tag', 'en-GB'],
  ])('is rejected at the place of a mistake: %j', async (text, message, hint) => {
    await put('dossier.yaml', text);
    const { status, err } = await render();
    expect(status).toBe(1);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  test('makes documents stale when it changes, and only then', async () => {
    await put('dossier.yaml', 'design: { accent: "#111111" }\n');
    expect((await render()).status).toBe(0);
    expect((await render('--explain')).err).toContain('profiles/ada.yaml is up to date');
    await put('dossier.yaml', 'design: { accent: "#222222" }\n');
    expect((await render('--explain')).err).toContain(
      'profiles/ada.yaml is stale: the defaults in dossier.yaml changed',
    );
  });
});

test('a font that is not installed is an error at its place, with the package to install', async () => {
  await put('profiles/ada.yaml', 'basics: { name: Ada }\nmeta:\n  design:\n    fonts: { body: No Such Font }\n');
  const { status, err } = await render();
  expect(status).toBe(1);
  expect(err).toContain('profiles/ada.yaml:4:20: error: the font No Such Font is not installed');
  expect(err).toContain('npm install @fontsource/no-such-font');
  const set = await render('--set', 'design.fonts.body=Nowhere');
  expect(set.err).toContain('design.fonts.body: error: the font Nowhere is not installed');
});

test('an option that a template does not support is a warning at its place', async () => {
  await put('profiles/ada.yaml', 'basics: { name: Ada }\nmeta: { design: { side: [skills] } }\n');
  const { status, err } = await render();
  expect(status).toBe(0);
  expect(err).toContain(
    'profiles/ada.yaml:2:25: warning: the template classic does not support the option design.side: it has no effect',
  );
  expect((await render('--strict')).status).toBe(1);
});

test('the form of dates and the order of employer and position apply to every format', async () => {
  await put(
    'profiles/ada.yaml',
    'work: [{ name: Acme, position: Engineer, startDate: 2025-06, endDate: present }]\nmeta: { design: { dates: number, entries: { first: employer } } }\n',
  );
  expect((await dossier(folder, ['render', '--format', 'html,txt,md'])).status).toBe(0);
  const read = (extension: string) => readFile(join(folder, 'out', 'ada', `ada.${extension}`), 'utf8');
  expect(await read('txt')).toContain('Acme, Engineer\n06/2025 – Present');
  expect(await read('md')).toContain('### Acme\n\nEngineer · 06/2025 – Present');
  expect(await read('html')).toContain('<p class="dates">06/2025 – Present</p>');
});
