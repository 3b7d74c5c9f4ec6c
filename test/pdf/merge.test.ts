import { PDFArray, PDFDict, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { attachFiles, extractFiles } from '../../src/pdf/attach.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { unreachable } from '../support/structure.js';
import { merge, source } from './merging.js';

describe('merging PDFs', () => {
  test('keeps the size, rotation and crop box of each page, including inherited values', async () => {
    const inherited = await source((document) => {
      const [page] = document.getPages();
      page?.node.delete(PDFName.of('MediaBox'));
      document.catalog.Pages().set(PDFName.of('MediaBox'), document.context.obj([0, 0, 300, 400]));
      document.catalog.Pages().set(PDFName.of('Rotate'), document.context.obj(90));
    });
    const cropped = await source((document) => document.getPage(0).setCropBox(10, 10, 50, 60), [1000, 20]);
    const { document, parts, bytes } = await merge(inherited, cropped, await source());
    expect(parts.map(({ first, pages }) => [first, pages])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(document.getPages().map((page) => page.getSize())).toEqual([
      { width: 300, height: 400 },
      { width: 1000, height: 20 },
      { width: 200, height: 100 },
    ]);
    expect(document.getPage(0).getRotation().angle).toBe(90);
    expect(document.getPage(1).getCropBox()).toMatchObject({ x: 10, width: 50 });
    expect(await checkWithQpdf(bytes)).toBe(0);
    expect(await unreachable(bytes)).toEqual([]);
  });

  test('keeps named destinations with the same name separate, so that links lead to their own', async () => {
    const linked = () =>
      source((document) => {
        document.addPage([200, 100]);
        const { context, catalog } = document;
        const last = document.getPage(1).ref;
        catalog.set(PDFName.of('Dests'), context.obj({ here: [last, 'Fit'] }));
        const link = context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], Dest: PDFName.of('here') });
        document.getPage(0).node.set(PDFName.of('Annots'), context.obj([context.register(link)]));
      });
    const { bytes } = await merge(await linked(), await linked());
    const pdf = await readPdf(bytes);
    expect(pdf.pages.map((page) => page.links.map((link) => link.page))).toEqual([[1], [], [3], []]);
  });

  test('carries over embedded files, and renames the second of two files with the same name', async () => {
    const carrying = (text: string) =>
      source((document) =>
        attachFiles(document, [
          { name: 'profile.json', bytes: new TextEncoder().encode(text), type: 'application/json' },
        ]),
      );
    const { bytes } = await merge(await carrying('one'), await carrying('two'));
    const files = await extractFiles(bytes, 'the packet');
    expect(files.map(({ name, bytes: content }) => [name, new TextDecoder().decode(content)])).toEqual([
      ['p2.profile.json', 'two'],
      ['profile.json', 'one'],
    ]);
  });

  test('keeps form fields and their values, and prefixes duplicate field names', async () => {
    const form = (value: string) =>
      source((document) => {
        const field = document.getForm().createTextField('notes');
        field.setText(value);
        field.addToPage(document.getPage(0), { x: 10, y: 10, width: 80, height: 20 });
      });
    const { bytes } = await merge(await form('first'), await form('second'));
    const fields = (await PDFDocument.load(bytes)).getForm();
    expect(fields.getFields().map((field) => field.getName())).toEqual(['notes', 'p2-notes']);
    expect(fields.getTextField('notes').getText()).toBe('first');
    expect(fields.getTextField('p2-notes').getText()).toBe('second');
  });

  test('copies the form defaults of each source to its fields', async () => {
    const form = (size: number) =>
      source((document) => {
        const field = document.getForm().createTextField('notes');
        field.addToPage(document.getPage(0), { x: 10, y: 10, width: 80, height: 20 });
        field.acroField.dict.delete(PDFName.of('DA'));
        const { dict } = document.getForm().acroForm;
        dict.set(PDFName.of('DA'), PDFString.of(`/Helv ${size} Tf 0 g`));
        dict.set(PDFName.of('Q'), document.context.obj(2));
        dict.set(PDFName.of('NeedAppearances'), document.context.obj(true));
      });
    const { bytes } = await merge(await form(9), await form(11));
    const { acroForm, ...fields } = (await PDFDocument.load(bytes)).getForm();
    const dicts = acroForm.getAllFields().map(([field]) => field.dict);
    expect(dicts.map((dict) => String(dict.lookup(PDFName.of('DA'))))).toEqual([
      '(/Helv 9 Tf 0 g)',
      '(/Helv 11 Tf 0 g)',
    ]);
    expect(dicts.map((dict) => String(dict.lookup(PDFName.of('Q'))))).toEqual(['2', '2']);
    expect(String(acroForm.dict.lookup(PDFName.of('NeedAppearances')))).toBe('true');
    expect(fields).toBeDefined();
  });

  test('keeps the layers of every source shown or hidden', async () => {
    const layered = (state: Record<string, unknown>) =>
      source((document) => {
        const { context, catalog } = document;
        const [one, two] = ['One', 'Two'].map((Name) =>
          context.register(context.obj({ Type: 'OCG', Name: PDFString.of(Name) })),
        );
        const at = (names: unknown) => (names as string[]).map((name) => (name === 'One' ? one : two));
        const lists = Object.entries(state).map(([key, value]) => [key, Array.isArray(value) ? at(value) : value]);
        const standard = { ...Object.fromEntries(lists), Order: [one, two], AS: [{ Event: 'Print' }] };
        catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: [one, two], D: standard } as never));
      });
    const { bytes, document } = await merge(
      await layered({ OFF: ['Two'], Locked: ['Two'] }),
      await source(),
      await layered({ BaseState: 'OFF', ON: ['Two'] }),
    );
    const read = await PDFDocument.load(bytes, { updateMetadata: false });
    const properties = read.catalog.lookup(PDFName.of('OCProperties'), PDFDict);
    const standard = properties.lookup(PDFName.of('D'), PDFDict);
    const groups = properties.lookup(PDFName.of('OCGs'), PDFArray).asArray().map(String);
    const listed = (key: string) => standard.lookup(PDFName.of(key), PDFArray).asArray().map(String);
    expect(groups).toHaveLength(4);
    expect(listed('OFF')).toEqual([groups[1], groups[2]]);
    expect(listed('Locked')).toEqual([groups[1]]);
    expect(listed('Order')).toEqual([`[ (p1) ${groups[0]} ${groups[1]} ]`, `[ (p3) ${groups[2]} ${groups[3]} ]`]);
    expect(standard.has(PDFName.of('AS'))).toBe(false);
    expect(standard.has(PDFName.of('Name'))).toBe(true);
    expect(document.getPageCount()).toBe(3);
    expect(await checkWithQpdf(bytes)).toBe(0);
  });

  test('stores a stream only once if several sources contain it', async () => {
    const big = new Uint8Array(50_000).map((_, index) => (index * 7919) % 251);
    const withPicture = () =>
      source((document) => {
        const stream = document.context.stream(big, { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 1, 1] });
        document.getPage(0).node.newXObject('Picture', document.context.register(stream));
      });
    const one = await withPicture();
    const { bytes } = await merge(one, await withPicture(), await withPicture());
    expect(bytes.length).toBeLessThan(one.length * 1.2);
    expect(await checkWithQpdf(bytes)).toBe(0);
  });

  test('merges a source without tags and reports it as untagged', async () => {
    const { parts } = await merge(await source());
    expect(parts[0]).toMatchObject({ tagged: false, dropped: [] });
  });
});

describe('merging rejects a source that is', () => {
  test.each([
    ['damaged', async () => new TextEncoder().encode('%PDF-1.7\nnothing of the kind'), 'p1 cannot be read as PDF'],
    ['without pages', async () => (await PDFDocument.create()).save({ addDefaultPage: false }), 'p1 has no pages'],
    [
      'protected by a password',
      async () => {
        const document = await PDFDocument.load(await source());
        document.encrypt({ userPassword: 'a', ownerPassword: 'b' });
        return document.save();
      },
      'p1 requires a password',
    ],
  ])('%s', async (_, make, message) => {
    await expect(merge(await make())).rejects.toMatchObject({ code: 'PDF_INVALID', message });
  });
});

test('copies fonts and other resources of merged pages', async () => {
  const bytes = await source(async (document) => {
    document.getPage(0).drawText('Certificate', { font: await document.embedFont(StandardFonts.Helvetica), size: 12 });
  });
  const merged = await merge(bytes);
  expect((await readPdf(merged.bytes)).pages[0]?.text).toBe('Certificate');
  expect(merged.document.catalog.lookup(PDFName.of('Pages'))).toBeInstanceOf(PDFDict);
});
