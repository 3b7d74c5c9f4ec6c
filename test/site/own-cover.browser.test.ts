import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkUa } from '../../src/pdf/ua/check.js';
import { ROOT } from '../support/paths.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { structureFaults, unreachable } from '../support/structure.js';
import { Bench, NAMES, ORDER } from './builder.js';
import { watch } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open(
    (folder) => cp(join(ROOT, 'docs', 'demo-brand'), folder, { recursive: true }),
    '--format',
    'pdf',
  );
});
afterAll(() => bench.close());
beforeEach(() => bench.renew());

const titled = (title: string) =>
  bench.page.$eval(
    '#packet-title',
    (input, text) => {
      (input as HTMLInputElement).value = text;
      input.dispatchEvent(new Event('input'));
    },
    title,
  );

test('a packet that is built on the page has the cover of the house style', async () => {
  const { faults } = watch(bench.page, bench.addresses.http);
  await bench.openBuilder('http', ORDER);
  await titled('Systems: a shortlist');
  const bytes = await bench.make();
  expect(faults).toEqual([]);
  const pdf = await readPdf(bytes);
  const [cover, contents, first] = pdf.pages;
  expect(pdf.labels?.slice(0, 3)).toEqual(['i', 'ii', '1']);
  expect(cover?.text).toMatch(/Systems: a shortlist 3 candidates/);
  for (const line of ['Maeve Quinlan', 'Partner, Engineering', 'Confidential. For the addressee only'])
    expect(cover?.text).toContain(line);
  expect(cover?.links.flatMap(({ url }) => url ?? [])).toEqual(['mailto:maeve@northlight.example', 'tel:+35315550142']);
  expect(contents?.text).toMatch(/^Contents ?Nrishinghananda Roy/);
  expect(contents?.links.map(({ page }) => page)).toEqual([2, expect.any(Number), expect.any(Number)]);
  expect(first?.text).toContain(NAMES[0]);
  // Read in this order: the name in place of the logo, title, facts, and the lines at the foot.
  expect(cover?.roles.filter((role) => /^(H1|P|Link|Figure)$/.test(role))).toEqual([
    'P',
    'H1',
    'P',
    'P',
    'P',
    'Link',
    'P',
    'Link',
  ]);
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(checkUa(document)).toEqual([]);
  expect(await structureFaults(bytes)).toEqual([]);
  expect(await unreachable(bytes)).toEqual([]);
  expect(await checkWithQpdf(bytes)).toBe(0);
});

test('the cover has a title in another script, in the colour of the house style', async () => {
  await bench.openBuilder('file', ['krish-arora']);
  await titled('日本語の候補者');
  const bytes = await bench.make();
  const [cover] = (await readPdf(bytes)).pages;
  expect(cover?.text).toContain('Maeve Quinlan');
  expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
});
