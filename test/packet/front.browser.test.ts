import { spawnSync } from 'node:child_process';
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { type BoundPacket, bindPacket, type Candidate } from '../../src/packet/bind.js';
import { readPacket } from '../../src/packet/schema.js';
import { textOf } from '../../src/pdf/structure/trees.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Printer } from '../../src/print/printer.js';
import { requireProgram } from '../support/outside.js';
import { PROFILES } from '../support/paths.js';
import { checkWithQpdf, type ReadPdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';
import { structureFaults } from '../support/structure.js';

let printer: Printer;
let services: Services;
let candidates: Candidate[];

beforeAll(async () => {
  printer = openPrinter();
  services = openServices(printer);
  candidates = await Promise.all(PROFILES.map(toCandidate));
});
afterAll(() => printer[Symbol.asyncDispose]());

async function toCandidate(slug: string): Promise<Candidate> {
  const resume = await makeResume(
    { slug, profile: await shippedProfile(slug), pictures: new Map(), formats: ['pdf'] },
    services,
  );
  const { name, label, lang } = resume.content;
  const [pdf] = resume.artifacts;
  return {
    slug,
    name,
    label,
    lang,
    template: resume.template,
    profile: resume.profile,
    content: resume.content,
    pdf: pdf?.bytes ?? new Uint8Array(),
    pages: pdf?.pages ?? 0,
  };
}

async function bind(yaml: string): Promise<{ bound: BoundPacket; pdf: ReadPdf }> {
  const text = `title: T\ndate: 2026-11-16\n${yaml}\ncandidates: [${PROFILES.join(', ')}]\n`;
  const { value: packet } = await readPacket(new TextEncoder().encode(text), 'packet.yaml', {
    profiles: PROFILES,
    asOf: '2026-11',
    find: async () => [],
  });
  const [front, strip] = await Promise.all([services.templates.get('packet'), services.templates.get('packet-strip')]);
  const bound = await bindPacket(packet, candidates, { front, strip }, services);
  return { bound, pdf: await readPdf(bound.bytes) };
}

test('compares up to four candidates side by side, with links to each and to where a skill stands', async () => {
  const { bound, pdf } = await bind('front: { scorecards: false }');
  const page = pdf.pages[2];
  expect(page?.text).toContain('At a glance');
  expect(page?.text).toContain('Aryan Mishra Chaitanya Prabhu Krish Arora Nrishinghananda Roy');
  expect(page?.text).toMatch(/Experience as of Nov 2026 7 m 2 y 11 m 4 y 11 m/);
  expect(page?.text).toContain('Backend Engineer (Rust) Qualyval Jun 2025 – Present');
  for (const fact of ['Available for Hire', 'Panipat, Haryana, India', '60+ nodes']) expect(page?.text).toContain(fact);
  expect(page?.links.slice(0, 4).map((link) => link.page)).toEqual(bound.parts.slice(1).map((part) => part.first));
  expect(page?.roles.filter((role) => role === 'Table')).toHaveLength(1);
  // Each mark leads to a page of its candidate that names the skill.
  const skills = ['TypeScript', 'C++', 'Rust', 'AWS', 'PostgreSQL'];
  const marks = page?.links.slice(4) ?? [];
  expect(marks.length).toBeGreaterThan(20);
  const pagesOf = (index: number) => {
    const { first = 0, pages = 0 } = bound.parts[index + 1] ?? {};
    return Array.from({ length: pages }, (_, page) => first + page);
  };
  const isOf = (index: number, at: number | undefined) => at !== undefined && pagesOf(index).includes(at);
  for (const { page: at } of marks) expect(PROFILES.some((_, index) => isOf(index, at))).toBe(true);
  expect(new Set(marks.map(({ page: at }) => at)).size).toBeGreaterThan(PROFILES.length);
  for (const skill of skills) expect(page?.text).toContain(skill);
  for (const { page: at = 0 } of marks.slice(0, 3)) expect(pdf.pages[at]?.text).toContain('AWS');
});

test('has a scorecard with named, fillable fields for each candidate', async () => {
  const { bound, pdf } = await bind('criteria: [Depth, Clarity]');
  const cards = pdf.pages.filter((page) => page.text.startsWith('Interview scorecard: '));
  expect(cards).toHaveLength(PROFILES.length);
  const document = await PDFDocument.load(bound.bytes);
  const form = document.getForm();
  const names = form.getFields().map((field) => field.getName());
  const own = ['interviewer', 'date', 'score-1', 'notes-1', 'score-2', 'notes-2', 'recommendation', 'notes'];
  expect(names).toEqual(PROFILES.flatMap((slug) => own.map((part) => `${slug}.${part}`)));
  for (const field of form.getFields()) expect(field.acroField.dict.has(PDFName.of('TU'))).toBe(true);

  form.getRadioGroup('krish-arora.score-1').select('4');
  form.getTextField('krish-arora.notes').setText('Knows LMDB – very well');
  const again = (await PDFDocument.load(await document.save({ updateFieldAppearances: false }))).getForm();
  expect(again.getRadioGroup('krish-arora.score-1').getOptions()).toEqual(['1', '2', '3', '4', '5']);
  expect(again.getRadioGroup('krish-arora.score-1').getSelected()).toBe('4');
  expect(again.getTextField('krish-arora.notes').getText()).toBe('Knows LMDB – very well');
});

test('has scorecards that pdf.js can fill in and pdftotext can read', async (context) => {
  requireProgram(context, 'pdftotext');
  const { bound, pdf } = await bind('criteria: [Depth, Clarity]');
  const filled = await fillIn(bound.bytes, {
    'krish-arora.interviewer': 'R. Iyer',
    'krish-arora.score-1': '4',
    'krish-arora.notes-1': 'Knows LMDB – very well',
  });
  const form = (await PDFDocument.load(filled)).getForm();
  expect(form.getTextField('krish-arora.interviewer').getText()).toBe('R. Iyer');
  expect(form.getRadioGroup('krish-arora.score-1').getSelected()).toBe('4');
  expect(form.getRadioGroup('krish-arora.score-2').getSelected()).toBeUndefined();
  const number = 1 + pdf.pages.findIndex((page) => page.text.startsWith('Interview scorecard: Krish Arora'));
  const read = spawnSync('pdftotext', ['-f', String(number), '-l', String(number), '-', '-'], { input: filled });
  expect(String(read.stdout)).toContain('R. Iyer');
  expect(String(read.stdout)).toContain('Knows LMDB – very well');
});

/** Fills in the fields with pdf.js and returns the saved document. */
async function fillIn(bytes: Uint8Array, values: Record<string, string>): Promise<Uint8Array> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS }).promise;
  try {
    type Field = { id: string; type: string; exportValues?: string };
    const fields = (await pdf.getFieldObjects()) as Record<string, Field[]>;
    for (const [name, value] of Object.entries(values)) {
      for (const { id, type, exportValues } of fields[name] ?? []) {
        if (type === 'text') pdf.annotationStorage.setValue(id, { value });
        if (type === 'radiobutton') pdf.annotationStorage.setValue(id, { value: exportValues === value });
      }
    }
    return await pdf.saveDocument();
  } finally {
    await pdf.destroy();
  }
}

