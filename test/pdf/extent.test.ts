import { PDFDocument, PDFHexString, PDFName, PDFNumber, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { measureExtent } from '../../src/pdf/layout-metrics.js';

/** A document whose pages of 200 by 300 points have the given content operators. */
async function drawn(...contents: string[]): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const content of contents) {
    const page = document.addPage([200, 300]);
    page.node.setFontDictionary(PDFName.of('F'), font.ref);
    page.node.set(PDFName.of('Contents'), document.context.register(document.context.stream(content)));
  }
  return document;
}

const lowestOf = async (...contents: string[]) => measureExtent(await drawn(...contents)).lowest;

test('measures the lowest baseline of each page from its upper edge, and 0 for an empty page', async () => {
  expect(
    await lowestOf('BT /F 10 Tf 20 250 Td (a) Tj 0 -30 Td (b) Tj ET', '', 'BT /F 10 Tf 1 0 0 1 20 40 Tm [(c)] TJ ET'),
  ).toEqual([80, 0, 260]);
});

test('applies the transformation matrix and restores it', async () => {
  // Browsers print this way: the page is flipped vertically, and each text is flipped back.
  expect(await lowestOf('q .5 0 0 -.5 0 300 cm BT /F 20 Tf 1 0 0 -1 40 120 Tm (a) Tj ET Q')).toEqual([60]);
  expect(await lowestOf('q 1 0 0 1 0 -50 cm Q BT /F 9 Tf 0 200 Td (a) Tj ET')).toEqual([100]);
});

test('follows every operator that moves to the next line', async () => {
  expect(await lowestOf('BT /F 9 Tf 12 TL 0 290 Td (a) Tj T* (b) Tj ET')).toEqual([22]);
  expect(await lowestOf('BT /F 9 Tf 0 290 Td (a) Tj 0 -15 TD (b) Tj T* (c) Tj ET')).toEqual([40]);
  expect(await lowestOf('BT /F 9 Tf 12 TL 0 290 Td (a) Tj (b) \' 1 1 (c) " ET')).toEqual([34]);
});

test('includes pictures in the extent', async () => {
  const document = await drawn('BT /F 9 Tf 0 290 Td (a) Tj ET q 50 0 0 40 10 100 cm /Im Do Q');
  const { context } = document;
  const picture = context.register(context.stream('', { Type: 'XObject', Subtype: 'Image', Width: 1, Height: 1 }));
  document.getPage(0).node.setXObject(PDFName.of('Im'), picture);
  expect(measureExtent(document).lowest).toEqual([200]);
});

test('takes the most frequent distance between baselines as the line height', async () => {
  const lines = [14, 14, 14, 14, 22, 14, 30].map((step) => `0 -${step} Td (x) Tj`).join(' ');
  expect(measureExtent(await drawn(`BT /F 9 Tf 0 290 Td (a) Tj ${lines} ET`)).line).toBe(14);
});

test('locates headings at the destinations of their bookmarks', async () => {
  const document = await drawn('', '');
  const { context, catalog } = document;
  const at = (page: number, top: number) =>
    context.obj([document.getPage(page).ref, PDFName.of('XYZ'), PDFNumber.of(20), PDFNumber.of(300 - top), null]);
  const [root, name, work] = [context.nextRef(), context.nextRef(), context.nextRef()];
  const title = (text: string) => PDFHexString.fromText(text);
  context.assign(root, context.obj({ Type: 'Outlines', First: name, Last: name, Count: 2 }));
  context.assign(
    name,
    context.obj({ Title: title('Jane'), Parent: root, First: work, Last: work, Count: 1, Dest: at(0, 30) }),
  );
  context.assign(work, context.obj({ Title: title('Work'), Parent: name, Dest: at(1, 120) }));
  catalog.set(PDFName.of('Outlines'), root);
  expect(measureExtent(document).headings).toEqual([
    { title: 'Jane', depth: 0, page: 0, top: 30 },
    { title: 'Work', depth: 1, page: 1, top: 120 },
  ]);
});
