import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { descendants, readElements } from '../../src/pdf/elements.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { openScreen } from '../dev/support.js';
import { copyProfiles, dossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { structureFaults, unreachable } from '../support/structure.js';
import { fileAddress, serve, watch } from './support.js';

const ORDER = ['nrishinghananda-roy', 'krish-arora', 'chaitanya-prabhu'];
const NAMES = ['Nrishinghananda Roy', 'Krish Arora', 'Chaitanya Prabhu'];

let folder: string;
let screen: Browser;
let page: Page;
let saved: string;
const addresses: Record<string, string> = {};

beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  const own = `title: Three of them\nfront: { cover: false, comparison: false, scorecards: false }\ncandidates:\n${ORDER.map((slug) => `  - profile: ${slug}\n`).join('')}`;
  await writeFile(join(folder, 'profiles', 'packets', 'own.yaml'), own);
  const { status, err } = await dossier(folder, ['render', '--variant', 'all']);
  expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  addresses.http = `${await serve(join(folder, 'out'))}index.html`;
  addresses.file = fileAddress(join(folder, 'out'));
  screen = await openScreen();
  saved = join(folder, 'saved');
  await mkdir(saved);
  const session = await screen.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved, eventsEnabled: true });
});
afterAll(() => screen.close());

beforeEach(async () => {
  await page?.close();
  page = await screen.newPage();
});

const state = () => page.$eval('.builder .state', (element) => element.textContent ?? '');
const order = () => page.$$eval('.order li b', (all) => all.map((each) => each.textContent ?? ''));
const chosenInAddress = async () =>
  /chosen=([^&]*)/.exec(decodeURIComponent(await page.evaluate(() => location.hash)))?.[1];

async function openBuilder(address: string, chosen: readonly string[]): Promise<void> {
  await page.goto(`${address}#chosen=${chosen.join(',')}&view=packet`);
  await page.waitForSelector('.builder');
}

