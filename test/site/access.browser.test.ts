import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScreen } from '../dev/support.js';
import { copyProfiles, dossier } from '../support/cli.js';
import { PROFILES, sharedFolder } from '../support/paths.js';
import { fileAddress, open } from './support.js';

const require = createRequire(import.meta.url);

let out: string;
let browser: Browser;
let page: Page;
let axe: string;

beforeAll(async () => {
  const folder = await sharedFolder();
  await copyProfiles(folder);
  out = join(folder, 'out');
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  const [rendered, screen] = await Promise.all([dossier(folder, ['render', '--variant', 'all']), openScreen()]);
  expect(rendered.status).toBe(0);
  browser = screen;
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** Violations that axe-core finds on a desktop and on a phone, in light and dark mode. */
async function faults(): Promise<string[]> {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewport({ width, height: 900 });
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        const { violations } = await (globalThis as never as { axe: Axe }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      found.push(...violations.map((violation) => `${width}, ${value}: ${violation}`));
    }
  }
  return found;
}

const show = async (hash: string) => {
  await open(page, fileAddress(out) + hash);
  await page.$$eval('details', (all) => {
    for (const one of all) one.open = true;
  });
};

test.each([
  ['the list', ''],
  ['with a search, a filter and chosen candidates', '#q=rust&skill=typescript&chosen=krish-arora,aryan-mishra'],
  ['without search results', '#q=nothing-like-it'],
  ['the packet builder', '#chosen=krish-arora,aryan-mishra&view=packet'],
  ['the comparison', '#chosen=krish-arora,aryan-mishra,nrishinghananda-roy&view=compare'],
])('has no axe-core violations: %s', async (_, hash) => {
  await show(hash);
  expect(await faults()).toEqual([]);
});

test.each(PROFILES)('has no axe-core violations on the résumé of %s', async (slug) => {
  await page.goto(pathToFileURL(join(out, slug, `${slug}.html`)).href);
  expect(await faults()).toEqual([]);
});
