import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { descendants, readElements } from '../../src/pdf/structure/elements.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { structureFaults, unreachable } from '../support/structure.js';
import { Bench, NAMES, ORDER } from './builder.js';
import { watch } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());
beforeEach(() => bench.renew());

describe.each(['http', 'file'] as const)('a packet of three, built over %s', (way) => {
  test('has a contents page with links, and the candidates in order', async () => {
    const { page } = bench;
    const { faults } = watch(page, bench.addresses[way]);
    await bench.openBuilder(way, ORDER);
    await page.$eval('#packet-title', (input) => {
      (input as HTMLInputElement).value = '';
    });
    await page.type('#packet-title', 'Systems: a shortlist');
    const bytes = await bench.make();
    expect(await bench.state()).toMatch(/^systems-a-shortlist\.pdf, 3\u00a0candidates, \d+\u00a0kB$/);
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

test('contains the same candidate pages as a packet bound by the command', async () => {
  await bench.openBuilder('file', ORDER);
  const [there, here] = await Promise.all([bench.make(), readFile(join(bench.folder, 'out', 'packets', 'own.pdf'))]);
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

/** The structure of every part but the first: types with their depth, languages and alternative texts. */
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
])('prints a title in any script as readable text: %s', async (title) => {
  await bench.openBuilder('file', ['krish-arora']);
  await bench.page.$eval(
    '#packet-title',
    (input, text) => {
      (input as HTMLInputElement).value = text;
      input.dispatchEvent(new Event('input'));
    },
    title,
  );
  const bytes = await bench.make();
  expect((await readPdf(bytes)).title).toBe(title);
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const resources = document.getPage(0).node.Resources();
  const picture = resources?.lookup(PDFName.of('XObject'), PDFDict).lookup(PDFName.of('Title'));
  expect(picture instanceof PDFRawStream && picture.contents.length).toBeGreaterThan(1000);
  expect(checkUa(document)).toEqual([]);
  expect(await bench.state()).toMatch(/^[\p{L}\p{M}-]+\.pdf, 1\u00a0candidate,/u);
});

test('is the same without SubtleCrypto, as over plain HTTP', async () => {
  await bench.openBuilder('file', ['aryan-mishra']);
  const first = await bench.make();
  await bench.page.evaluateOnNewDocument(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await bench.page.reload();
  await bench.page.waitForSelector('.builder');
  expect(await bench.page.evaluate(() => crypto.subtle)).toBeUndefined();
  expect(Buffer.compare(await bench.make(), first)).toBe(0);
});

test('can contain the résumé of a variant', async () => {
  await bench.openBuilder('file', ['krish-arora']);
  await bench.page.select('.order select', 'one-page');
  const { pages } = await readPdf(await bench.make());
  expect(pages).toHaveLength(2);
  const alone = await readPdf(await readFile(join(bench.folder, 'out', 'krish-arora', 'krish-arora.one-page.pdf')));
  expect(pages[1]?.text).toContain(alone.pages[0]?.text ?? 'nothing');
});

test('binds fifty candidates', async () => {
  await bench.page.goto(`${bench.addresses.file}#chosen=krish-arora&view=packet`);
  await bench.page.waitForSelector('.builder');
  await bench.make();
  // Calls the binder directly, with one résumé under fifty names.
  const result = await bench.page.evaluate(async () => {
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
    for (const path of ['packet.js', 'names/0.js', 'fonts.js', 'pdf/krish-arora.js']) await load(`assets/${path}`);
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
    // All share one strip and row, because the page has the names of only four.
    const table = [{ ...names, slugs: { includes: () => true, indexOf: () => strip } }];
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
