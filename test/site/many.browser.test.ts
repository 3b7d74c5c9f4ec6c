import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSiteFiles, toIndexPage } from '../../src/site/assets.js';
import { toCall } from '../../src/site/cards.js';
import type { Card, SiteData, Texts } from '../../src/site/model.js';
import { openScreen } from '../dev/support.js';
import { sharedFolder } from '../support/paths.js';
import { cardOf, fileAddress, names, open } from './support.js';

const COUNT = 1000;

/** Reproducible pseudo-random numbers, from multiples of a prime. */
const pick = (index: number, salt: number, among: number) => ((index + 1) * 7919 + salt * 104729) % among;

function card(index: number): Card {
  const slug = `p${index}`;
  return cardOf({
    slug,
    name: `${['Ada', 'Zoë', 'Jun', 'Olu', 'Mia'][pick(index, 1, 5)]} Number${index}`,
    label: 'Engineer of many things that take a line or two to be told',
    role: `Engineer, Employer ${pick(index, 2, 90)}`,
    location: `Town ${pick(index, 3, 40)}, Country`,
    months: pick(index, 4, 240),
    skills: Array.from({ length: 20 }, (_, at) => `Skill ${pick(index, at + 5, 400)}`),
    metrics: [1, 2, 3, 4].map((at) => ({ value: `${pick(index, at, 100)} %`, label: 'of something measured' })),
    positions: [1, 2, 3, 4].map((at) => ({ title: 'Engineer', place: `Employer ${at}`, dates: '2020 – 2021' })),
    versions: [
      {
        variant: '',
        files: ['pdf', 'html', 'json', 'txt', 'md'].map((kind) => ({
          path: `${slug}/${slug}.${kind}`,
          kind,
          bytes: 50_000,
        })),
      },
    ],
    picture: { path: 'assets/icon.svg', width: 288, height: 407 },
  });
}

let browser: Browser;
let page: Page;
let address: string;

beforeAll(async () => {
  const out = await sharedFolder();
  const { PLACES } = await import('./support.js');
  const { shell, assets } = await readSiteFiles(PLACES);
  const candidates = Array.from({ length: COUNT }, (_, index) => card(index));
  const data: SiteData = { candidates, packets: [], texts: ['assets/text/0.js'] };
  const filler = Array.from({ length: 400 }, (_, at) => `word${at}`).join(' ');
  const texts: Texts = Object.fromEntries(candidates.map(({ slug }, at) => [slug, `${filler} own${pick(at, 9, 50)}`]));
  const files: [string, Uint8Array][] = [
    ...assets,
    ['index.html', toIndexPage(shell, data)],
    ['assets/candidates.js', toCall('cards', data)],
    ['assets/text/0.js', toCall('texts', texts)],
  ];
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), bytes);
  }
  address = fileAddress(out);
  browser = await openScreen();
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
});
afterAll(() => browser.close());

test('creates only the cards near the screen, however many candidates there are', async () => {
  await open(page, address);
  const [cards, elements] = await page.evaluate(() => [
    document.querySelectorAll('.card').length,
    document.querySelectorAll('*').length,
  ]);
  expect(cards).toBeGreaterThan(10);
  expect(cards).toBeLessThan(100);
  expect(elements).toBeLessThan(2_500);
});

test('creates only the cards near the screen after filtering, searching and sorting', async () => {
  await open(page, address);
  /** The number of elements that the page created for a change. */
  const created = (work: 'filter' | 'search' | 'sort') =>
    page.evaluate((what) => {
      let elements = 0;
      const observer = new MutationObserver(() => undefined);
      observer.observe(document.body, { childList: true, subtree: true });
      const boxes = [...document.querySelectorAll<HTMLInputElement>('fieldset input[type=checkbox]')];
      const query = document.querySelector<HTMLInputElement>('#query');
      const sort = document.querySelector<HTMLSelectElement>('#sort');
      if (what === 'filter') boxes[0]?.click();
      else if (what === 'search' && query) {
        query.value = query.value === '' ? 'word7 own3' : '';
        query.dispatchEvent(new Event('input'));
      } else if (sort) {
        sort.value = sort.value === 'years' ? 'name' : 'years';
        sort.dispatchEvent(new Event('change'));
      }
      for (const { addedNodes } of observer.takeRecords())
        for (const node of addedNodes) if (node instanceof Element) elements += 1 + node.querySelectorAll('*').length;
      return elements;
    }, work);
  for (const work of ['filter', 'search', 'sort'] as const) {
    const counts: number[] = [];
    for (let round = 0; round < 2; round++) counts.push(await created(work));
    console.log(`${work} among ${COUNT}: ${counts.join(', ')} elements created`);
    expect([work, Math.max(...counts) < 2_500]).toEqual([work, true]);
    expect(Math.max(...counts)).toBeGreaterThan(0);
  }
});

test('adds cards while scrolling, each once and in order', async () => {
  await open(page, address);
  const before = await names(page);
  expect(before.length).toBeLessThan(100);
  for (let screens = 0; screens < 600 && (await names(page)).length < 200; screens++) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const after = await names(page);
  expect(after.length).toBeGreaterThanOrEqual(200);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(new Set(after).size).toBe(after.length);
});

test('finds a candidate far down immediately, and can choose it', async () => {
  await open(page, `${address}#q=number987`);
  expect(await names(page)).toEqual([expect.stringContaining('Number987')]);
  await page.click('.card input[type=checkbox]');
  await page.$eval('#query', (input) => {
    (input as HTMLInputElement).value = '';
    input.dispatchEvent(new Event('input'));
  });
  expect(await page.$$eval('.chosen li', (all) => all.length)).toBe(1);
});