test('tags every field as a form, and contains no broken link', async () => {
  const { bound, pdf } = await bind('');
  expect(await structureFaults(bound.bytes)).toEqual([]);
  expect(await checkWithQpdf(bound.bytes)).toBe(0);
  const card = pdf.pages.find((page) => page.text.startsWith('Interview scorecard: '));
  expect(card?.roles.filter((role) => role === 'Form').length).toBe(5 * 6 + 4);
  const all = pdf.pages.flatMap((page) => page.links);
  for (const link of all) expect(link.page !== undefined || /^(https?|mailto|tel):/.test(link.url ?? '')).toBe(true);
});

test('embeds the complete font of the form fields', async () => {
  const { bound } = await bind('');
  const document = await PDFDocument.load(bound.bytes);
  const fonts = document.catalog
    .lookup(PDFName.of('AcroForm'), PDFDict)
    .lookup(PDFName.of('DR'), PDFDict)
    .lookup(PDFName.of('Font'), PDFDict);
  const font = fonts.lookup(PDFName.of('Body'), PDFDict);
  expect(font.lookup(PDFName.of('FontDescriptor'), PDFDict).has(PDFName.of('FontFile2'))).toBe(true);
  expect(String(font.get(PDFName.of('BaseFont')))).not.toMatch(/\+/);
});

test.each([
  ['front: { cover: false, contents: false, comparison: false, scorecards: false }', 0, 0],
  ['front: { contents: false, comparison: false, scorecards: false }', 1, 0],
  ['front: { cover: false, comparison: false, scorecards: false }', 1, 0],
  ['front: { scorecards: false }', 3, 0],
  ['front: { scorecards: together }', 3 + PROFILES.length, 0],
  ['front: { cover: false, contents: false, comparison: false }', 0, PROFILES.length],
  ['', 3, PROFILES.length],
])('can omit each part: %s', async (yaml, pages, sheets) => {
  const { bound, pdf } = await bind(yaml);
  const bodies = candidates.reduce((sum, candidate) => sum + candidate.pages, 0);
  expect(bound.pages).toBe(pages + bodies + sheets);
  expect(pdf.pages[pages]?.text.startsWith(candidates[0]?.name ?? '?')).toBe(true);
  for (const page of pdf.pages) expect(page.text.length).toBeGreaterThan(0);
  expect(pdf.labels?.slice(pages)).toEqual(Array.from({ length: bodies + sheets }, (_, index) => String(index + 1)));
});

