import { PDFBool, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { makeProfile } from '../../../src/pdf/archive/srgb.js';
import { attachFiles } from '../../../src/pdf/attach.js';
import { ConformanceReview } from '../../../src/pdf/conformance.js';
import { finishDocument, protectPdf } from '../../../src/pdf/finish.js';
import { PdfBinder } from '../../../src/pdf/merge/merge.js';
import { claimOf, type DocumentInfo } from '../../../src/pdf/metadata.js';
import { isOnPdf2, STANDARDS, type Standard } from '../../../src/pdf/standards.js';
import type { OpenPdf } from '../../../src/pdf/syntax/open.js';
import { explainVerdict } from '../../../src/pdf/verdict.js';
import { addContent, dictIn, soundPdf, soundPdf2, type Tagged } from '../tagged.js';

const encode = (text: string) => new TextEncoder().encode(text);

const INFO: DocumentInfo = { title: 'Title', lang: 'en', creator: 'Dossier', date: '2026-11' };

const FILE = { name: 'a.txt', bytes: encode('A'), type: 'text/plain', description: 'A file' };

const addCmyk = (tagged: Tagged) => addContent(tagged, '/Artifact BMC 0 0 0 1 k 0 0 1 1 re f EMC');
const removeTitleBar = ({ catalog }: Tagged) =>
  void catalog.set(PDFName.of('MarkInfo'), catalog.context.obj({ Suspects: true }));

async function finish(standard: Standard | undefined, change: (tagged: Tagged) => void = () => undefined) {
  const tagged = isOnPdf2(standard) ? await soundPdf2() : await soundPdf();
  change(tagged);
  const { bytes, verdict } = await finishDocument(tagged.document as OpenPdf, { ...INFO, standard });
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const hasIntent = document.catalog.has(PDFName.of('OutputIntents'));
  return { bytes, document, claim: claimOf(document), hasIntent, reason: explainVerdict(verdict, standard) };
}

describe('a finished document claims', () => {
  test('PDF/A-3a and PDF/UA-1 by default', async () => {
    expect(await finish(undefined)).toMatchObject({ claim: 'a-3a', hasIntent: true, reason: undefined });
  });

  test.each(STANDARDS)('no more than %s if that was asked for', async (standard) => {
    const attach = ({ document }: Tagged) => attachFiles(document, [FILE]);
    const found = await finish(standard, attach);
    expect(found).toMatchObject({ claim: standard, hasIntent: /^a-/.test(standard), reason: undefined });
    expect(found.bytes.subarray(0, 8)).toEqual(encode(isOnPdf2(standard) ? '%PDF-2.0' : '%PDF-1.7'));
  });

  test('PDF/A-4 in place of PDF/A-4f if it carries no file', async () => {
    expect(await finish('a-4f')).toMatchObject({ claim: 'a-4', hasIntent: true, reason: undefined });
  });

  test('PDF/UA-2 alone if something keeps it from PDF/A-4f', async () => {
    const reason = 'is not PDF/A-4f: a CMYK color depends on the device (6.2.4.3-3)';
    expect(await finish('a-4f', addCmyk)).toMatchObject({ claim: 'ua-2', hasIntent: false, reason });
  });

  test('nothing if it does not conform to PDF/UA-2', async () => {
    const reason = 'is not PDF/UA-2: the document marks its tags as suspect (6.2)';
    const remove = ({ catalog }: Tagged) => dictIn(catalog, 'MarkInfo').set(PDFName.of('Suspects'), PDFBool.True);
    expect(await finish('a-4f', remove)).toMatchObject({ claim: 'none', hasIntent: false, reason });
  });

  test('PDF/UA-1 alone if something keeps it from PDF/A-3a', async () => {
    const reason = 'is not PDF/A-3a: a CMYK color depends on the device (6.2.4.3-3)';
    expect(await finish('a-3a', addCmyk)).toMatchObject({ claim: 'ua-1', hasIntent: false, reason });
  });

  test('nothing if it does not conform to PDF/UA-1', async () => {
    const reason = 'is not PDF/UA-1: the document marks its tags as suspect (01-007)';
    expect(await finish('a-3a', removeTitleBar)).toMatchObject({ claim: 'none', hasIntent: false, reason });
  });

  test.each([
    ['a-3a', 'ua-1'],
    ['a-4f', 'ua-2'],
  ] as const)('no PDF/A once it is encrypted: of %s, only %s', async (standard, left) => {
    const { bytes } = await finish(standard);
    const locked = await PDFDocument.load(await protectPdf(bytes, 'secret'), {
      password: 'secret',
      updateMetadata: false,
    });
    expect(claimOf(locked)).toBe(left);
    expect(locked.catalog.has(PDFName.of('OutputIntents'))).toBe(false);
  });
});

test('names the part of a packet that keeps it from a standard', async () => {
  const binder = await PdfBinder.create('en');
  const review = new ConformanceReview(binder.document);
  for (const [key, change] of Object.entries({ own: () => undefined, foreign: addCmyk })) {
    const tagged = await soundPdf();
    change(tagged);
    const place = await binder.add({ key, title: `The ${key} part`, source: tagged.document, numbers: 'arabic' });
    review.part(place.title, binder.pagesOf(place), place.first, place.elements);
    binder.settle();
  }
  binder.close();
  const { bytes, verdict } = await finishDocument(binder.document as OpenPdf, INFO, review);
  expect(explainVerdict(verdict)).toBe(
    'is not PDF/A-3a: a CMYK color depends on the device (6.2.4.3-3, in "The foreign part")',
  );
  expect(claimOf(await PDFDocument.load(bytes))).toBe('ua-1');
});

test('writes metadata that are XML even if a title has characters that XML cannot contain', async () => {
  const { document } = await soundPdf();
  const { bytes } = await finishDocument(document as OpenPdf, { ...INFO, title: 'A\u0001<&\ufffe B' });
  const stream = (await PDFDocument.load(bytes)).catalog.lookup(PDFName.of('Metadata')) as PDFRawStream;
  expect(new TextDecoder().decode(stream.contents)).toContain('<rdf:li xml:lang="x-default">A&#60;&#38; B</rdf:li>');
});

describe('the color profile', () => {
  const view = new DataView(makeProfile().buffer);
  const text = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
  const fixed = (at: number) => view.getInt32(at) / 0x10000;
  const tags = new Map(
    Array.from({ length: view.getUint32(128) }, (_, index) => {
      const at = 132 + index * 12;
      return [text(at), { start: view.getUint32(at + 4), size: view.getUint32(at + 8) }];
    }),
  );
  const xyz = (tag: string) => [8, 12, 16].map((offset) => fixed((tags.get(tag)?.start ?? 0) + offset));

  test('is a display profile of RGB, as long as its header says, with every tag in it', () => {
    expect([view.getUint32(0), text(12), text(16), text(36)]).toEqual([view.byteLength, 'mntr', 'RGB ', 'acsp']);
    for (const { start, size } of tags.values()) {
      expect(start % 4).toBe(0);
      expect(start + size).toBeLessThanOrEqual(view.byteLength);
    }
  });

  test('maps white to the white point', () => {
    const sum = [0, 1, 2].map((axis) =>
      ['rXYZ', 'gXYZ', 'bXYZ'].reduce((total, tag) => total + (xyz(tag)[axis] ?? 0), 0),
    );
    for (const [axis, value] of xyz('wtpt').entries()) expect(sum[axis]).toBeCloseTo(value, 3);
  });

  test('maps the middle of the scale as sRGB does', () => {
    const at = (tags.get('rTRC')?.start ?? 0) + 12;
    const [g = 0, a = 0, b = 0, c = 0, d = 0] = [0, 4, 8, 12, 16].map((offset) => fixed(at + offset));
    const curve = (value: number) => (value >= d ? (a * value + b) ** g : c * value);
    expect(curve(0.5)).toBeCloseTo(0.21404, 3);
    expect(curve(0.04)).toBeCloseTo(0.003096, 4);
    expect(curve(1)).toBeCloseTo(1, 3);
  });
});
