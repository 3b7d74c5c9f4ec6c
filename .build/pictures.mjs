// Draws the pictures of docs/reference/design.md: for each design option, the top of a page with each of its values.
// Needs pdftoppm (poppler). `npm run pictures` draws all of them; names of options after it draw only these.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRenderer, renderProfile } from '../dist/index.js';
import { launchBrowser } from '../dist/print/launch.js';
import { DESIGN_OPTIONS } from '../dist/profile/design-options.js';
import { browser as findOwnBrowser } from '../test/bench/support.mjs';
import { PICTURES } from './picture-values.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'docs', 'pictures');
const PROFILE = join(FOLDER, 'profile.yaml');

/** The part of an A4 page that a picture shows unless it needs another one: left, top, width and height in points. */
const TOP = [0, 0, 595, 300];

/** The resolution in which pages are drawn, in dots per inch. */
const DPI = 96;

const asked = process.argv.slice(2);
const paths = DESIGN_OPTIONS.map(({ path }) => path);
const missing = paths.filter((path) => !(path in PICTURES));
if (missing.length > 0) throw new Error(`.build/picture-values.mjs lacks ${missing.join(', ')}`);

const found = await findOwnBrowser();
const { browser } = await launchBrowser(found, process.env, process.getuid?.() === 0);
const renderer = await createRenderer();
const folder = await mkdtemp(join(tmpdir(), 'dossier-pictures-'));
try {
  for (const path of asked.length > 0 ? asked : paths) if (PICTURES[path]) await draw(path, PICTURES[path]);
} finally {
  await renderer[Symbol.asyncDispose]();
  await browser.close();
  await rm(folder, { recursive: true });
}

async function draw(path, { values, template = 'classic', area = TOP, page = 1, pages }) {
  const tiles = [];
  for (const value of values) {
    const design = path
      .split('.')
      .toReversed()
      .reduce((inner, key) => ({ [key]: inner }), value);
    const source = pages === undefined ? PROFILE : join(ROOT, 'profiles', `${pages}.yaml`);
    const { artifacts } = await renderProfile(source, { renderer, template, design, formats: ['pdf'] });
    const file = join(folder, 'page');
    await writeFile(`${file}.pdf`, artifacts[0].bytes);
    const [x, y, width, height] = area.map((points) => String(Math.round((points * DPI) / 72)));
    const box = ['-x', x, '-y', y, '-W', width, '-H', height, '-f', String(page), '-l', String(page)];
    execFileSync('pdftoppm', ['-r', String(DPI), '-png', '-singlefile', ...box, `${file}.pdf`, file]);
    const label = typeof value === 'object' ? `[${value.join(', ')}]` : String(value);
    tiles.push({ label, picture: (await readFile(`${file}.png`)).toString('base64') });
  }
  const sheet = await browser.newPage();
  await sheet.setViewport({ width: 24 + Math.min(tiles.length, 4) * 392, height: 10, deviceScaleFactor: 1 });
  await sheet.setContent(`<!doctype html><style>
    body { margin: 0; padding: 12px; background: #e9ebee; display: flex; flex-wrap: wrap; gap: 12px; font: 600 15px/1.5 monospace; }
    figure { margin: 0; width: 380px } img { display: block; width: 100%; background: #fff } figcaption { text-align: center; padding-top: 6px }
  </style>${tiles.map(({ label, picture }) => `<figure><img src="data:image/png;base64,${picture}"><figcaption>${label}</figcaption></figure>`).join('')}`);
  const body = await sheet.$('body');
  const bytes = await body.screenshot({ type: 'webp', quality: 78 });
  await writeFile(join(FOLDER, `${path}.webp`), bytes);
  await sheet.close();
}
