import { PDFArray, PDFDict, PDFName, PDFNumber } from 'pdf-lib';
import { expect, test } from 'vitest';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { merge, source } from './merging.js';

const box =
  (...sides: number[]) =>
  (document: { context: { obj(value: number[]): unknown } }) =>
    document.context.obj(sides) as PDFArray;

test.each([[[0, 0, 1e20, 1]], [[0, 0, 1, -14_401]], [[1e9, 0, 1e9 + 100, 100]]])(
  'rejects a page of an impossible size: %j',
  async (sides) => {
    const bytes = await source((document) =>
      document.getPage(0).node.set(PDFName.of('MediaBox'), box(...sides)(document)),
    );
    await expect(merge(bytes)).rejects.toMatchObject({
      code: 'PDF_INVALID',
      message: 'page 1 of p1 is larger than 14400 units, the limit of PDF',
    });
  },
);

test('drops a crop box of an impossible size, and keeps the largest allowed page', async () => {
  const bytes = await source((document) => {
    document.getPage(0).node.set(PDFName.of('MediaBox'), box(0, 0, 14_400, 14_400)(document));
    document.getPage(0).node.set(PDFName.of('CropBox'), box(0, 0, 1e20, 1)(document));
  });
  const { document } = await merge(bytes);
  const { node } = document.getPage(0);
  expect(node.has(PDFName.of('CropBox'))).toBe(false);
  expect(node.lookup(PDFName.of('MediaBox'), PDFArray).lookup(2, PDFNumber).asNumber()).toBe(14_400);
});

test('makes two pages of a page that is listed twice, each with its own annotations', async () => {
  const bytes = await source((document) => {
    const { ref, node } = document.getPage(0);
    const note = document.context.register(
      document.context.obj({ Type: 'Annot', Subtype: 'Square', Rect: [0, 0, 9, 9], P: ref, StructParent: 1 }),
    );
    node.set(PDFName.of('Annots'), document.context.obj([note]));
    node.set(PDFName.of('StructParents'), PDFNumber.of(0));
    const pages = document.catalog.Pages();
    pages.Kids().push(ref);
    pages.set(PDFName.of('Count'), PDFNumber.of(2));
  });
  const { document, bytes: merged } = await merge(bytes, bytes);
  const pages = document.getPages();
  expect(new Set(pages.map(({ ref }) => ref)).size).toBe(4);
  for (const { node, ref } of pages) {
    const annotation = node.lookup(PDFName.of('Annots'), PDFArray).lookup(0, PDFDict);
    expect(annotation.get(PDFName.of('P'))).toBe(ref);
  }
  expect((await openPdf(merged, 'x')).getPageCount()).toBe(4);
});
