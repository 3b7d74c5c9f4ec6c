import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainOf } from '../../src/content/markup.js';
import { wordsFor } from '../../src/content/words.js';
import type { Resume } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Printer } from '../../src/print/printer.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { pairs } from '../support/matrix.js';
import { outside } from '../support/outside.js';
import { ROOT, TEMPLATES, temporaryFolder } from '../support/paths.js';
import { checkWithQpdf, collapse, type ReadPdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices } from '../support/services.js';
import { textOf } from '../template/support.js';

const FOLDER = join(ROOT, 'test', 'fixtures', 'locales');
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.yaml', ''));
const RIGHT_TO_LEFT = ['ar', 'he'];

/** Fonts that only one script needs. */
const FONTS: Record<string, RegExp> = {
  ar: /Vazirmatn/,
  he: /NotoS\w+Hebrew/,
  hi: /NotoS\w+Devanagari/,
  ja: /NotoSansJP/,
  ko: /NotoSansKR/,
  zh: /NotoSansSC/,
};

let printer: Printer;
beforeAll(() => {
  printer = openPrinter();
});
afterAll(() => printer[Symbol.asyncDispose]());

async function profileIn(name: string): Promise<Profile> {
  const path = join(FOLDER, `${name}.yaml`);
  return readProfile(await readFile(path), path).value;
}

async function make(
  slug: string,
  profile: Profile,
  template: string,
): Promise<Resume & { html: string; pdf: Uint8Array }> {
  const formats = ['html', 'pdf'] as const;
  const resume = await makeResume({ slug, profile, pictures: new Map(), formats, template }, openServices(printer));
  const bytes = (format: string) => resume.artifacts.find((one) => one.format === format)?.bytes ?? new Uint8Array();
  return { ...resume, html: new TextDecoder().decode(bytes('html')), pdf: bytes('pdf') };
}

/** The texts of a résumé that each fit on one line or in one paragraph. */
function textsOf({ content }: Resume): string[] {
  const entries = content.sections.flatMap((section) =>
    section.kind === 'entries' ? section.groups.flatMap((group) => group.entries) : [],
  );
  return [
    content.name,
    content.label ?? '',
    ...content.sections.map((section) => section.title),
    ...entries.flatMap((entry) => [entry.title, entry.subtitle ?? '', ...entry.bullets.map(plainOf)]),
    ...content.metrics.map((metric) => metric.label ?? ''),
  ];
}

/** The text without spaces, which readers of Hindi and Chinese treat differently, and without joiners and direction marks. */
const bare = (text: string) => text.normalize('NFKC').replace(/\u200D|[\s\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');

/** The letters of a text that occur less often in another one. */
function lettersMissing(wanted: string, text: string): string[] {
  const count = (letter: string, within: string) => within.split(letter).length;
  const [all, there] = [bare(wanted), bare(text)];
  return [...new Set(all.match(/[\p{L}\p{M}]/gu))].filter((letter) => count(letter, there) < count(letter, all));
}

/** All fonts of a document, each with its name, kind and an `embedded` flag. */
async function fontsOf(bytes: Uint8Array): Promise<{ name: string; kind: string; embedded: boolean }[]> {
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false });
  const fonts = context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFDict ? [object] : []));
  return fonts
    .filter((font) => font.get(PDFName.of('Type')) === PDFName.of('Font'))
    .filter((font) => !font.has(PDFName.of('DescendantFonts')))
    .map((font) => {
      const descriptor = font.lookup(PDFName.of('FontDescriptor'));
      const files = ['FontFile', 'FontFile2', 'FontFile3'].map((key) => PDFName.of(key));
      return {
        name: String(font.get(PDFName.of('BaseFont'))),
        kind: String(font.get(PDFName.of('Subtype'))),
        embedded: descriptor instanceof PDFDict && files.some((file) => descriptor.has(file)),
      };
    });
}

test('there is a profile in each of thirteen languages', () => {
  const wanted = ['ar', 'de', 'en-gb', 'es', 'fr', 'he', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'zh'];
  expect(NAMES.sort()).toEqual(wanted);
});

