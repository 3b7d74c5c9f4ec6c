import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { lookFiles } from '../../src/cli/look.js';
import { dossier, environmentOf } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0H40V10H0Z"/></svg>';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await put('profiles/ada.yaml', 'basics: { name: Ada }\n');
});

const put = (path: string, text: string) => writeFile(join(folder, path), text);

const render = (...args: string[]) => dossier(folder, ['render', '--format', 'html', ...args]);

/** The rules for paper: those of a page without its fonts and the style of its content. */
const rulesOf = async (name?: string) => /@page\{size.*/.exec(await page(name))?.[0] ?? '';

const page = (name = 'ada/ada.html') => readFile(join(folder, 'out', name), 'utf8');

/** Renders, and returns the accent and the body font that the page has. */
async function lookOf(name = 'ada/ada.html', ...args: string[]): Promise<{ accent?: string; body?: string }> {
  const { status, err } = await render(...args);
  expect({ status, err: err.match(/error.*/) }).toEqual({ status: 0, err: null });
  const root = /<html[^>]*>/.exec(await page(name))?.[0] ?? '';
  const accent = /--accent-option:(#\w+)/.exec(root)?.[1];
  const body = /--fonts-body-option:'([^']+)'/.exec(root)?.[1];
  return { ...(accent ? { accent } : {}), ...(body ? { body } : {}) };
}

describe('the accent and the fonts of a brand', () => {
  const own =
    'basics: { name: Ada }\nmeta: { design: { accent: "#222222" } }\nvariants: { short: { design: { accent: "#333333" } } }\n';

  test('are defaults below the design of the project and of profiles', async () => {
    await put('dossier.yaml', 'brand: { name: North, accent: "#111111", fonts: { body: Inter } }\n');
    expect(await lookOf()).toEqual({ accent: '#111111', body: 'Inter' });
    await put(
      'dossier.yaml',
      'brand: { name: North, accent: "#111111", fonts: { body: Inter } }\ndesign: { accent: "#444444" }\n',
    );
    expect(await lookOf()).toEqual({ accent: '#444444', body: 'Inter' });
    await put('profiles/ada.yaml', own);
    expect(await lookOf()).toEqual({ accent: '#222222', body: 'Inter' });
    expect((await lookOf('ada/ada.short.html', '--variant', 'short')).accent).toBe('#333333');
  });

  test('override project, profiles and variants if they are enforced, but not the command line', async () => {
    await put('profiles/ada.yaml', own);
    await put(
      'dossier.yaml',
      'brand: { name: North, accent: "#111111", enforce: true }\ndesign: { accent: "#444444" }\n',
    );
    expect((await lookOf()).accent).toBe('#111111');
    expect((await lookOf('ada/ada.short.html', '--variant', 'short')).accent).toBe('#111111');
    await put('red.yaml', 'accent: "#555555"\n');
    expect((await lookOf('ada/ada.html', '--design', 'red.yaml')).accent).toBe('#555555');
    expect((await lookOf('ada/ada.html', '--design', 'red.yaml', '--set', 'design.accent=#666')).accent).toBe(
      '#666666',
    );
  });
});