test.each(['behind', 'before'])('puts each scorecard %s the documents of its candidate', async (place) => {
  const { bound, pdf } = await bind(`front: { scorecards: ${place} }`);
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  expect(await structureFaults(bound.bytes)).toEqual([]);
  expect(await checkWithQpdf(bound.bytes)).toBe(0);
  let first = 3;
  for (const [index, { name, pages }] of candidates.entries()) {
    const card = place === 'before' ? first : first + pages;
    const resume = place === 'before' ? first + 1 : first;
    const title = `Interview scorecard: ${name}`;
    expect(pdf.pages[card]?.text.startsWith(title)).toBe(true);
    expect(pdf.pages[resume]?.text.startsWith(name)).toBe(true);
    // Its footer counts it with the pages of the candidate.
    expect(pdf.pages[card]?.text.endsWith(`${name} ${card - first + 1}/${pages + 1} ${card - 2}`)).toBe(true);
    const bookmark = pdf.outline[index + 1];
    expect([bookmark?.title, bookmark?.page]).toEqual([name, first]);
    expect(bookmark?.items.at(place === 'before' ? 0 : -1)).toEqual({ title, page: card, items: [] });
    expect(pdf.pages[1]?.links.some(({ page }) => page === first)).toBe(true);
    expect(pdf.pages[1]?.text).toContain(name);
    first += pages + 1;
  }
  expect(pdf.outline[0]?.items.map(({ title }) => title)).not.toContain('Interview scorecard: Krish Arora');
  expect(partTitles(await PDFDocument.load(bound.bytes))).toEqual([
    'T',
    ...candidates.flatMap(({ name }) => {
      const both = [name, `Interview scorecard: ${name}`];
      return place === 'before' ? both.reverse() : both;
    }),
  ]);
});

/** The titles of the parts of a packet, in reading order. */
function partTitles(document: PDFDocument): (string | undefined)[] {
  const whole = document.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict).lookup(PDFName.of('K'), PDFDict);
  const parts = whole.lookup(PDFName.of('K'), PDFArray);
  return parts.asArray().map((_, index) => textOf(parts.lookup(index, PDFDict).lookup(PDFName.of('T'))));
}

test('puts a brief of one page before each candidate, and counts it with their pages', async () => {
  const { bound, pdf } = await bind('front: { briefs: true, comparison: false }');
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  expect(await structureFaults(bound.bytes)).toEqual([]);
  let first = 2;
  for (const [index, { name, pages }] of candidates.entries()) {
    const [brief, resume] = [pdf.pages[first], pdf.pages[first + 1]];
    expect(brief?.text).toContain(name);
    expect(brief?.text.endsWith(`${name} 1/${pages + 2} ${first - 1}`)).toBe(true);
    expect(brief?.roles).toContain('H1');
    expect(resume?.text.startsWith(name)).toBe(true);
    const bookmark = pdf.outline[index + 1];
    expect([bookmark?.page, bookmark?.items[0]]).toEqual([first, { title: 'Brief', page: first, items: [] }]);
    first += pages + 2;
  }
  const krish = pdf.pages.find(({ text }) => text.includes('Career') && text.includes('Krish Arora'));
  expect(krish?.text).toMatch(/Backend Engineer \(Rust\) Qualyval Jun 2025 – Present/);
  expect(krish?.text).toContain('Strengths, as stated');
});

test('numbers pages by the actual length of scorecards that need two', async () => {
  const criteria = Array.from({ length: 12 }, (_, index) => `A criterion that is explained in full, number ${index}`);
  const { bound, pdf } = await bind(`criteria: ${JSON.stringify(criteria)}\nfront: { scorecards: before }`);
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  const second = 3 + (candidates[0]?.pages ?? 0) + 2;
  expect(pdf.outline[2]?.page).toBe(second);
  expect(pdf.pages[1]?.text).toMatch(new RegExp(`${candidates[1]?.name} .*?\\b${second - 2}\\b`));
});

test('conforms to PDF/UA-1 with every part, and declares it', async () => {
  const { bound } = await bind('');
  expect(bound.verdict).toEqual({ ua: [], archive: [] });
  expect(checkUa(await PDFDocument.load(bound.bytes, { updateMetadata: false }))).toEqual([]);
  const { catalog } = await PDFDocument.load(bound.bytes);
  const xmp = new TextDecoder().decode((catalog.lookup(PDFName.of('Metadata')) as PDFRawStream).contents);
  expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>');
});
