import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resume } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import type { Printer } from '../../src/print/printer.js';
import { pairs } from '../support/matrix.js';
import { outside } from '../support/outside.js';
import { PROFILES, TEMPLATES, temporaryFolder } from '../support/paths.js';
import { checkWithQpdf, collapse, type OutlineItem, type ReadPdf, readPdf } from '../support/pdf.js';
import { factsOf, openPrinter, openServices, shippedProfile } from '../support/services.js';

let printer: Printer;
beforeAll(() => {
  printer = openPrinter();
});
afterAll(() => printer[Symbol.asyncDispose]());

describe.each(pairs(PROFILES, TEMPLATES))('%s in %s', (slug, template) => {
  let resume: Resume;
  let bytes: Uint8Array;
  let pdf: ReadPdf;
  beforeAll(async () => {
    const profile = await shippedProfile(slug);
    resume = await makeResume(
      { slug, profile, pictures: new Map(), formats: ['html', 'pdf'], template },
      openServices(printer),
    );
    const artifact = resume.artifacts.find(({ format }) => format === 'pdf');
    bytes = artifact?.bytes ?? new Uint8Array();
    pdf = await readPdf(bytes);
    expect(artifact?.pages).toBe(pdf.pages.length);
  });

  test('has a glyph for every character', () => {
    expect(resume.warnings.filter((warning) => warning.message.includes('font'))).toEqual([]);
  });

  test('is tagged and has a title and a language', () => {
    expect(pdf).toMatchObject({ tagged: true, title: resume.title, lang: 'en' });
    expect(pdf.info).toMatchObject({ Author: resume.content.name, Subject: resume.content.label });
    expect(pdf.pages[0]?.roles.filter((role) => role === 'H1')).toHaveLength(1);
  });

  test('contains every fact of its source, word for word', async () => {
    const text = collapse(pdf.pages.map((page) => page.text).join(' '));
    expect(missing(await factsOf(slug), text)).toEqual([]);
  });

  test('is read by pdftotext in the order of its sections, with every fact', async (context) => {
    const file = join(await temporaryFolder(), 'resume.pdf');
    await writeFile(file, bytes);
    const text = collapse(outside(context, 'pdftotext', ['-raw', file, '-']));
    expect(missing(await factsOf(slug), text)).toEqual([]);
    const places = resume.content.sections.map((section) => text.indexOf(` ${section.title} `));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('has an outline of its sections and the links of its profile', () => {
    const [top] = pdf.outline;
    expect(top?.title).toBe(resume.content.name);
    expect(top?.items.map((item) => item.title)).toEqual(resume.content.sections.map((section) => section.title));
    const wanted = resume.content.contacts.flatMap((contact) => contact.url ?? []);
    const found = pdf.pages.flatMap((page) => page.links.flatMap((link) => link.url ?? []));
    for (const url of wanted) expect(found).toContain(new URL(url).href);
  });

  test('has no nearly empty page except the last', () => {
    for (const page of pdf.pages.slice(0, -1)) expect(page.text.length).toBeGreaterThan(600);
    expect(pdf.pages.at(-1)?.text.length).toBeGreaterThan(0);
  });

  test('leaves no heading alone at the end of a page', () => {
    const titles = (items: OutlineItem[]): string[] => items.flatMap((item) => [item.title, ...titles(item.items)]);
    const headings = titles(pdf.outline);
    expect(headings.length).toBeGreaterThan(5);
    for (const page of pdf.pages) expect(headings.filter((heading) => page.text.endsWith(heading))).toEqual([]);
  });

  test('is valid according to pdfinfo and qpdf', async (context) => {
    const file = join(await temporaryFolder(), 'resume.pdf');
    await writeFile(file, bytes);
    const info = outside(context, 'pdfinfo', [file]);
    expect(info).toMatch(/^Tagged: +yes$/m);
    expect(info).toMatch(new RegExp(`^Pages: +${pdf.pages.length}$`, 'm'));
    expect(info.match(/^Title: +(.*)$/m)?.[1]).toBe(resume.title);
    expect(outside(context, 'qpdf', ['--check', file])).toContain('No syntax or stream encoding errors found');
  });

  test('passes the qpdf check', async () => {
    expect(await checkWithQpdf(bytes)).toBe(0);
  });
});

test('the one-column template is read in order even in the layout mode of pdftotext', async (context) => {
  const slug = 'krish-arora';
  const resume = await makeResume(
    { slug, profile: await shippedProfile(slug), pictures: new Map(), formats: ['pdf'], template: 'classic' },
    openServices(printer),
  );
  const file = join(await temporaryFolder(), 'resume.pdf');
  await writeFile(file, resume.artifacts[0]?.bytes ?? '');
  const text = collapse(outside(context, 'pdftotext', [file, '-']));
  expect(missing(await factsOf(slug), text)).toEqual([]);
  // An employer, then the work done there, then the next employer.
  const order = [
    'Qualyval',
    'regex + OCR',
    'Bizzowl',
    'mentored junior developers',
    'Almanilokheri',
    'RabbitMQ queues,',
  ];
  const places = order.map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

/** The facts that a text lacks, ignoring case. */
function missing(facts: readonly string[], text: string): string[] {
  const low = text.toLowerCase();
  return facts.filter((fact) => !low.includes(collapse(fact).toLowerCase()));
}

test.each([
  ['a4', 595, 842],
  ['letter', 612, 792],
] as const)('uses %s paper if the profile asks for it', async (size, width, height) => {
  const slug = 'krish-arora';
  const profile = await shippedProfile(slug);
  const sized = { ...profile, meta: { ...profile.meta, page: { size, margin: undefined, fit: undefined } } };
  for (const template of TEMPLATES) {
    const request = { slug, profile: sized, pictures: new Map(), formats: ['pdf'] as const, template };
    const resume = await makeResume(request, openServices(printer));
    const { pages } = await readPdf(resume.artifacts[0]?.bytes ?? new Uint8Array());
    expect(pages.length).toBeLessThanOrEqual(2);
    for (const page of pages) expect([Math.round(page.width), Math.round(page.height)]).toEqual([width, height]);
  }
});

test('the qpdf check detects a damaged file', async () => {
  const slug = 'aryan-mishra';
  const resume = await makeResume(
    { slug, profile: await shippedProfile(slug), pictures: new Map(), formats: ['pdf'] },
    openServices(printer),
  );
  const bytes = resume.artifacts[0]?.bytes ?? new Uint8Array();
  expect(await checkWithQpdf(bytes.subarray(0, bytes.length - 400))).not.toBe(0);
});
