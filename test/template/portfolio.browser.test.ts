import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Format } from '../../src/document/formats.js';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { readProfile } from '../../src/profile/read.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile, surroundings } from '../support/services.js';

const CATEGORIES = ['Languages', 'Frameworks', 'Databases', 'Messaging', 'Cloud & DevOps', 'Security', 'Architecture'];

const printer = openPrinter();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const found = await findBrowser(undefined, surroundings());
  ({ browser } = await launchBrowser(found, process.env, process.getuid?.() === 0));
  page = await browser.newPage();
  // The page must work without scripts.
  await page.setJavaScriptEnabled(false);
  // Smooth scrolling would move the target of a click.
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});
afterAll(async () => {
  await browser.close();
  await printer[Symbol.asyncDispose]();
});

async function make(format: Format, yaml?: string): Promise<Uint8Array> {
  const slug = 'krish-arora';
  const profile = yaml ? readProfile(new TextEncoder().encode(yaml), 'jane.yaml').value : await shippedProfile(slug);
  const request = { slug, profile, pictures: new Map(), formats: [format], template: 'portfolio' };
  return (await makeResume(request, openServices(printer))).artifacts[0]?.bytes ?? new Uint8Array();
}

async function show(width: number, yaml?: string): Promise<void> {
  await page.setViewport({ width, height: 800 });
  await page.setContent(new TextDecoder().decode(await make('html', yaml)));
}

const shown = () =>
  page.$$eval('.category', (all) =>
    all.filter((element) => element.getBoundingClientRect().height > 0).map((element) => element.textContent?.trim()),
  );

test('shows one category of skills at a time, switched by keyboard or click', async () => {
  await show(1200);
  expect(await shown()).toEqual(['Rust, TypeScript, JavaScript, SQL']);
  await page.focus('input[type=radio]');
  await page.keyboard.press('ArrowRight');
  expect(await shown()).toEqual(['Actix, Node.js, Express.js']);
  await page.click('label:nth-of-type(4)');
  expect(await shown()).toEqual(['RabbitMQ, gRPC, WebSockets, Pub/Sub']);
  const group = (await page.accessibility.snapshot({ interestingOnly: false })) as Node;
  const radios = nodesOf(group).filter(({ role }) => role === 'radio');
  expect(radios.map(({ name }) => name)).toEqual(CATEGORIES);
  expect(radios.filter(({ checked }) => checked).map(({ name }) => name)).toEqual(['Messaging']);
  expect(nodesOf(group).find(({ role }) => role === 'radiogroup')?.name).toBe('Technical Skills');
});

interface Node {
  role: string;
  name?: string;
  checked?: boolean;
  children?: Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

test('shows a visible focus outline', async () => {
  await show(1200);
  await page.focus('.menu a');
  await page.keyboard.press('Tab');
  const outline = (selector: string) =>
    page.$eval(selector, (element) => getComputedStyle(element).outlineStyle !== 'none');
  expect(await outline('.menu li:nth-child(2) a')).toBe(true);
  await page.focus('input[type=radio]');
  await page.keyboard.press('ArrowRight');
  expect(await outline('label:nth-of-type(2)')).toBe(true);
});

test('links to each section, and keeps headings below the fixed menu', async () => {
  await show(1200);
  const links = await page.$$eval('.menu a', (all) => all.map((link) => link.getAttribute('href')));
  const sections = await page.$$eval('main > section', (all) => all.map(({ id }) => `#${id}`));
  expect(links).toEqual(sections);
  await page.click('.menu a[href="#projects"]');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const [menu, heading] = await Promise.all(
    ['.menu', '#projects h2'].map((selector) =>
      page.$eval(selector, (element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return { top, bottom };
      }),
    ),
  );
  expect(menu?.top).toBe(0);
  expect(heading?.top).toBeGreaterThanOrEqual(menu?.bottom ?? 0);
  expect(heading?.top).toBeLessThan(400);
});

test('places projects side by side on wide screens, and in one column on a phone', async () => {
  const columns = () =>
    page.$$eval('#projects .entry', (all) => new Set(all.map((card) => card.getBoundingClientRect().left)).size);
  await show(1200);
  expect(await columns()).toBe(2);
  await show(390);
  expect(await columns()).toBe(1);
});

test('keeps figures in tiles on one line on every screen', async () => {
  for (const width of [360, 768, 1200]) {
    await show(width);
    const broken = await page.$$eval(
      'main > .metrics .value',
      (all) =>
        all.filter((value) => value.getClientRects().length > 1 || value.getBoundingClientRect().height > 60).length,
    );
    expect([width, broken]).toEqual([width, 0]);
  }
});

test('prints every category without buttons or a menu', async () => {
  const pdf = await readPdf(await make('pdf'));
  const text = pdf.pages.map((each) => each.text).join(' ');
  const skills = text.slice(text.indexOf('Technical Skills'), text.indexOf('Certifications'));
  expect(CATEGORIES.filter((name) => !skills.includes(name))).toEqual([]);
  expect(skills).toContain('Frameworks: Actix, Node.js, Express.js Databases:');
  expect(text.match(/Technical Skills/g)).toHaveLength(1);
  expect(pdf.pages.flatMap(({ roles }) => roles).filter((role) => role === 'Form')).toEqual([]);
  expect(pdf.pages.flatMap(({ links }) => links).filter((link) => !link.url)).toEqual([]);
});

test.each([
  ['skills without keywords', 'skills: [{ name: Cooking }, { name: Baking }]\n'],
  ['a single category', 'skills: [{ name: Kitchen, keywords: [Cooking, Baking] }]\n'],
])('shows %s as a list without buttons', async (_name, yaml) => {
  await show(1200, yaml);
  expect(await page.$$('input')).toEqual([]);
  expect(await page.$eval('#skills', (section) => section.textContent)).toMatch(/Cooking.*Baking/s);
});

test('does not split a card between pages', async () => {
  const entries = Array.from(
    { length: 24 },
    (_, index) => `- { name: Card ${index} begins, description: ${'some words '.repeat(30)}card ${index} ends. }`,
  );
  const { pages } = await readPdf(await make('pdf', `projects:\n${entries.join('\n')}\n`));
  expect(pages.length).toBeGreaterThan(1);
  for (let index = 0; index < entries.length; index++) {
    const on = pages.filter(
      ({ text }) => text.includes(`Card ${index} begins`) && text.includes(`card ${index} ends.`),
    );
    expect([index, on.length]).toEqual([index, 1]);
  }
});