describe('a mistake in a brand', () => {
  test.each([
    ['  nmae: North\n', '2:3: error: unknown key "nmae"', 'did you mean name?'],
    ['  name: North\n  acent: "#111"\n', '3:3: error: unknown key "acent"', 'did you mean accent?'],
    ['  logo: logo.svg\n', '2:3: error: "name" is missing', 'add name'],
    [
      '  name: North\n  logo: { lihgt: logo.svg, dark: logo.svg }\n',
      '3:11: error: unknown key "lihgt"',
      'did you mean light?',
    ],
    [
      '  name: North\n  accent: "#bbbbff"\n',
      '3:11: error: #bbbbff is too light for text on white',
      'the nearest colour that passes is',
    ],
    [
      '  name: North\n  logo: lost.svg\n',
      '3:9: error: the picture "lost.svg" cannot be used: there is no such file',
      'relative to',
    ],
    [
      '  name: North\n  logo: { light: logo.svg, dark: lost.png }\n',
      '3:34: error: the picture "lost.png" cannot be used',
      'relative',
    ],
    ['  name: North\n  cover: ../logo.svg\n', '3:10: error: the picture "../logo.svg" cannot be used: ', 'not outside'],
    ['  name: North\n  cover: https://example.com/a.png\n', 'cannot be used: it is an address, not a file', 'relative'],
    [
      '  name: North\n  cover: text.svg\n',
      '3:10: error: the picture "text.svg" cannot be used: it is not a PNG',
      'relative',
    ],
    [
      '  name: North\n  logo: nested.svg\n',
      '3:9: error: the picture "nested.svg" cannot be used: it contains another document',
      'relative',
    ],
    ['  name: North\n  logo: active.svg\n', 'cannot be used: it contains scripts', 'relative'],
    ['  name: North\n  logo: boundless.svg\n', 'its size is unknown: give an SVG a viewBox', 'relative'],
    [`  name: North\n  address: ${'a'.repeat(91)}\n`, '3:12: error: it is longer than 90 letters', 'shorten it'],
    ['  name: North\n  contact: { email: nobody }\n', '3:12: error: "name" is missing', 'add name'],
    ['  name: North\n  contact: { name: Maeve, email: nobody }\n', '3:34: error: write an e-mail address', ''],
    ['  name: North\n  enforce: yse\n', '3:12: error: "enforce"', ''],
    [
      '  name: North\n  fonts: { body: No Such Font }\n',
      '3:18: error: the font No Such Font is not installed',
      'npm install @fontsource/no-such-font',
    ],
    [
      '  name: North\n  enforce: true\n  fonts: { headings: Nowhere }\n',
      '4:22: error: the font Nowhere is not installed',
      'npm install',
    ],
  ])('is an error at its place: %j', async (lines, message, hint) => {
    await put('logo.svg', LOGO);
    await put('text.svg', 'a text');
    await put('nested.svg', LOGO.replace('</svg>', '<image href="data:image/svg+xml,x"/></svg>'));
    await put('active.svg', LOGO.replace('<path', '<path onclick="alert()"'));
    await put('boundless.svg', LOGO.replace('viewBox="0 0 40 10"', ''));
    await put('dossier.yaml', `brand:\n${lines}`);
    const { status, err } = await render();
    expect(status).toBe(1);
    expect(err).toContain(
      message.startsWith('it') || message.startsWith('cannot') ? message : `dossier.yaml:${message}`,
    );
    expect(err).toContain(hint);
  });

  test('reports all pictures that cannot be used', async () => {
    await put('dossier.yaml', 'brand: { name: North, logo: a.svg, cover: b.svg }\n');
    const { err } = await render();
    expect(err.match(/there is no such file/g)).toHaveLength(2);
  });
});