/** Makes the packet and reads the file that the browser saved. */
async function make(): Promise<Buffer> {
  await page.click('.builder button.main');
  await page.waitForFunction(() => {
    const button = document.querySelector<HTMLButtonElement>('.builder button.main');
    return button?.disabled === false && document.querySelector('.builder .state')?.textContent !== '';
  });
  for (let wait = 0; wait < 100; wait++) {
    const [name] = (await readdir(saved)).filter((file) => file.endsWith('.pdf'));
    if (name) {
      const read = join(saved, `${name}.read`);
      await rename(join(saved, name), read);
      return readFile(read);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing was saved: ${await state()}`);
}

describe.each(['http', 'file'])('a packet of three, made over %s', (way) => {
  test('has a contents page that leads to each, and the candidates in their order', async () => {
    const address = addresses[way] ?? '';
    const { faults } = watch(page, address);
    await openBuilder(address, ORDER);
    await page.$eval('#packet-title', (input) => {
      (input as HTMLInputElement).value = '';
    });
    await page.type('#packet-title', 'Systems: a shortlist');
    const bytes = await make();
    expect(await state()).toMatch(/^systems-a-shortlist\.pdf, 3\u00a0candidates, \d+\u00a0kB$/);
    expect(faults).toEqual([]);
    const pdf = await readPdf(bytes);
    expect(pdf).toMatchObject({ title: 'Systems: a shortlist', tagged: true, lang: 'en' });
    expect(pdf.labels).toEqual(['i', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const [contents] = pdf.pages;
    expect(contents?.text).toContain('Systems: a shortlist');
    expect(contents?.links).toEqual([{ page: 1 }, { page: 4 }, { page: 6 }]);
    const places = NAMES.map((name) => contents?.text.indexOf(name) ?? -1);
    expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
    expect(contents?.roles).toEqual([
      ...['Root', 'Document', 'Part', 'H1', 'P', 'TOC'],
      ...NAMES.flatMap(() => ['TOCI', 'Reference', 'Link']),
    ]);
    expect(pdf.outline.map(({ title, page: target }) => [title, target])).toEqual([
      ['Systems: a shortlist', 0],
      [NAMES[0], 1],
      [NAMES[1], 4],
      [NAMES[2], 6],
    ]);
    expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
    expect(await structureFaults(bytes)).toEqual([]);
    expect(await unreachable(bytes)).toEqual([]);
    expect(await checkWithQpdf(bytes)).toBe(0);
  });
});

test('its candidates’ pages are those of the packet that the command makes', async () => {
  await openBuilder(addresses.file ?? '', ORDER);
  const [there, here] = await Promise.all([make(), readFile(join(folder, 'out', 'packets', 'own.pdf'))]);
  const pages = async (bytes: Uint8Array) => (await readPdf(bytes)).pages.slice(1);
  const [ours, theirs] = [await pages(there), await pages(here)];
  expect(ours.map(({ text }) => text)).toEqual(theirs.map(({ text }) => text));
  expect(ours.map(({ text }) => /(\d\/\d) ?(\d+)$/.exec(text)?.slice(1))).toEqual(
    ['1/3', '2/3', '3/3', '1/2', '2/2', '1/4', '2/4', '3/4', '4/4'].map((inner, index) => [inner, String(index + 1)]),
  );
  expect(ours.map(({ roles, right, links }) => ({ roles, right, links }))).toEqual(
    theirs.map(({ roles, right, links }) => ({ roles, right, links })),
  );
  expect(await partsOf(there)).toEqual(await partsOf(here));
});

/** The structure of every part but the first, as types with their depth, languages and alternatives. */
async function partsOf(bytes: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const root = readElements(document);
  const whole = root?.kids.find((kid) => 'kids' in kid);
  const parts = whole && 'kids' in whole ? whole.kids.slice(1) : [];
  expect(parts).toHaveLength(ORDER.length);
  return parts.flatMap((part) => {
    if (!('kids' in part)) throw new Error('a part is an element');
    return [part, ...descendants(part)].map(({ type, dict, kids }) => {
      const own = ['Lang', 'Alt', 'ActualText', 'T'].map((key) => String(dict.get(PDFName.of(key)) ?? ''));
      return [type, kids.length, ...own].join('|');
    });
  });
}

test.each([
  ['日本語の候補者', 'right of no Latin font'],
  ['مرشحون للوظيفة', 'written from right to left'],
])('a title in any script is drawn and can be read: %s', async (title) => {
  await openBuilder(addresses.file ?? '', ['krish-arora']);
  await page.$eval(
    '#packet-title',
    (input, text) => {
      (input as HTMLInputElement).value = text;
      input.dispatchEvent(new Event('input'));
    },
    title,
  );
  const bytes = await make();
  expect((await readPdf(bytes)).title).toBe(title);
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const resources = document.getPage(0).node.Resources();
  expect(resources?.lookup(PDFName.of('XObject'), PDFDict).has(PDFName.of('Title'))).toBe(true);
  expect(checkUa(document)).toEqual([]);
  expect(await state()).toMatch(/^[\p{L}\p{M}-]+\.pdf, 1\u00a0candidate,/u);
});

test('without the platform’s SHA-256, as over plain HTTP from elsewhere, it is the same', async () => {
  await openBuilder(addresses.file ?? '', ['aryan-mishra']);
  const first = await make();
  await page.evaluateOnNewDocument(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.reload();
  await page.waitForSelector('.builder');
  expect(await page.evaluate(() => crypto.subtle)).toBeUndefined();
  expect(Buffer.compare(await make(), first)).toBe(0);
});

test('the résumé of a variant can be taken', async () => {
  await openBuilder(addresses.file ?? '', ['krish-arora']);
  await page.select('.order select', 'one-page');
  const { pages } = await readPdf(await make());
  expect(pages).toHaveLength(2);
  const alone = await readPdf(await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.one-page.pdf')));
  expect(pages[1]?.text).toContain(alone.pages[0]?.text ?? 'nothing');
});

describe('the order', () => {
  test('is changed by keyboard alone, and stands in the address', async () => {
    await openBuilder(addresses.http ?? '', ORDER);
    await page.focus('.order li:nth-child(3) .grip');
    await page.keyboard.press('ArrowUp');
    expect(await order()).toEqual([NAMES[0], NAMES[2], NAMES[1]]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await order()).toEqual([NAMES[2], NAMES[0], NAMES[1]]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Move Chaitanya Prabhu with the arrow keys',
    );
    expect(await page.$eval('.builder > .unseen', (element) => element.textContent)).toBe(
      'Chaitanya Prabhu is number 1 of 3',
    );
    expect(await chosenInAddress()).toBe('chaitanya-prabhu,nrishinghananda-roy,krish-arora');
    // The choice of résumés, and then Down: nobody goes up from the first place.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await order()).toEqual([NAMES[0], NAMES[2], NAMES[1]]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Down Chaitanya Prabhu');
  });

  test('is changed by pulling', async () => {
    await openBuilder(addresses.http ?? '', ORDER);
    const centre = async (number: number) => {
      const box = await (await page.$(`.order li:nth-child(${number}) .grip`))?.boundingBox();
      if (!box) throw new Error('there is no grip');
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const [from, to] = [await centre(1), await centre(3)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (let step = 1; step <= 8; step++) await page.mouse.move(to.x, from.y + ((to.y + 40 - from.y) * step) / 8);
    await page.mouse.up();
    expect(await order()).toEqual([NAMES[1], NAMES[2], NAMES[0]]);
    expect(await page.$('.order .pulled')).toBeNull();
    expect(await chosenInAddress()).toBe('krish-arora,chaitanya-prabhu,nrishinghananda-roy');
  });

  test('loses who is taken out, and keeps the title and the choice of résumés', async () => {
    await openBuilder(addresses.http ?? '', ORDER);
    await page.type('#packet-title', ' of ours');
    await page.select('.order li:nth-child(2) select', 'one-page');
    await page.click('.order li:nth-child(1) .moves button:last-child');
    expect(await order()).toEqual([NAMES[1], NAMES[2]]);
    expect(await page.$eval('#packet-title', (input) => (input as HTMLInputElement).value)).toBe('Candidates of ours');
    expect(await page.$eval('.order select', (select) => (select as HTMLSelectElement).value)).toBe('one-page');
  });
});

test('what is missing is said, and nothing is saved', async () => {
  const data = join(folder, 'out', 'assets', 'pdf', 'aryan-mishra.js');
  await rename(data, `${data}.away`);
  try {
    await openBuilder(addresses.http ?? '', ['aryan-mishra']);
    await page.click('.builder button.main');
    await page.waitForFunction(() => document.querySelector('.state')?.textContent?.startsWith('There is no packet'));
    expect(await state()).toBe('There is no packet: the PDF of Aryan Mishra is not there');
    expect((await readdir(saved)).filter((file) => file.endsWith('.pdf'))).toEqual([]);
  } finally {
    await rename(`${data}.away`, data);
  }
});

test('fifty candidates are bound', async () => {
  await page.goto(`${addresses.file}#chosen=krish-arora&view=packet`);
  await page.waitForSelector('.builder');
  await make();
  // The binder itself, with fifty of the same résumé under fifty names.
  const result = await page.evaluate(async () => {
    const site = globalThis as unknown as { dossier: Record<string, (value: never) => void> };
    const taken: {
      bind?: (order: object) => Promise<Uint8Array>;
      names?: { slugs: string[] };
      fonts?: object;
      pdf?: string;
    } = {};
    const load = (path: string) =>
      new Promise((resolve) => {
        const script = Object.assign(document.createElement('script'), { src: path, onload: resolve });
        document.head.append(script);
      });
    site.dossier.binder = ((bind: never) => {
      taken.bind = bind;
    }) as never;
    site.dossier.names = ((names: never) => {
      taken.names = names;
    }) as never;
    site.dossier.fonts = ((fonts: never) => {
      taken.fonts = fonts;
    }) as never;
    site.dossier.pdf = ((_slug: never, pdfs: Record<string, string>) => {
      taken.pdf = pdfs[''];
    }) as never;
    for (const path of ['packet.js', 'names.js', 'fonts.js', 'pdf/krish-arora.js']) await load(`assets/${path}`);
    const pdf = Uint8Array.from(atob(taken.pdf ?? ''), (character) => character.charCodeAt(0));
    const { names } = taken;
    const strip = names?.slugs.indexOf('krish-arora') ?? 0;
    const members = Array.from({ length: 50 }, (_, index) => ({
      slug: `k${index}`,
      name: `Krish ${index}`,
      lang: 'en',
      pdf,
      pages: 2,
    }));
    const slugs: string[] = [];
    for (const [index] of members.entries()) slugs[index] = `k${index}`;
    // All have the strip and row of one, since the page has the names of four.
    const table = { ...names, slugs: { indexOf: () => strip } };
    const told: number[] = [];
    const bytes = await taken.bind?.({
      title: 'Fifty',
      facts: '50 candidates',
      date: '2026-11-21',
      members,
      names: table,
      fonts: taken.fonts,
      bound: (count: number) => told.push(count),
    });
    let text = '';
    for (const byte of bytes ?? []) text += String.fromCharCode(byte);
    return { told, base64: btoa(text) };
  });
  expect(result.told).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  const bytes = Buffer.from(result.base64, 'base64');
  const pdf = await readPdf(bytes);
  expect(pdf.pages).toHaveLength(103);
  expect(pdf.pages.slice(0, 3).flatMap(({ links }) => links.map((link) => link.page))).toEqual(
    Array.from({ length: 50 }, (_, index) => 3 + index * 2),
  );
  expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
  expect(await checkWithQpdf(bytes)).toBe(0);
});