describe.each(pairs(NAMES, TEMPLATES))('%s in %s', (name, template) => {
  let resume: Awaited<ReturnType<typeof make>>;
  let read: ReadPdf;
  beforeAll(async () => {
    resume = await make(name, await profileIn(name), template);
    read = await readPdf(resume.pdf);
  });

  test('fills one page of its region without a warning', () => {
    // The wide margins of engraved may take another page.
    if (template === 'engraved') expect(read.pages.length).toBeLessThanOrEqual(2);
    else expect([resume.warnings, read.pages.length]).toEqual([[], 1]);
    expect([Math.round(read.pages[0]?.width ?? 0), Math.round(read.pages[0]?.height ?? 0)]).toEqual([595, 842]);
  });

  test('has its language, a title and tags, and conforms to PDF/UA', async () => {
    const lang = resume.profile.meta?.locale;
    expect(read).toMatchObject({ lang, tagged: true, title: resume.title });
    const document = await PDFDocument.load(resume.pdf, { updateMetadata: false });
    expect(checkUa(document)).toEqual([]);
    const preferences = document.catalog.lookup(PDFName.of('ViewerPreferences'), PDFDict);
    const direction = RIGHT_TO_LEFT.includes(name) ? '/R2L' : undefined;
    expect(preferences.get(PDFName.of('Direction'))?.toString()).toBe(direction);
    expect(await checkWithQpdf(resume.pdf)).toBe(0);
  });

  test('has its sections as bookmarks, in its language', () => {
    const titles = resume.content.sections.map((section) => section.title);
    const found = read.outline[0]?.items.map((item) => item.title) ?? [];
    // The sections of a side column come first.
    if (template === 'sidebar') expect(found.toSorted()).toEqual(titles.toSorted());
    else expect(found).toEqual(titles);
    const { sections } = wordsFor(resume.content.lang);
    expect(titles.filter((title) => !Object.values(sections).includes(title))).toEqual([]);
  });

  test('embeds every font, including that of its script, and no Type 3 font', async () => {
    const fonts = await fontsOf(resume.pdf);
    expect(fonts.filter((font) => !font.embedded || font.kind === '/Type3')).toEqual([]);
    const own = FONTS[name];
    if (own) expect(fonts.map((font) => font.name).join(' ')).toMatch(own);
  });

  test('contains all of its texts in the page', () => {
    const text = bare(textOf(resume.html));
    expect(textsOf(resume).filter((one) => !text.includes(bare(one)))).toEqual([]);
    expect(resume.html).toContain(
      `<html lang="${resume.content.lang}" dir="${RIGHT_TO_LEFT.includes(name) ? 'rtl' : 'ltr'}"`,
    );
  });

  test('can be read with every letter of every word', () => {
    const text = bare(read.pages.map((page) => page.text).join(' '));
    // Lines from right to left are extracted in painting order.
    const isPainted = RIGHT_TO_LEFT.includes(name);
    const texts = textsOf(resume).filter((one) => !/[\u0600-\u06FF]/.test(one) || name !== 'en-gb');
    if (isPainted) expect(lettersMissing(texts.join(''), text)).toEqual([]);
    else expect(texts.filter((one) => !text.includes(bare(one)))).toEqual([]);
  });

  test('is read by pdftotext in word order', async (context) => {
    const file = join(await temporaryFolder(), 'resume.pdf');
    await writeFile(file, resume.pdf);
    const text = bare(outside(context, 'pdftotext', [file, '-']));
    const titles = [resume.content.name, ...resume.content.sections.map((section) => section.title)];
    expect(titles.filter((title) => !text.includes(bare(title)))).toEqual([]);
  });
});

test('American English uses letter paper unless the profile asks for another size', async () => {
  const profile = await profileIn('en-gb');
  const width = async (meta: Profile['meta']) => {
    const { pdf } = await make('en', { ...profile, meta: { ...profile.meta, ...meta } }, 'classic');
    return (await readPdf(pdf)).pages[0]?.width;
  };
  expect(await width({ locale: 'en-US' })).toBe(612);
  expect(Math.round((await width({ locale: 'en-US', page: { size: 'a4' } })) ?? 0)).toBe(595);
});

test('a language without translations falls back to English with a warning', async () => {
  const profile = await profileIn('en-gb');
  const { warnings, content } = await make('sv', { ...profile, meta: { locale: 'sv' } }, 'classic');
  expect(content.sections.map((section) => section.title)).toContain('Experience');
  expect(warnings).toEqual([
    {
      severity: 'warning',
      message: 'Dossier has no words for the language of meta.locale: section titles are in English',
      hint: expect.stringMatching(/^set the titles in meta\.sections, or use one of en, de, fr, /),
    },
  ]);
});

test('documents of different languages do not affect each other', async () => {
  const services = openServices(printer);
  const one = async (name: string) => {
    const request = { slug: name, pictures: new Map(), formats: ['pdf'] as const, template: 'compact' };
    const { artifacts } = await makeResume({ ...request, profile: await profileIn(name) }, services);
    return artifacts[0]?.bytes ?? new Uint8Array();
  };
  const first = await one('he');
  await one('en-gb');
  await one('ar');
  expect(await one('he')).toEqual(first);
  expect(collapse((await readPdf(await one('de'))).pages[0]?.text ?? '')).toContain('Berufserfahrung');
});
