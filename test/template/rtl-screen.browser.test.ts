import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { readProfile } from '../../src/profile/read.js';
import { sample } from '../support/matrix.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { openPrinter, openServices, surroundings } from '../support/services.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let browser: Browser;
let page: Page;
const printer = openPrinter();

beforeAll(async () => {
  const found = await findBrowser(undefined, surroundings());
  ({ browser } = await launchBrowser(found, process.env, process.getuid?.() === 0));
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

async function show(slug: string, template: string, width: number): Promise<void> {
  const path = join(ROOT, 'test', 'fixtures', 'locales', `${slug}.yaml`);
  const profile = readProfile(await readFile(path), path).value;
  const request = { slug, profile, pictures: new Map(), formats: ['html'] as const, template };
  const { artifacts } = await makeResume(request, openServices(printer));
  await page.setViewport({ width, height: 900 });
  await page.setContent(new TextDecoder().decode(artifacts[0]?.bytes));
}

/** The left and right edges of the first matching element. */
async function boxOf(selector: string): Promise<{ left: number; right: number }> {
  return page.$eval(selector, (element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right };
  });
}

describe.each(['ar', 'he'])('%s', (slug) => {
  describe.each(sample(TEMPLATES, 3))('in %s', (template) => {
    test('is mirrored on a large screen', async () => {
      await show(slug, template, 1200);
      const [name, title, dates, bullets] = [
        await boxOf('h1'),
        await boxOf('#work .title'),
        await boxOf('#work .dates'),
        await boxOf('#work .bullets'),
      ];
      // The name is centred in engraved and harvard, in any direction.
      const centred = ['engraved', 'harvard'].includes(template);
      expect(await page.$eval('h1', (element) => getComputedStyle(element).textAlign)).toBe(
        centred ? 'center' : 'start',
      );
      // Dates are in the right margin in modern, academic and europass, and at the end of the line in the others.
      if (['modern', 'academic', 'europass'].includes(template)) expect(dates.left).toBeGreaterThan(title.left);
      else expect(dates.right).toBeLessThan((title.left + title.right) / 2);
      if (centred) expect((name.left + name.right) / 2).toBeCloseTo(600, 0);
      else expect(name.right).toBeGreaterThan(700);
      expect(bullets.right).toBeGreaterThan(700);
    });

    test('uses the full width of a phone without overflow', async () => {
      await show(slug, template, 390);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      // In portfolio, a line precedes the jobs.
      for (const selector of ['#summary .prose-body', template === 'portfolio' ? '#work .cards' : '#work .bullets']) {
        const { left, right } = await boxOf(selector);
        expect([selector, left < 30, right > 360]).toEqual([selector, true, true]);
      }
    });

    test('keeps addresses, numbers and figures left to right', async () => {
      await show(slug, template, 1200);
      const directionOf = (selector: string) =>
        page.$$eval(selector, (all) => all.map((element) => getComputedStyle(element).direction));
      for (const selector of ['.contact-phone a', '.contact-email a', '.contact-url a', 'code', '.metrics bdi'])
        expect([selector, ...new Set(await directionOf(selector))]).toEqual([selector, 'ltr']);
      expect(await directionOf('html')).toEqual(['rtl']);
    });

    test('has no axe-core violations', async () => {
      await show(slug, template, 1200);
      await page.evaluate(await readFile(axe, 'utf8'));
      const found = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      expect(found).toEqual([]);
    });
  });
});
