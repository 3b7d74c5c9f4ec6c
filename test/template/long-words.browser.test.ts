import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { readProfile } from '../../src/profile/read.js';
import { sample } from '../support/matrix.js';
import { TEMPLATES } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, openServices, surroundings } from '../support/services.js';

const printer = openPrinter();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const found = await findBrowser(undefined, surroundings());
  ({ browser } = await launchBrowser(found, process.env, process.getuid?.() === 0));
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

/** A profile with one word of the given length in every field, and the words. */
function profileOf(length: number) {
  const words: string[] = [];
  const word = () => {
    const head = `q${String(words.length).padStart(2, '0')}`;
    words.push(head + 'zxjvw'.repeat(length).slice(0, length - head.length));
    return words.at(-1);
  };
  const common = () => ({
    keywords: [word(), word()],
    links: [{ label: word(), url: 'https://example.com/' }],
    features: [{ label: word(), value: word() }],
    eyebrow: word(),
  });
  const profile = {
    basics: {
      name: word(),
      label: word(),
      tagline: word(),
      availability: word(),
      email: `${word()}@example.com`,
      url: `https://example.com/${word()}`,
      summary: `${word()} **${word()}**\n\n- ${word()}\n  - ${word()}`,
      location: { city: word(), region: word() },
      profiles: [{ network: word(), username: word(), url: 'https://example.com/x' }],
      metrics: [{ value: word(), label: word() }],
    },
    work: [
      {
        name: word(),
        position: word(),
        location: word(),
        description: word(),
        summary: word(),
        highlights: [word(), word()],
        startDate: '2020-01',
        engagements: [{ name: word(), position: word(), startDate: '2021-01', endDate: '2021-12' }],
        ...common(),
      },
    ],
    volunteer: [{ organization: word(), position: word(), startDate: '2020' }],
    education: [{ institution: word(), area: word(), studyType: word(), score: word(), courses: [word()] }],
    projects: [
      {
        name: word(),
        description: word(),
        status: word(),
        group: word(),
        metrics: [{ value: word(), label: word() }],
        ...common(),
      },
    ],
    skills: [{ name: word(), level: word(), keywords: [word()] }],
    languages: [{ language: word(), fluency: word() }],
    certificates: [{ name: word(), issuer: word(), date: '2020' }],
    awards: [{ title: word(), awarder: word(), date: '2020-05' }],
    publications: [{ name: word(), publisher: word(), releaseDate: '2020-05-01', summary: word() }],
    interests: [{ name: word(), keywords: [word()] }],
    references: [{ name: word(), reference: word() }],
    sections: [{ id: 'own', title: word(), text: word(), items: [word()] }],
  };
  return { profile, words };
}

describe.each(sample(TEMPLATES, 5))('in %s', (template) => {
  test.each([30, 100, 200])('keeps words of %i characters complete and within their column', async (length) => {
    const { profile, words } = profileOf(length);
    const { value, warnings } = readProfile(new TextEncoder().encode(JSON.stringify(profile)), 'a.json');
    expect(warnings.map(({ message }) => message)).toEqual([]);
    const request = { slug: 'a', profile: value, pictures: new Map(), formats: ['html', 'pdf'] as const, template };
    const { artifacts } = await makeResume(request, openServices(printer));
    const [html, pdf] = (['html', 'pdf'] as const).map((format) => artifacts.find((each) => each.format === format));

    const { pages } = await readPdf(pdf?.bytes ?? new Uint8Array());
    // Adjacent columns are read line by line, so words are counted by their letters.
    const text = pages.map((each) => each.text).join('');
    const letters = (all: string) => all.match(/z/g)?.length;
    expect(words.filter((word) => !text.includes(word.slice(0, 3)))).toEqual([]);
    expect(letters(text)).toBe(letters(words.join('')));
    // Margins are at least 12 mm.
    for (const { right, width } of pages) expect(Math.max(...right)).toBeLessThan(width - 30);

    await page.setContent(new TextDecoder().decode(html?.bytes));
    for (const [media, width] of [
      ['screen', 320],
      ['screen', 1280],
      ['print', 700],
    ] as const) {
      await page.emulateMediaType(media);
      await page.setViewport({ width, height: 800 });
      expect({ media, width, faults: await page.evaluate(faultsOfBoxes) }).toEqual({ media, width, faults: [] });
    }
  });
});

/** Texts that extend beyond the page or their own block, or overlap another text. */
function faultsOfBoxes(): string[] {
  const faults: string[] = [];
  const lines: { box: DOMRect; text: string }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.nodeValue ?? '';
    if (!parent || !text.trim() || ['SCRIPT', 'STYLE'].includes(parent.tagName)) continue;
    // A menu that scrolls horizontally.
    if (parent.closest('.menu')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width === 0 || box.height === 0) continue;
      lines.push({ box, text: text.trim().slice(0, 12) });
    }
  }
  const wide = document.documentElement.clientWidth;
  for (const [index, { box, text }] of lines.entries()) {
    if (box.right > wide + 1 || box.left < -1) faults.push(`${text} sticks out by ${Math.round(box.right - wide)}`);
    for (const other of lines.slice(index + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      // Line boxes overlap by their leading.
      if (across > 2 && down > Math.min(box.height, other.box.height) * 0.6)
        faults.push(`${text} lies on ${other.text}`);
    }
  }
  return faults.slice(0, 8);
}
