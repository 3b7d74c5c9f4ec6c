import { PDFCrossRefStream, type PDFDict, PDFDocument, PDFRef } from 'pdf-lib';
import { expect, test } from 'vitest';
import { saveStable } from '../../src/pdf/metadata.js';

test('every object finds its place in the cross-reference, in whichever order they come', async () => {
  const { context } = await PDFDocument.create();
  const stream = PDFCrossRefStream.create(context.obj({}) as PDFDict, false);
  for (const number of [3, 1, 5, 4, 2]) stream.addUncompressedEntry(PDFRef.of(number), number * 10);
  const { entries } = stream as unknown as { entries: { ref: PDFRef }[] };
  expect(entries.map(({ ref }) => ref.objectNumber)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a document of many objects is saved and read again', async () => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([10, 10]);
  const refs = Array.from({ length: 60_000 }, (_, index) => document.context.register(document.context.obj([index])));
  document.catalog.set(document.context.obj('All') as never, document.context.obj(refs));
  const { context } = await PDFDocument.load(await saveStable(document), { updateMetadata: false });
  expect(context.enumerateIndirectObjects().length).toBeGreaterThan(60_000);
}, 20_000);
