import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lineCounter } from '../../src/check/open-profile.js';
import { parseInline } from '../../src/content/markup.js';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import type { Profile } from '../../src/profile/schema.js';
import { sample } from '../support/matrix.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { openPrinter, openServices, shippedProfile, surroundings } from '../support/services.js';

/** The width of an A4 page between the margins of each template, in millimeters. */
const COLUMNS: Record<string, number> = {
  ...{ classic: 170, modern: 178, compact: 182, portfolio: 180, academic: 170 },
  ...{ harvard: 177.8, engraved: 152, swiss: 180, sidebar: 210, europass: 176 },
};

const printer = openPrinter();
const services = openServices(printer);
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const found = await findBrowser(undefined, surroundings());
  ({ browser } = await launchBrowser(found, process.env, process.getuid?.() === 0));
  page = await browser.newPage();
  await page.emulateMediaType('print');
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

/** The bullets as a browser renders them on paper, each with its number of lines. */
async function setLines(slug: string, profile: Profile, template: string): Promise<Map<string, number>> {
  const request = { slug, profile, pictures: new Map(), formats: ['html'] as const, template };
  const { artifacts } = await makeResume(request, services);
  await page.setViewport({ width: Math.round(((COLUMNS[template] ?? 0) / 25.4) * 96), height: 1000 });
  await page.setContent(new TextDecoder().decode(artifacts[0]?.bytes));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const bullets = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.bullets > li')].map((li) => {
      const height = Number.parseFloat(getComputedStyle(li).lineHeight);
      return [li.textContent ?? '', Math.round(li.getBoundingClientRect().height / height)] as const;
    }),
  );
  return new Map(bullets.map(([text, lines]) => [text.replaceAll('\u00A0', ' '), lines]));
}

test.each(sample(TEMPLATES, 6))('counts lines as the %s template renders them on paper', async (template) => {
  const off: string[] = [];
  let counted = 0;
  // The estimate assumes the side column, which a page has only if something stands in it.
  const slugs = template === 'sidebar' ? ['chaitanya-prabhu', 'krish-arora'] : PROFILES;
  for (const slug of slugs) {
    const profile = await shippedProfile(slug);
    const { template: loaded } = await services.templates.get(template);
    const lines = await lineCounter(loaded.options, undefined, services.fonts);
    const set = await setLines(slug, profile, template);
    const jobs = profile.work ?? [];
    const projects = profile.projects ?? [];
    const bulletsOf = (entries: readonly { highlights?: { text: string }[] | undefined }[]) =>
      entries.flatMap((entry) => entry.highlights ?? []);
    const isWide = !projects.some(({ startDate, endDate, eyebrow }) => startDate || endDate || eyebrow);
    const items = (profile.sections ?? []).flatMap((section) => section.items ?? []);
    const nested = jobs.flatMap((job) => job.engagements ?? []).flatMap((inner) => inner.highlights ?? []);
    for (const [list, isNested, isUndated] of [
      [bulletsOf(jobs), false, false],
      [bulletsOf(projects), false, isWide],
      [items, false, true],
      [nested, true, false],
    ] as const) {
      for (const { text } of list) {
        const real = set.get(parseInline(text).plain);
        expect(real, `${slug} shows "${text}"`).toBeDefined();
        counted += 1;
        const guess = lines(text, isNested, isUndated);
        expect(Math.abs(guess - (real ?? 0)), text).toBeLessThan(2);
        if (guess !== real) off.push(`${guess} for ${real}: ${slug}: ${text}`);
      }
    }
  }
  expect(counted).toBeGreaterThan(template === 'sidebar' ? 40 : 80);
  // Kerning is averaged, so the count may be off for a line that is full to the last letter, and for no other line.
  expect(off.length, off.join('\n')).toBeLessThan(counted / 50);
});