describe('the lines of a brand', () => {
  const brand = 'brand:\n  name: North\n  address: 1 Quay\n  confidentiality: For you only\n';

  test('are at the foot of printed pages, and in no element but those that only a screen shows', async () => {
    await put('logo.svg', LOGO);
    await put('dossier.yaml', `${brand}  logo: logo.svg\n`);
    await render();
    const [head = '', body = ''] = (await page()).split('<body>');
    const foot = /@bottom-left\{[^}]*\}/.exec(head)?.[0] ?? '';
    expect(foot).toContain("content:'1 Quay' \"\\A\" 'For you only'");
    expect(foot).toContain(`url(data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')})`);
    const [sheet = '', screen = ''] = body.split('<footer class="sheet house">');
    expect(sheet).not.toMatch(/North|Quay|For you only/);
    expect(screen).toContain('alt="North"');
    expect(screen).toContain('<p>1 Quay</p><p>For you only</p>');
    expect(head).toContain('@media print { .sheet.house { display: none; } }');
  });

  test('begin with the name if there is no logo, and leave page numbers to the design', async () => {
    await put('dossier.yaml', brand);
    await render('--set', 'design.footer.pages=later', '--set', 'design.footer.text=CV of {name}');
    const html = await rulesOf();
    expect(html).toContain("@bottom-left{content:'North \\b7  1 Quay' \"\\A\" 'For you only';");
    expect(html).toContain('@bottom-right{content:\'CV of Ada\' "\\A" counter(page) " / " counter(pages);');
    expect(html).toContain("@page :first{@bottom-right{content:'CV of Ada';");
  });

  test('have space at the foot of every page, above the stamp of packets', async () => {
    await put('dossier.yaml', brand);
    await put('profiles/ada.yaml', 'basics: { name: Ada }\nmeta: { template: compact }\n');
    await render();
    const lower = Number(/@page\{size:A4;margin:\S+ \S+ ([\d.]+)pt/.exec(await rulesOf())?.[1]);
    expect((lower * 25.4) / 72).toBeCloseTo(20.4, 1);
    await render('--set', 'design.margin=30mm');
    expect(await rulesOf()).toContain('@page{size:A4;margin:30mm}');
    const [name, address] = ['A'.repeat(50), 'b'.repeat(60)];
    await put('dossier.yaml', `brand: { name: ${name}, address: ${address}, confidentiality: For you only }\n`);
    await render();
    expect(await rulesOf()).toContain(`@bottom-left{content:'${name}' "\\A" '${address}' "\\A" 'For you only';`);
    expect(await rulesOf()).toMatch(/margin:\S+ \S+ 66\.9pt/);
  });

  test('are a letterhead in letters, whose foot has only the line about confidentiality', async () => {
    await put('dossier.yaml', brand);
    await put('profiles/ada.yaml', 'basics: { name: Ada }\nletters: { one: { body: Hello } }\n');
    await render('--letter', 'one');
    const html = await rulesOf('ada/ada.letter.one.html');
    expect(html).toMatch(/@page :first\{margin-top:[\d.]+pt;@top-left\{content:'North'/);
    expect(html).toContain("@top-right{content:'1 Quay'");
    expect(html).toContain("@bottom-left{content:'For you only';");
    expect(await rulesOf()).not.toContain('@page :first');
  });
});

describe('a change of a brand', () => {
  const write = (lines: string) => put('dossier.yaml', `brand:\n  name: North\n${lines}`);
  const explain = async () => (await render('--explain')).err;

  test('makes documents stale only if they show what changed', async () => {
    await put('logo.svg', LOGO);
    await write('  logo: logo.svg\n');
    await render();
    await write('  logo: logo.svg\n  contact: { name: Maeve }\n  cover: logo.svg\n');
    expect(await explain()).toContain('profiles/ada.yaml is up to date');
    await write('  logo: logo.svg\n  address: 1 Quay\n');
    expect(await explain()).toContain('profiles/ada.yaml is stale: the brand in dossier.yaml changed');
    await put('logo.svg', LOGO.replace('H40', 'H39'));
    expect(await explain()).toContain('profiles/ada.yaml is stale: the brand in dossier.yaml changed');
    expect(await explain()).toContain('profiles/ada.yaml is up to date');
  });
});

describe('the download page', () => {
  const index = () => readFile(join(folder, 'out', 'index.html'), 'utf8');

  test('shows the brand, and is made again only if it shows what changed', async () => {
    await put('logo.svg', LOGO);
    const write = (lines: string) => put('dossier.yaml', `brand:\n  name: North\n  logo: logo.svg\n${lines}`);
    const explain = async () => (await render('--explain')).err;
    await write('  contact: { name: Maeve }\n');
    await render();
    expect(await index()).toContain('<title>Candidates – North</title>');
    expect(await index()).toContain('alt="North"');
    expect(await readFile(join(folder, 'out', 'assets', 'brand', 'logo.svg'), 'utf8')).toBe(LOGO);
    await write('  contact: { name: Maeve }\n  address: 1 Quay\n');
    expect(await explain()).not.toContain('the download page is stale');
    // Packets that readers put together there have the cover.
    await write('  contact: { name: Maeve }\n  address: 1 Quay\n  cover: logo.svg\n');
    expect(await explain()).toContain('the download page is stale: the brand in dossier.yaml changed');
    await write('  contact: { name: Nora }\n  address: 1 Quay\n  cover: logo.svg\n');
    expect(await explain()).toContain('the download page is stale: the brand in dossier.yaml changed');
    expect(await index()).toContain('<b>Nora</b>');
    await put('dossier.yaml', '');
    await render();
    expect(await index()).toContain('<title>Candidates</title>');
    await expect(readFile(join(folder, 'out', 'assets', 'brand', 'logo.svg'))).rejects.toThrow('ENOENT');
  });
});

test('the files that are watched include the pictures of a brand', async () => {
  const environment = { ...environmentOf(folder, {}), out: () => undefined, err: () => undefined };
  expect(await lookFiles(environment)).toEqual([]);
  await put('logo.svg', LOGO);
  await put('dossier.yaml', 'brand: { name: North, logo: { light: logo.svg }, cover: ./logo.svg }\n');
  const files = (await lookFiles(environment)).map((file) => relative(folder, file));
  expect(files).toEqual(['dossier.yaml', 'logo.svg', 'logo.svg']);
});

test('without a brand, nothing of one is on a page', async () => {
  await put('dossier.yaml', 'locale: en-GB\n');
  await render();
  expect(await rulesOf()).toBe('@page{size:A4;margin:17mm 20mm 17mm}');
});
