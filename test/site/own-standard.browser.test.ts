import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { claimOf } from '../../src/pdf/metadata.js';
import { dossier } from '../support/cli.js';
import { readPdf } from '../support/pdf.js';
import { structureFaults } from '../support/structure.js';
import { Bench, ORDER } from './builder.js';

const benches: Bench[] = [];
afterAll(() => Promise.all(benches.map((bench) => bench.close())));

async function openBench(...args: string[]): Promise<Bench> {
  const bench = await Bench.open(undefined, '--format', 'pdf', ...args);
  benches.push(bench);
  return bench;
}

describe('the standard of a packet that is built on the page', () => {
  test.each([
    ['ua-2', 'ua-2'],
    ['a-4f', 'a-4f'],
  ])('is that of its résumés: %s', async (standard, claim) => {
    const bench = await openBench('--standard', standard);
    await bench.openBuilder('file', ORDER);
    const bytes = await bench.make();
    expect(bytes.subarray(0, 8).toString()).toBe('%PDF-2.0');
    expect(claimOf(await PDFDocument.load(bytes, { updateMetadata: false }))).toBe(claim);
    expect(await structureFaults(bytes)).toEqual([]);
    expect(await bench.state()).not.toContain('PDF 1.7');
    const [contents] = (await readPdf(bytes)).pages;
    expect(contents?.links).toHaveLength(ORDER.length);
  });

  test('is PDF 1.7 if only some of them are PDF 2.0, which the page says', async () => {
    const bench = await openBench();
    const { folder } = bench;
    const { status } = await dossier(folder, ['render', 'krish-arora', '--format', 'pdf', '--standard', 'ua-2']);
    expect(status).toBe(0);
    await bench.openBuilder('file', ORDER);
    const bytes = await bench.make();
    expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(await bench.state()).toContain('It is PDF 1.7, because not all of its résumés are PDF 2.0.');
  });
});
