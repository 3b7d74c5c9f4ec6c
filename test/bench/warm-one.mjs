// Prints different two-page résumés in a warm browser: `ours` does all the work of a render, and `bare` only prints the
// HTML files that `html` has written.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from 'puppeteer';
import { makeResume } from '../../dist/document/resume.js';
import { browser, finisher, printer, services, shipped } from './support.mjs';

const [way, folder, count] = process.argv.slice(2);
const out = join(folder, way);
await mkdir(out, { recursive: true });
const AHEAD = 10;
const WIDTH = 2;

/** Requests for different résumés of two pages each. */
async function requests() {
  const profile = await shipped('krish-arora');
  return Array.from({ length: Number(count) + AHEAD }, (_, index) => {
    const summary = `${profile.basics.summary} Number ${index} of ${count}.`;
    const changed = { ...profile, basics: { ...profile.basics, name: `Krish Arora ${index}`, summary } };
    return { slug: `r${index}`, profile: changed, pictures: new Map(), formats: ['pdf'], template: 'classic' };
  });
}

/** Processes a list with limited concurrency, and returns the milliseconds taken after `AHEAD` warm-up items. */
async function through(items, work, width) {
  let next = 0;
  const run = async (until) => {
    while (next < until) await work(items[next++], next - 1);
  };
  const all = (until) => Promise.all(Array.from({ length: width }, () => run(until)));
  await all(AHEAD);
  const start = performance.now();
  await all(items.length);
  return performance.now() - start;
}

async function ours() {
  const open = printer();
  const thread = finisher();
  try {
    const tools = services(open, thread);
    const one = async (request) => {
      const { artifacts } = await makeResume(request, tools);
      await writeFile(join(out, `${request.slug}.pdf`), artifacts[0].bytes);
    };
    // Like a render, process twice as many documents as there are pages, so that one is ready whenever a page is free.
    return await through(await requests(), one, WIDTH * 2);
  } finally {
    await open[Symbol.asyncDispose]();
    await thread[Symbol.asyncDispose]();
  }
}

async function html() {
  const open = printer();
  const tools = services(open);
  for (const request of await requests()) {
    const { artifacts } = await makeResume({ ...request, formats: ['html'] }, tools);
    await writeFile(join(out, `${request.slug}.html`), artifacts[0].bytes);
  }
  await open[Symbol.asyncDispose]();
}

async function bare() {
  const { executable, env } = await browser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
  const chrome = await launch({ executablePath: executable, headless: 'shell', args, env: { ...process.env, ...env } });
  try {
    const pages = await Promise.all(Array.from({ length: WIDTH }, () => chrome.newPage()));
    const files = await Promise.all(
      Array.from({ length: Number(count) + AHEAD }, (_, index) =>
        readFile(join(folder, 'html', `r${index}.html`), 'utf8'),
      ),
    );
    const options = { preferCSSPageSize: true, printBackground: true, tagged: true, outline: true };
    const one = async (text, index) => {
      const page = pages.pop();
      await page.setContent(text, { waitUntil: 'load' });
      await writeFile(join(out, `${index}.pdf`), await page.pdf(options));
      pages.push(page);
    };
    return await through(files, one, WIDTH);
  } finally {
    await chrome.close();
  }
}

const ways = { ours, bare, html };
console.log(JSON.stringify({ ms: (await ways[way]()) ?? 0, mb: Math.round(process.resourceUsage().maxRSS / 1024) }));
