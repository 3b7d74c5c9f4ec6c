import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import type { Design } from '../../src/profile/design.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { pairs, sample } from '../support/matrix.js';
import { PROFILES, packageFolder, TEMPLATES } from '../support/paths.js';
import { openPrinter, openServices, shippedProfile, surroundings } from '../support/services.js';

const require = createRequire(import.meta.url);
const axe = require.resolve('axe-core/axe.min.js');

let browser: Browser;
let page: Page;
let source: string;
const printer = openPrinter();

beforeAll(async () => {
  const found = await findBrowser(undefined, surroundings());
  ({ browser } = await launchBrowser(found, process.env, process.getuid?.() === 0));
  page = await browser.newPage();
  source = await readFile(axe, 'utf8');
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

/** The templates that have a side column. */
const SIDE: ReadonlySet<string> = new Set(['sidebar']);

async function show(slug: string, template: string, profile?: Profile, design?: Design): Promise<void> {
  profile ??= await shippedProfile(slug);
  const request = { slug, profile, pictures: new Map(), formats: ['html'] as const, template, design };
  const { artifacts } = await makeResume(request, openServices(printer));
  await page.setContent(new TextDecoder().decode(artifacts[0]?.bytes));
}

/** The axe-core violations of the shown page in light and dark mode. */
async function violations(): Promise<string[]> {
  const all: string[] = [];
  for (const value of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await page.evaluate(source);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as never as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    all.push(...found.map((violation) => `${value}: ${violation}`));
  }
  return all;
}

/** Designs whose colours are as light as paper allows, in layouts that differ most from the templates' own. */
const DESIGNS: readonly Design[] = [
  {
    accent: '#c2185b',
    text: '#5a5a5a',
    muted: '#767676',
    header: { align: 'center', color: '#8a8a8a' },
    headings: { style: 'box' },
    entries: { dates: 'right', places: 'dates' },
    metrics: 'tiles',
    keywords: 'pills',
    contacts: { icons: true, separator: 'bar' },
    links: 'accent',
  },
  {
    accent: '#00796b',
    header: { align: 'split' },
    headings: { style: 'side-rules', align: 'center' },
    entries: { dates: 'margin' },
    metrics: 'line',
    keywords: 'line',
    links: 'plain',
  },
  { entries: { dates: 'left' }, headings: { style: 'spaced-caps' }, keywords: 'plain', links: 'underline' },
];

describe.each(sample(TEMPLATES, 4))('the web view of %s', (template) => {
  test.each(sample(PROFILES.slice(TEMPLATES.indexOf(template) % PROFILES.length), 1))(
    'has no axe-core violations for %s in light and dark mode',
    async (slug) => {
      await page.setViewport({ width: 1200, height: 900 });
      await show(slug, template);
      expect(await violations()).toEqual([]);
    },
  );

  test.each(DESIGNS.map((design, index) => [index + 1, design] as const))(
    'has no axe-core violations and no overflow with design %i',
    async (_, design) => {
      for (const width of [360, 1200]) {
        await page.setViewport({ width, height: 900 });
        await show('nrishinghananda-roy', template, undefined, design);
        const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect([width, widths[0]]).toEqual([width, widths[1]]);
      }
      expect(await violations()).toEqual([]);
    },
  );

  test.each([360, 768, 1200])('fits a screen of %i pixels without horizontal overflow', async (width) => {
    await page.setViewport({ width, height: 800 });
    for (const slug of PROFILES) {
      await show(slug, template);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect([slug, widths[0]]).toEqual([slug, widths[1]]);
    }
  });

  test('ignores page breaks, which apply to paper only', async () => {
    const yaml = `work: [{ name: A, position: Job }, { name: B, position: Job, break: before }]
skills: [{ name: Cooking }, { name: Baking, break: keep }]
meta: { sections: [{ id: work }, { id: skills, break: before }] }
`;
    await show('jane', template, readProfile(new TextEncoder().encode(yaml), 'jane.yaml').value);
    const breaks = () =>
      page.$$eval('[class*="break-"]', (all) =>
        all.map((element) => {
          const { breakBefore, breakInside } = getComputedStyle(element);
          return [element.tagName, breakBefore, element.tagName === 'LI' ? breakInside : 'any'];
        }),
      );
    await page.emulateMediaType('print');
    expect(await breaks()).toEqual([
      ['ARTICLE', 'page', 'any'],
      ['SECTION', 'page', 'any'],
      ['LI', 'auto', 'avoid'],
    ]);
    await page.emulateMediaType('screen');
    expect((await breaks()).map(([, before]) => before)).toEqual(['auto', 'auto', 'auto']);
  });
});

test('prints each document of fresh-test-resumes and the official sample, or reports the reason for failing', async () => {
  const { readProfile } = await import('../../src/profile/read.js');
  const { readPdf } = await import('../support/pdf.js');
  const folder = join(packageFolder('fresh-test-resumes'), 'src', 'jrs');
  const sample = join(packageFolder('@jsonresume/schema'), 'sample.resume.json');
  const files = ['jane-fullstacker', 'jane-incomplete', 'john-doe', 'richard-hendriks'].map((name) =>
    join(folder, `${name}.json`),
  );
  for (const [file, template] of pairs([...files, sample], TEMPLATES)) {
    const { value } = readProfile(await readFile(file), file);
    const request = { slug: 'x', profile: value, pictures: new Map(), formats: ['pdf'] as const, template };
    const { artifacts, content } = await makeResume(request, openServices(printer));
    const pdf = await readPdf(artifacts[0]?.bytes ?? new Uint8Array());
    expect([template, pdf.pages[0]?.text.slice(0, content.name.length)]).toEqual([template, content.name]);
    const titles = content.sections.map((section) => section.title);
    const outline = pdf.outline[0]?.items.map((item) => item.title) ?? [];
    // The bookmarks follow the order of reading, in which the side column comes first.
    if (SIDE.has(template)) expect(outline.toSorted()).toEqual(titles.toSorted());
    else expect(outline).toEqual(titles);
  }
  const empty = join(folder, 'empty.json');
  const bytes = await readFile(empty);
  expect(() => readProfile(bytes, empty)).toThrow(
    expect.objectContaining({ code: 'PROFILE_EMPTY', message: 'every field of the profile is empty' }),
  );
});
