import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeManifest } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import type { Printer } from '../../src/print/printer.js';
import { SiteAssets } from '../../src/site/assets.js';
import { readCall } from '../../src/site/cards.js';
import type { NamesData } from '../../src/site/model.js';
import { putNames } from '../../src/site/packets.js';
import { temporaryFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';
import { cardOf } from './support.js';

let printer: Printer;
beforeAll(() => {
  printer = openPrinter();
});
afterAll(() => printer[Symbol.asyncDispose]());

test('prints names in batches, and records the batch number in each card', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'assets'));
  const output = new Output(folder);
  await writeManifest(output, []);
  const cards = Array.from({ length: 450 }, (_, index) => cardOf({ slug: `p${index}`, name: `Person ${index}` }));
  const { templates, fonts } = openServices(printer);
  await putNames(cards, { assets: new SiteAssets(output, undefined), templates, fonts, printer, creator: 'test' });
  expect((await readdir(join(folder, 'assets', 'names'))).sort()).toEqual(['0.js', '1.js', '2.js']);
  expect([cards[0], cards[199], cards[200], cards[449]].map((card) => card?.names)).toEqual([0, 0, 1, 2]);
  const last = readCall('names', await readFile(join(folder, 'assets', 'names', '2.js'))) as NamesData;
  expect(last).toMatchObject({ number: 2, creator: 'test' });
  expect(last.slugs).toEqual(cards.slice(400).map(({ slug }) => slug));
  const pages = async (base64: string) => (await PDFDocument.load(Buffer.from(base64, 'base64'))).getPageCount();
  expect(await pages(last.rows)).toBe(50);
  expect(await pages(last.strips)).toBe(51);
});
