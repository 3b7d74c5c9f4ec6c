import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, type PDFHexString, PDFName, type PDFString } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsFor } from '../../src/content/words.js';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { type BoundPacket, bindPacket, type Candidate } from '../../src/packet/bind.js';
import { readPacket } from '../../src/packet/schema.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Printer } from '../../src/print/printer.js';
import { readProfile } from '../../src/profile/read.js';
import { ROOT } from '../support/paths.js';
import { type ReadPdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices } from '../support/services.js';

let printer: Printer;
let services: Services;
beforeAll(() => {
  printer = openPrinter();
  services = openServices(printer);
});
afterAll(() => printer[Symbol.asyncDispose]());

async function candidateOf(slug: string): Promise<Candidate> {
  const path = join(ROOT, 'test', 'fixtures', 'locales', `${slug}.yaml`);
  const profile = readProfile(await readFile(path), path).value;
  const { content, template, artifacts } = await makeResume(
    { slug, profile, pictures: new Map(), formats: ['pdf'] },
    services,
  );
  const { name, label, lang } = content;
  const [pdf] = artifacts;
  return {
    slug,
    name,
    label,
    lang,
    template,
    profile,
    content,
    pdf: pdf?.bytes ?? new Uint8Array(),
    pages: pdf?.pages ?? 0,
  };
}

async function bind(
  yaml: string,
  slugs: string[],
): Promise<{ bound: BoundPacket; pdf: ReadPdf; document: PDFDocument }> {
  const text = `date: 2026-11-16\n${yaml}\ncandidates: [${slugs.join(', ')}]\n`;
  const { value: packet } = await readPacket(new TextEncoder().encode(text), 'packet.yaml', {
    profiles: slugs,
    asOf: '2026-11',
    find: async () => [],
  });
  const [front, strip] = await Promise.all([services.templates.get('packet'), services.templates.get('packet-strip')]);
  const candidates = await Promise.all(slugs.map(candidateOf));
  const bound = await bindPacket(packet, candidates, { front, strip }, services);
  const document = await PDFDocument.load(bound.bytes, { updateMetadata: false });
  return { bound, pdf: await readPdf(bound.bytes), document };
}

/** The language attributes of the parts of a packet. */
function languagesOf(document: PDFDocument): (string | undefined)[] {
  const root = document.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict);
  const first = (dict: PDFDict) => {
    const kids = dict.lookup(PDFName.of('K'));
    return kids instanceof PDFArray ? kids.asArray().map((_, index) => kids.lookup(index)) : [kids];
  };
  const [whole] = first(root);
  return first(whole as PDFDict).map((part) => {
    const lang = (part as PDFDict).lookup(PDFName.of('Lang')) as PDFString | PDFHexString | undefined;
    return lang?.decodeText();
  });
}

const direction = (document: PDFDocument) =>
  document.catalog.lookup(PDFName.of('ViewerPreferences'), PDFDict).get(PDFName.of('Direction'))?.toString();

test('uses the packet’s language for its own text, and each candidate’s language for their part', async () => {
  const { bound, pdf, document } = await bind('title: 候補者\nlocale: ja', ['ja', 'ar', 'en-gb']);
  const words = wordsFor('ja').packet;
  const text = pdf.pages.map((page) => page.text).join('\n');
  for (const word of [
    words.contents,
    words.glance,
    words.latestRoles,
    words.criterion,
    words.recommendation,
    '候補者3名',
  ])
    expect(text.replaceAll(' ', '')).toContain(word);
  expect(text).not.toMatch(/Contents|At a glance|Criterion|Interview|candidates/);
  // A scorecard follows each candidate.
  expect(languagesOf(document)).toEqual(['ja', 'ja', 'ja', 'ar', 'ja', 'en-GB', 'ja']);
  expect([pdf.lang, direction(document)]).toEqual(['ja', undefined]);
  expect([bound.verdict, checkUa(document)]).toEqual([{ ua: [], archive: [] }, []]);
});

test('lays out a packet in a right-to-left language from right to left, including numbers and fields', async () => {
  const { bound, pdf, document } = await bind('title: مرشحون\nlocale: ar', ['ar', 'he']);
  expect([pdf.lang, direction(document)]).toEqual(['ar', '/R2L']);
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  const contents = pdf.pages[1];
  // The page number, which ends a line of the contents, is at the left.
  expect(contents?.text).toContain('1');
  expect(Math.min(...(contents?.right ?? []))).toBeLessThan((contents?.width ?? 0) / 4);
  const names = document
    .getForm()
    .getFields()
    .map((field) => field.getName());
  expect(names).toContain('ar.recommendation');
});

test('defaults to the language that all candidates share, or to English', async () => {
  const front = 'front: { scorecards: false, comparison: false }\ntitle: X';
  const [german, mixed] = [await bind(front, ['de']), await bind(front, ['de', 'fr'])];
  expect([german.pdf.lang, german.pdf.pages[1]?.text]).toEqual(['de', expect.stringContaining('Inhalt')]);
  expect([mixed.pdf.lang, mixed.pdf.pages[1]?.text]).toEqual(['en', expect.stringContaining('Contents')]);
});

test('shows names in every script in the footers, as readable text', async () => {
  const { bound, pdf } = await bind('title: X\nfront: { scorecards: false }', ['hi', 'he', 'zh', 'ko']);
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  for (const name of ['林晓雯', '김서연'])
    expect(pdf.pages.at(-2)?.text.concat(pdf.pages.at(-1)?.text ?? '')).toContain(name);
});

test('rejects a title that no font can show, with its location', async () => {
  await expect(bind('title: Rockets 𐑐', ['de'])).rejects.toMatchObject({
    code: 'GLYPH_MISSING',
    message: 'no installed font has 𐑐 (U+10450)',
  });
});
