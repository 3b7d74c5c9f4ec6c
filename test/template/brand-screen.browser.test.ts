import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import type { Brand } from '../../src/profile/brand.js';
import { letterDocument } from '../../src/profile/documents.js';
import { readProfile } from '../../src/profile/read.js';
import { readProject } from '../../src/project/project.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { openPrinter, openServices, surroundings } from '../support/services.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PROFILE = `basics: { name: Ada Quill, label: Engineer, email: ada@example.com, summary: Builds stores. }
work: [{ name: Acme, position: Engineer, startDate: 2025-06, highlights: [Built a store.] }]
letters: { one: { subject: A position, body: Hello there } }
`;

let browser: Browser;
let page: Page;
let source: string;
let brand: Brand;
const printer = openPrinter();

beforeAll(async () => {
  ({ browser } = await launchBrowser(
    await findBrowser(undefined, surroundings()),
    process.env,
    process.getuid?.() === 0,
  ));
  page = await browser.newPage();
  source = await readFile(axe, 'utf8');
  const file = join(ROOT, 'docs', 'demo-brand', 'dossier.yaml');
  const read = await readProject(file, file, async () => TEMPLATES);
  if (!read.brand) throw new Error('the demo has no brand');
  brand = read.brand;
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

async function show(template: string, variant?: string): Promise<void> {
  const profile = readProfile(Buffer.from(PROFILE), 'ada.yaml').value;
  const request = { slug: 'ada', profile, pictures: new Map(), formats: ['html'] as const, template, variant };
  const { artifacts } = await makeResume(request, { ...openServices(printer), brand });
  await page.setContent(new TextDecoder().decode(artifacts[0]?.bytes));
}

/** The visible parts of a house style, and the width of the content beyond that of the window. */
const measure = () =>
  page.evaluate(() => {
    const isShown = (element: Element) => element.getBoundingClientRect().height > 0;
    const parts = [...document.querySelectorAll('.house')].filter(isShown);
    const [sheet] = document.querySelectorAll('.sheet:not(.house)');
    const frame = sheet?.getBoundingClientRect();
    return {
      parts: parts.map((part) => part.textContent?.trim() ?? ''),
      logos: parts.flatMap((part) => [...part.querySelectorAll('img')].map((image) => Math.round(image.height))),
      isApart: parts.every((part) => {
        const { top, bottom } = part.getBoundingClientRect();
        return frame !== undefined && (bottom <= frame.top || top >= frame.bottom);
      }),
      beyond: document.documentElement.scrollWidth - innerWidth,
    };
  });

async function violations(): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as never as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
    return (await axe.run()).violations.map(({ id }) => id);
  });
}

describe.each(TEMPLATES)('the house style on the screen in %s', (template) => {
  test('stands beside a résumé and a letter, on every width and in the dark, and not on paper', async () => {
    const { address = '', confidentiality = '' } = brand;
    for (const variant of [undefined, letterDocument('one')]) {
      await show(template, variant);
      const parts = variant ? [address.replace(' · ', ''), confidentiality] : [`${address}${confidentiality}`];
      for (const width of [360, 1200]) {
        await page.setViewport({ width, height: 900 });
        expect(await measure()).toEqual({ parts, logos: [expect.any(Number)], isApart: true, beyond: 0 });
      }
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        expect([variant, value, await violations()]).toEqual([variant, value, []]);
      }
      await page.emulateMediaType('print');
      expect((await measure()).parts).toEqual([]);
      await page.emulateMediaType('screen');
    }
  });
});
