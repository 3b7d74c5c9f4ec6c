import { type PDFContext, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRef } from 'pdf-lib';
import { expect, test } from 'vitest';
import { saveStable } from '../../src/pdf/metadata.js';
import { newRef, packObjects } from '../../src/pdf/syntax/object-stream.js';
import { checkWithQpdf } from '../support/pdf.js';

/** A document of one page whose catalog references dictionaries that contain one number each. */
async function counting(count: number, refOf: (context: PDFContext) => PDFRef) {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([10, 10]);
  const { context } = document;
  const refs = Array.from({ length: count }, (_, index) => {
    const ref = refOf(context);
    context.assign(ref, context.obj({ Value: index }));
    return ref;
  });
  document.catalog.set(PDFName.of('All'), context.obj(refs));
  return { document, context, refs };
}

/** The numbers that the catalog of a saved document references. */
async function readBack(bytes: Uint8Array): Promise<number[]> {
  const { catalog, context } = await PDFDocument.load(bytes, { updateMetadata: false });
  const list = context.lookup(catalog.get(PDFName.of('All'))) as unknown as { asArray(): PDFRef[] };
  return list.asArray().map((ref) => context.lookup(ref, PDFDict).lookup(PDFName.of('Value'), PDFNumber).asNumber());
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('saves a document of many objects that can be read back', async () => {
  const { document } = await counting(60_000, (context) => context.nextRef());
  const bytes = await saveStable(document);
  expect(await readBack(bytes)).toEqual(upTo(60_000));
  expect(await checkWithQpdf(bytes)).toBe(0);
});

test('saves packed objects with the others, and makes them unreadable until then', async () => {
  const { document, context, refs } = await counting(1_000, newRef);
  packObjects(context, refs.slice(100, 900));
  expect(context.lookup(refs[100] as PDFRef)).toBeUndefined();
  expect(context.lookup(refs[99] as PDFRef)).toBeInstanceOf(PDFDict);
  const bytes = await saveStable(document);
  expect(await readBack(bytes)).toEqual(upTo(1_000));
  expect(await checkWithQpdf(bytes)).toBe(0);
});

test('leaves gaps in the cross-reference table for unused object numbers', async () => {
  const { document, context, refs } = await counting(30, (inner) => {
    inner.nextRef();
    return inner.nextRef();
  });
  const bytes = await saveStable(document);
  expect(await readBack(bytes)).toEqual(upTo(refs.length));
  expect(context.largestObjectNumber).toBeGreaterThan(60);
  expect(await checkWithQpdf(bytes)).toBe(0);
});

test('produces identical bytes when saving again', async () => {
  const { document, context, refs } = await counting(300, newRef);
  packObjects(context, refs.slice(0, 200));
  const first = await saveStable(document);
  expect(Buffer.compare(await saveStable(document), first)).toBe(0);
});

test('creates a reference that is not equal to one created by the PDF library', async () => {
  const { context } = await PDFDocument.create();
  const ref = newRef(context);
  context.assign(ref, context.obj({}));
  expect(String(ref)).toBe(`${context.largestObjectNumber} 0 R`);
  expect(context.lookup(ref)).toBeInstanceOf(PDFDict);
  expect(context.lookup(PDFRef.of(ref.objectNumber))).toBeUndefined();
});
