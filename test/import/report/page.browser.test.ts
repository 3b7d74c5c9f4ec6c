import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScreen } from '../../dev/support.js';
import { dossier } from '../../support/cli.js';
import { ROOT, sharedFolder, temporaryFolder } from '../../support/paths.js';

const require = createRequire(import.meta.url);
const PDF = join(ROOT, 'test', 'fixtures', 'import', 'pdfs', 'chromium-two-column-sidebar.pdf');
const MARKDOWN =
  '# Jane Example\n\nBerlin\n\n## Experience\n\n### Engineer, Acme GmbH\n\n2019 – 2023\n\n- Built things\n';

let browser: Browser;
let page: Page;
let axe: string;
let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await writeFile(join(folder, 'cv.md'), MARKDOWN);
  await dossier(folder, ['import', PDF, '--report', 'pdf.html']);
  await dossier(folder, ['import', 'cv.md', '--report', 'text.html']);
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  browser = await openScreen();
  page = await browser.newPage();
  await page.setBypassCSP(true);
}, 120_000);
afterAll(() => browser.close());

const open = (name: string, hash = '') => page.goto(`${pathToFileURL(join(folder, name))}${hash}`);

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

describe('a report of an import', () => {
  test('draws each page of a PDF, and only its owner may read it', async () => {
    const text = await readFile(join(folder, 'pdf.html'), 'utf8');
    expect(text.match(/<image href="data:image\/jpeg;base64,/g)).toHaveLength(2);
    expect((await stat(join(folder, 'pdf.html'))).mode & 0o077).toBe(0);
  });

  test.each(['pdf.html', 'text.html'])(
    '%s is accessible and not too wide on every screen',
    async (name) => {
      await open(name);
      const faults: string[] = [];
      for (const width of [1440, 900, 390, 320])
        for (const value of ['light', 'dark']) {
          await page.setViewport({ width, height: 844 });
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          await page.evaluate(axe);
          const found = await page.evaluate(async () => {
            const { violations } = await (globalThis as never as { axe: Axe }).axe.run();
            const wide = document.documentElement.scrollWidth - innerWidth;
            return [
              ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
              ...(wide > 0 ? [`${wide} pixels too wide`] : []),
            ];
          });
          faults.push(...found.map((fault) => `${width}, ${value}: ${fault}`));
        }
      expect(faults).toEqual([]);
    },
    120_000,
  );

  test('highlights a value and its box together, by pointer, keyboard and link', async () => {
    await page.setViewport({ width: 1440, height: 900 });
    await open('pdf.html');
    const look = () =>
      page.evaluate(() => {
        const colour = (part: string, key: 'fill' | 'backgroundColor') => {
          const element = document.querySelector(part);
          return element ? getComputedStyle(element)[key] : '';
        };
        return [colour('#f0', 'backgroundColor'), colour('#b0 rect', 'fill')];
      });
    const plain = await look();
    await page.hover('#b0');
    const lit = await look();
    expect(lit[0]).not.toBe(plain[0]);
    expect(lit[1]).not.toBe(plain[1]);
    await page.hover('h1');
    expect(await look()).toEqual(plain);
    await page.hover('#f0 a');
    expect(await look()).toEqual(lit);
    await page.hover('h1');
    await page.focus('#f0 a');
    expect(await look()).toEqual(lit);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => location.hash)).toBe('#b0');
    expect(await look()).toEqual(lit);
    await open('text.html');
    await open('pdf.html', '#f0');
    expect(await look()).toEqual(lit);
  });

  test('loads nothing and reports no breach of its policy', async () => {
    const fresh = await browser.newPage();
    const [requests, messages]: [string[], string[]] = [[], []];
    fresh.on('request', (request) => requests.push(request.url()));
    fresh.on('console', (message) => messages.push(message.text()));
    await fresh.goto(String(pathToFileURL(join(folder, 'pdf.html'))));
    await fresh.close();
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([
      String(pathToFileURL(join(folder, 'pdf.html'))),
    ]);
    expect(messages).toEqual([]);
  });
});

describe('dossier import --report', () => {
  test('writes a page for each of several files, without a browser as well', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'cv.md'), MARKDOWN);
    const { status, out, err } = await dossier(
      cwd,
      ['import', 'cv.md', PDF, '--report', 'r/cv.html', '--browser', '/no/browser'],
      {},
    );
    expect(status).toBe(0);
    expect(out.match(/^r\/.*$/gm)).toEqual(['r/cv.jane-example.html', 'r/cv.jamie-rivera.html']);
    expect(err).toContain('the report shows the text of pages instead of pictures: the browser /no/browser');
    const text = await readFile(join(cwd, 'r', 'cv.jamie-rivera.html'), 'utf8');
    expect(text).not.toContain('<image');
    expect(text).toMatch(/<text [^>]+>Jamie Rivera<\/text>/);
  });

  test('shows a file that has not changed, without writing its profile', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'cv.md'), MARKDOWN);
    await dossier(cwd, ['import', 'cv.md']);
    const { out } = await dossier(cwd, ['import', 'cv.md', '--report', 'cv.html']);
    expect(out).toBe('cv.html\n');
  });

  test('is refused among public files, and explains files without places', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'ada.json'), '{ "basics": { "name": "Ada Example" } }');
    const plain = await dossier(cwd, ['import', 'ada.json', '--report', 'ada.html']);
    expect(plain.err).toContain('no report, because JSON Resume files name their values themselves');
    await dossier(cwd, ['render', '--format', 'txt']);
    const refused = await dossier(cwd, ['import', 'ada.json', '--report', 'out/ada.html']);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('holds public files') });
  });
});
