import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { type BoundPacket, bindPacket, type Candidate } from '../../src/packet/bind.js';
import type { Packet } from '../../src/packet/schema.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Printer } from '../../src/print/printer.js';
import { IS_MATRIX } from '../support/matrix.js';
import { requireProgram } from '../support/outside.js';
import { checkWithQpdf, type ReadPdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';
import { structureFaults, unreachable } from '../support/structure.js';

const ORDER = ['krish-arora', 'nrishinghananda-roy', 'aryan-mishra', 'chaitanya-prabhu'];
const FRONT = 2;

const packet: Packet = {
  $schema: undefined,
  title: 'Backend Engineers',
  role: 'Backend',
  date: '2026-11-16',
  asOf: '2026-11',
  locale: undefined,
  page: undefined,
  front: { comparison: false, scorecards: 'false' },
  criteria: undefined,
  blind: undefined,
  candidates: ORDER.map((profile) => ({ profile, variant: undefined, template: undefined })),
};

let printer: Printer;
let services: Services;
let candidates: Candidate[];
let bound: BoundPacket;
let pdf: ReadPdf;
let parts: ReadPdf[];

beforeAll(async () => {
  printer = openPrinter();
  services = openServices(printer);
  candidates = await Promise.all(ORDER.map(toCandidate));
  bound = await bind(candidates);
  pdf = await readPdf(bound.bytes);
  parts = await Promise.all(candidates.map((candidate) => readPdf(candidate.pdf)));
});
afterAll(() => printer[Symbol.asyncDispose]());

async function toCandidate(slug: string): Promise<Candidate> {
  const resume = await makeResume(
    { slug, profile: await shippedProfile(slug), pictures: new Map(), formats: ['pdf'] },
    services,
  );
  const [artifact] = resume.artifacts;
  return {
    slug,
    name: resume.content.name,
    label: resume.content.label,
    lang: resume.content.lang,
    template: resume.template,
    profile: resume.profile,
    content: resume.content,
    pdf: artifact?.bytes ?? new Uint8Array(),
    pages: artifact?.pages ?? 0,
  };
}

async function bind(list: readonly Candidate[]): Promise<BoundPacket> {
  const [front, strip] = await Promise.all([services.templates.get('packet'), services.templates.get('packet-strip')]);
  return bindPacket(packet, list, { front, strip }, services);
}

test('has a cover, contents and every page of each candidate, in order', () => {
  const total = FRONT + candidates.reduce((sum, candidate) => sum + candidate.pages, 0);
  expect(bound.pages).toBe(total);
  expect(pdf.pages).toHaveLength(total);
  expect(pdf.pages[0]?.text).toContain('Backend Engineers');
  expect(pdf.pages[0]?.text).toContain('4 candidates · November 16, 2026');
  expect(pdf.pages[1]?.text).toContain('Contents');
});

test('repeats the text of each résumé page, followed by the footer', () => {
  let at = FRONT;
  let number = 1;
  for (const [index, part] of parts.entries()) {
    for (const [inner, page] of part.pages.entries()) {
      const footer = `${candidates[index]?.name} ${inner + 1}/${part.pages.length} ${number}`;
      const text = pdf.pages[at]?.text ?? '';
      expect(text.slice(0, page.text.length)).toBe(page.text);
      expect(text.slice(page.text.length).trim()).toBe(footer);
      at += 1;
      number += 1;
    }
  }
});

test('lists the first page of each candidate in the contents, with links', () => {
  const contents = pdf.pages[1];
  const targets = [...new Set(contents?.links.map(({ page }) => page))];
  let first = 0;
  for (const [index, candidate] of candidates.entries()) {
    expect(contents?.text).toMatch(new RegExp(`${candidate.name} .*?\\b${first + 1}\\b`));
    expect(targets[index]).toBe(FRONT + first);
    expect(pdf.pages[FRONT + first]?.text.startsWith(candidate.name)).toBe(true);
    first += candidate.pages;
  }
  expect(targets).toHaveLength(candidates.length);
});

test('numbers the front matter in Roman numerals and the candidates in Arabic numerals', () => {
  expect(pdf.labels?.slice(0, 5)).toEqual(['i', 'ii', '1', '2', '3']);
  expect(pdf.labels?.at(-1)).toBe(String(bound.pages - FRONT));
});

test('has a bookmark for each candidate and each section, leading to its page', () => {
  const bookmarks = pdf.outline.slice(1);
  expect(bookmarks.map((item) => item.title)).toEqual(candidates.map((candidate) => candidate.name));
  let first = FRONT;
  for (const [index, bookmark] of bookmarks.entries()) {
    const own = parts[index]?.outline[0]?.items ?? [];
    expect(bookmark.page).toBe(first);
    expect(bookmark.items.map((item) => [item.title, item.page])).toEqual(
      own.map((item) => [item.title, first + (item.page ?? -1)]),
    );
    expect(own.length).toBeGreaterThan(2);
    first += candidates[index]?.pages ?? 0;
  }
});

test('keeps the links of the résumés', () => {
  const before = parts.flatMap((part) => part.pages.flatMap((page) => page.links.map((link) => link.url)));
  const after = pdf.pages.slice(FRONT).flatMap((page) => page.links.map((link) => link.url));
  expect(before.length).toBeGreaterThan(1);
  expect(after).toEqual(before);
});

test('keeps the tags: the same roles on every page, and all marks in the parent tree', async () => {
  let at = FRONT;
  for (const part of parts) {
    for (const page of part.pages) {
      // The résumé's Document element becomes a Part of the packet.
      const roles = (list: string[] | undefined) => list?.filter((role) => role !== 'Document' && role !== 'Part');
      expect(roles(pdf.pages[at]?.roles)).toEqual(roles(page.roles));
      at += 1;
    }
  }
  expect(pdf.tagged).toBe(true);
  expect(await structureFaults(bound.bytes)).toEqual([]);
  for (const candidate of candidates) expect(await structureFaults(candidate.pdf)).toEqual([]);
});

test('has no unreachable object, and passes qpdf', async () => {
  expect(await unreachable(bound.bytes)).toEqual([]);
  for (const candidate of candidates) expect(await unreachable(candidate.pdf)).toEqual([]);
  expect(await checkWithQpdf(bound.bytes)).toBe(0);
});

test('produces identical bytes when bound again', async () => {
  const again = await bind(await Promise.all(ORDER.map(toCandidate)));
  expect(Buffer.compare(again.bytes, bound.bytes)).toBe(0);
});

test('binds a packet of one candidate, and names in several scripts', async () => {
  const [first] = candidates;
  const one = await readPdf((await bind([{ ...(first as Candidate), name: 'Łukasz Żółć Ελένη Иван' }])).bytes);
  expect(one.pages).toHaveLength(FRONT + (first?.pages ?? 0));
  expect(one.pages[0]?.text).toContain('1 candidate ·');
  expect(one.pages[FRONT]?.text).toContain('Łukasz Żółć Ελένη Иван 1/2 1');
});

test('contains the text of each résumé page and its footer, according to pdftotext', async (context) => {
  requireProgram(context, 'pdftotext');
  const whole = await pagesByPoppler(bound.bytes);
  let at = FRONT;
  for (const candidate of candidates) {
    const own = await pagesByPoppler(candidate.pdf);
    expect(own).toHaveLength(candidate.pages);
    for (const [inner, text] of own.entries()) {
      const footer = `${candidate.name} ${inner + 1}/${own.length} ${at - FRONT + 1}`;
      expect(whole[at]).toBe(`${text}\n${footer}`);
      at += 1;
    }
  }
  expect(whole).toHaveLength(at);
});

/** The text of each page in painting order. */
async function pagesByPoppler(bytes: Uint8Array): Promise<string[]> {
  const child = promisify(execFile)('pdftotext', ['-raw', '-', '-'], { maxBuffer: 1e8 });
  child.child.stdin?.end(bytes);
  const { stdout } = await child;
  return stdout
    .split('\f')
    .slice(0, -1)
    .map((page) => page.trim());
}

test.each(IS_MATRIX ? [2, 50, 1000] : [2, 50])(
  'keeps structure, references, outline, links and text intact with %i candidates',
  // Not a measure of Dossier’s speed: most of the time goes to the other programs that read 2,000 pages.
  { timeout: 600_000 },
  async (count) => {
    const many = Array.from({ length: count }, (_, index): Candidate => {
      const candidate = candidates[index % candidates.length] as Candidate;
      return { ...candidate, slug: `${candidate.slug}-${index}`, name: `${candidate.name} ${index}` };
    });
    const { bytes, pages, verdict } = await bind(many);
    expect(verdict).toEqual({ ua: [], archive: [] });
    const read = await readPdf(bytes);
    expect(read.pages).toHaveLength(pages);
    expect(read.outline.slice(1).map((item) => item.title)).toEqual(many.map((candidate) => candidate.name));
    expect(bookmarksOf(read.outline).every((item) => item.page !== undefined)).toBe(true);
    const links = read.pages.flatMap((page) => page.links);
    expect(links.filter((link) => link.page !== undefined).length).toBeGreaterThanOrEqual(count);
    expect(links.every((link) => link.url !== undefined || link.page !== undefined)).toBe(true);

    const cover = read.pages[0]?.text ?? '';
    if (count <= 50) for (const { name } of many) expect(cover).toContain(name);
    expect(read.pages[1]?.text.startsWith('Contents')).toBe(true);
    const total = many.reduce((sum, candidate) => sum + candidate.pages, 0);
    const texts = read.pages.slice(pages - total).map((page) => page.text);
    const expected = many.flatMap(({ name, pages: own }, index) =>
      (parts[index % parts.length]?.pages ?? []).map((page, inner) => `${page.text}${name} ${inner + 1}/${own}`),
    );
    const bare = (text: string | undefined) => text?.replaceAll(/\s/g, '');
    expect(expected.filter((text, at) => bare(texts[at]) !== bare(`${text}${at + 1}`))).toEqual([]);
    expect(texts).toHaveLength(expected.length);
    expect(await structureFaults(bytes)).toEqual([]);
    expect(await unreachable(bytes)).toEqual([]);
    expect(await checkWithQpdf(bytes)).toBe(0);
    expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
  },
);

function bookmarksOf(items: ReadPdf['outline']): ReadPdf['outline'] {
  return items.flatMap((item) => [item, ...bookmarksOf(item.items)]);
}
