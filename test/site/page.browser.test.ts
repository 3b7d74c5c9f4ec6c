import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openScreen, waitFor } from '../dev/support.js';
import { copyProfiles, dossier, readManifest } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { fileAddress, names, open, serve, type Watched, watch } from './support.js';

let out: string;
let browser: Browser;
const addresses: Record<string, string> = {};

beforeAll(async () => {
  const folder = await sharedFolder();
  await copyProfiles(folder);
  out = join(folder, 'out');
  const [rendered, screen] = await Promise.all([
    dossier(folder, ['render', '--variant', 'all', '--as-of', '2026-11']),
    openScreen(),
  ]);
  expect(rendered.status).toBe(0);
  browser = screen;
  Object.assign(addresses, { http: await serve(out), file: fileAddress(out) });
});
afterAll(() => browser.close());

const ALL = ['Aryan Mishra', 'Chaitanya Prabhu', 'Krish Arora', 'Nrishinghananda Roy'];

describe.each(['http', 'file'])('the download page over %s', (scheme) => {
  let page: Page;
  let watched: Watched;

  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    watched = watch(page, addresses[scheme] ?? '');
    await open(page, addresses[scheme] ?? '');
    return () => {
      expect(watched.faults).toEqual([]);
    };
  });

  const number = () => page.$eval('.number', (one) => one.textContent?.replaceAll('\u00A0', ' '));
  const search = async (text: string) => {
    await page.$eval('#query', (input) => (input as HTMLInputElement).select());
    await page.type('#query', text === '' ? '\b' : text);
    if (text === '') await page.keyboard.press('Backspace');
  };
  /** The options of a filter as `label: count`, with disabled options in parentheses. */
  const options = (legend: string) =>
    page.$$eval(
      'fieldset',
      (all, wanted) =>
        all
          .filter((one) => one.querySelector('legend')?.textContent === wanted)
          .flatMap((one) => [...one.querySelectorAll('label')])
          .map((label) => {
            const text = [...label.querySelectorAll('span')].map((part) => part.textContent).join(': ');
            return label.querySelector('input')?.disabled ? `(${text})` : text;
          }),
      legend,
    );
  const tick = (label: string) =>
    page.evaluate((wanted) => {
      const labels = [...document.querySelectorAll<HTMLElement>('fieldset label')];
      labels.find((one) => one.querySelector('span')?.textContent === wanted)?.click();
    }, label);
  const choose = (name: string) => page.click(`input[aria-label="Choose ${name}"]`);

  test('shows every candidate and packet, and every file in the manifest', async () => {
    expect(await names(page)).toEqual(ALL);
    const shown = await page.$$eval('main a[href]', (links) => links.map((link) => link.getAttribute('href')));
    const manifest = await readManifest(out);
    const files = manifest.filter(({ kind }) => kind !== 'page' && kind !== 'asset').map(({ path }) => path);
    expect([...new Set(shown)].sort()).toEqual(files.sort());
    await page.waitForFunction(() => [...document.images].slice(0, 2).every((image) => image.naturalWidth > 0));
    const packet = await page.$eval('.packet', (one) => (one as HTMLElement).innerText);
    expect(packet.replace(/\s+/g, ' ')).toMatch(
      /^Backend Engineers Krish Arora, Nrishinghananda Roy, Aryan Mishra, Chaitanya Prabhu 4 candidates · \d+ pages · \d+ kB · Nov 2026$/,
    );
    const card = (await page.$eval('.card', (one) => (one as HTMLElement).innerText)).replaceAll('\u00A0', ' ');
    for (const text of [
      'AM',
      'Backend • Systems',
      'Updated Nov 2026',
      '1M+ jobs/sec',
      'PostgreSQL',
      'PDF',
      '2 variants',
    ])
      expect(card).toContain(text);
  });

  test('searches all words, and shows the number of results', async () => {
    await search('rust tesseract');
    expect([await names(page), await number()]).toEqual([['Krish Arora'], '1 of 4 candidates']);
    await search('arora');
    expect(await names(page)).toEqual(['Krish Arora']);
    await search('nothing-like-it');
    expect(await names(page)).toEqual([]);
    expect(await page.$eval('.results > .none', (one) => one.textContent)).toBe(
      'No candidate matches “nothing-like-it” with these filters.',
    );
    await search('');
    expect(await number()).toBe('4 candidates');
  });

  test('filters, and shows for each option the number of candidates it would leave', async () => {
    expect(await options('Location')).toEqual(['New Delhi, India: 1', 'Panipat, Haryana, India: 1', 'Not stated: 2']);
    expect((await options('Skills'))[0]).toBe('TypeScript: 3');
    await tick('Panipat, Haryana, India');
    expect(await names(page)).toEqual(['Krish Arora']);
    expect(await options('Experience')).toEqual([
      '(Under 1 year: 0)',
      '1 to 2 years: 1',
      '(3 to 5 years: 0)',
      '(Not stated: 0)',
    ]);
    await tick('New Delhi, India');
    expect(await number()).toBe('2 of 4 candidates');
    await page.type('input[aria-label="Find a skill"]', 'grp');
    expect(await options('Skills')).toEqual(expect.arrayContaining([expect.stringMatching(/^gRPC: \d$/)]));
    await page.evaluate(() =>
      [...document.querySelectorAll('button')].find((one) => one.textContent === 'Clear filters')?.click(),
    );
    expect(await number()).toBe('4 candidates');
    expect(await page.evaluate(() => location.hash)).toBe('');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('query');
  });

  test('sorts by name, experience and last change', async () => {
    await page.select('#sort', 'years');
    expect(await names(page)).toEqual(['Nrishinghananda Roy', 'Krish Arora', 'Chaitanya Prabhu', 'Aryan Mishra']);
    await page.select('#sort', 'name');
    expect(await names(page)).toEqual(ALL);
  });

  test('restores the same view from a shared URL', async () => {
    await search('rust');
    await tick('TypeScript');
    await page.select('#sort', 'years');
    await choose('Krish Arora');
    await choose('Nrishinghananda Roy');
    const [address, shown] = [page.url(), await names(page)];
    const other = await browser.newPage();
    await open(other, address);
    expect(await names(other)).toEqual(shown);
    expect(
      await other.evaluate(() => [
        document.querySelector<HTMLInputElement>('#query')?.value,
        document.querySelector<HTMLSelectElement>('#sort')?.value,
        [...document.querySelectorAll('.chosen li')].map((one) => one.textContent),
      ]),
    ).toEqual(['rust', 'years', ['Krish Arora ×', 'Nrishinghananda Roy ×']]);
    await other.close();
  });

  test('compares two to four candidates, and supports the Back button', async () => {
    const ready = () => page.$eval('.chosen .main', (one) => !(one as HTMLButtonElement).disabled);
    await choose('Nrishinghananda Roy');
    expect(await ready()).toBe(false);
    await choose('Krish Arora');
    expect(await ready()).toBe(true);
    await page.click('.chosen .main');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Comparison');
    const heads = () => page.$$eval('thead b', (all) => all.map((one) => one.textContent));
    expect(await heads()).toEqual(['Nrishinghananda Roy', 'Krish Arora']);
    const rows = await page.$$eval('tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.replace(/\s+/g, ' '))),
    );
    const row = (title: string) => rows.find(([first]) => first === title)?.slice(1);
    expect(row('Experience')).toEqual(['4 years 11 months as of Nov 2026', '2 years 11 months as of Nov 2026']);
    expect(row('Location')).toEqual(['Not stated', 'Panipat, Haryana, India']);
    expect(row('Skills in common')?.[0]).toMatch(/\bRust\b/);
    expect(row('Further skills')?.join()).not.toMatch(/\bRust\b/);
    expect(row('Education')?.[1]).toContain('B.Tech, Computer Engineering');
    await page.goBack();
    expect(await page.$('table')).toBeNull();
    expect(await names(page)).toEqual(ALL);
    await page.goForward();
    expect(await heads()).toHaveLength(2);
    await page.click('.back');
    await choose('Aryan Mishra');
    await page.click('.chosen .main');
    expect(await heads()).toEqual(['Nrishinghananda Roy', 'Krish Arora', 'Aryan Mishra']);
    await page.click('thead button');
    expect(await heads()).toEqual(['Krish Arora', 'Aryan Mishra']);
  });

  test('can be used with the keyboard alone', async () => {
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement;
        return at?.getAttribute('aria-label') ?? (at?.id || at?.textContent || '');
      });
    const tabTo = async (wanted: string) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab');
        if ((await focused()) === wanted) return;
      }
      throw new Error(`${wanted} cannot be reached`);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the candidates');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('candidates');
    await tabTo('query');
    await page.keyboard.type('rust');
    expect(await names(page)).toHaveLength(2);
    await tabTo('sort');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => location.hash)).toContain('sort=name');
    await tabTo('Choose Krish Arora');
    await page.keyboard.press('Space');
    await tabTo('Choose Nrishinghananda Roy');
    await page.keyboard.press('Space');
    await tabTo('Compare');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Comparison');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('scroll');
  });

  test.each([320, 390, 820, 1280])('fits a width of %i pixels without overflow', async (width) => {
    await page.setViewport({ width, height: 800, hasTouch: width < 500 });
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.$$eval('details', (all) => {
      for (const one of all) one.open = true;
    });
    expect(await sideways()).toBe(0);
    await choose('Krish Arora');
    await choose('Aryan Mishra');
    expect(await sideways()).toBe(0);
    await page.click('.chosen .main');
    await waitFor(async () => (await page.$('table')) !== null, 'no comparison');
    expect(await sideways()).toBe(0);
  });

  test('transfers less than 300 KB for the first view, and loads no PDF', async () => {
    await page.evaluate(() => document.fonts.ready);
    const files = [...new Set(watched.loaded.map((path) => path || 'index.html'))];
    expect(files.filter((path) => path.includes('pdf'))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['assets/app.js', 'assets/candidates.js', 'assets/style.css']));
    const sizes = await Promise.all(files.map(async (path) => (await stat(join(out, path))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });
});
