import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Format } from '../../src/document/formats.js';
import type { Resume } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { ROOT } from '../support/paths.js';
import { type ReadPdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices } from '../support/services.js';

const FILE = join(ROOT, 'test', 'fixtures', 'academic', 'ines-valdarno.yaml');
const printer = openPrinter();

let profile: Profile;
let resume: Resume;
let pdf: ReadPdf;

const bytesOf = (made: Resume, format: Format) =>
  made.artifacts.find((artifact) => artifact.format === format)?.bytes ?? new Uint8Array();
const make = (formats: Format[], template?: string) =>
  makeResume({ slug: 'ines-valdarno', profile, pictures: new Map(), formats, template }, openServices(printer));

beforeAll(async () => {
  profile = readProfile(await readFile(FILE), FILE, ['academic']).value;
  resume = await make(['html', 'pdf', 'txt', 'md']);
  pdf = await readPdf(bytesOf(resume, 'pdf'));
});
afterAll(() => printer[Symbol.asyncDispose]());

test('publications are numbered across all groups, as text', () => {
  const text = pdf.pages.map((page) => page.text).join(' ');
  const numbers = [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
  expect(profile.publications?.length).toBe(30);
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(new Set(profile.publications?.map(({ group }) => group)).size).toBe(4);
  // The number, authors, title and venue.
  expect(text).toMatch(/\[13\] I\. Valdarno and L\. Brandvold Looms as testing machines Proceedings of the 14th/);
});

test('every format has the same order of sections', () => {
  const titles = resume.content.sections.map(({ title }) => title);
  expect(titles.slice(0, 4)).toEqual(['Summary', 'Publications', 'Education', 'Experience']);
  expect(pdf.outline[0]?.items.map(({ title }) => title)).toEqual(titles);
  const inOrder = (text: string, of: (title: string) => string) => {
    const places = titles.map((title) => text.indexOf(of(title)));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  };
  const read = (format: Format) => new TextDecoder().decode(bytesOf(resume, format));
  inOrder(read('html'), (title) => `-title">${title}</h2>`);
  inOrder(read('md'), (title) => `\n## ${title}\n`);
  inOrder(read('txt'), (title) => `\n${title.toUpperCase()}\n`);
});

test('a template without its own order of sections keeps the usual one', async () => {
  const { content } = await make(['txt'], 'classic');
  expect(content.sections.slice(0, 3).map(({ id }) => id)).toEqual(['summary', 'work', 'teaching']);
});

test('page numbers start on the second page, as artifacts, and the file conforms to PDF/UA', async () => {
  const { length } = pdf.pages;
  expect(length).toBeGreaterThan(2);
  const counted = pdf.pages.map((page, index) => page.text.includes(`${index + 1} / ${length}`));
  expect(counted).toEqual(pdf.pages.map((_, index) => index > 0));
  expect(checkUa(await PDFDocument.load(bytesOf(resume, 'pdf'), { updateMetadata: false }))).toEqual([]);
});

test('a publication that starts a page keeps its number', async () => {
  const publications = [{ name: 'First' }, { name: 'Second', break: 'before' }, { name: 'Third' }];
  const short = readProfile(Buffer.from(JSON.stringify({ basics: { name: 'Jane' }, publications })), 'jane.json').value;
  const request = {
    slug: 'jane',
    profile: short,
    pictures: new Map(),
    formats: ['pdf' as const],
    template: 'academic',
  };
  const { pages } = await readPdf(bytesOf(await makeResume(request, openServices(printer)), 'pdf'));
  expect(pages.map(({ text }) => text.trim().replace(/\s+/g, ' '))).toEqual([
    'Jane Publications [1] First',
    '2 / 2 [2] Second [3] Third',
  ]);
});

test('no publication is split between pages', () => {
  for (const item of profile.publications ?? []) {
    const parts = [item.eyebrow, item.name, item.publisher].map((part) => part?.replace(/\s+/g, ' ') ?? '');
    const on = pdf.pages.filter((page) => parts.every((part) => page.text.includes(part)));
    expect([item.name, on.length]).toEqual([item.name, 1]);
  }
});
