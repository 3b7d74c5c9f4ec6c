import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyProfiles } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { openPage, openScreen, type RunningDev, see, startDev, waitFor } from './support.js';

const require = createRequire(import.meta.url);

let browser: Browser;
let dev: RunningDev;
let page: Page;
let axe: string;
let path: string;
let original: string;

beforeAll(async () => {
  const folder = await sharedFolder();
  await copyProfiles(folder);
  path = join(folder, 'profiles', 'krish-arora.yaml');
  original = await readFile(path, 'utf8');
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  [browser, dev] = await Promise.all([openScreen(), startDev(folder, ['krish-arora', '--port', '0'])]);
  page = await openPage(browser, dev.url);
});
afterAll(async () => {
  await browser.close();
  await dev.stop();
});

const SCREENS = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'tablet', width: 900, height: 1100 },
  { name: 'phone', width: 390, height: 844 },
  { name: 'narrow', width: 320, height: 600 },
];

/** Violations found by axe-core and overflowing content, on every screen, in light and dark mode. */
async function faultsOfLook(): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, width, height } of SCREENS) {
    await page.setViewport({ width, height });
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        interface Axe {
          // The résumé in the iframe has its own test, and axe-core must not run scripts in it.
          run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        }
        const { violations } = await (globalThis as never as { axe: Axe }).axe.run({ iframes: false });
        const wide = document.documentElement.scrollWidth - innerWidth;
        const tall = document.documentElement.scrollHeight - innerHeight;
        return [
          ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          ...(wide > 0 ? [`${wide} pixels too wide`] : []),
          ...(tall > 0 ? [`${tall} pixels too tall`] : []),
        ];
      });
      faults.push(...found.map((fault) => `${name}, ${value}: ${fault}`));
    }
  }
  return faults;
}

describe('the layout of the preview page', () => {
  test('is accessible and does not overflow', async () => {
    expect(await faultsOfLook()).toEqual([]);
  });

  test('is accessible and does not overflow with open warnings or errors', async () => {
    await writeFile(path, original.replace('  label:', '  labell: x\n  taglinee: y\n  label:'));
    await see(page, ({ warnings }) => warnings.length === 2, 'the warnings');
    await page.$eval('#notes', (notes) => {
      (notes as HTMLDetailsElement).open = true;
    });
    expect(await faultsOfLook()).toEqual([]);
    await writeFile(
      path,
      original.replace('startDate: 2025-06', 'startDate: some day').replace('countryCode: IN', 'countryCode: Indiana'),
    );
    await see(page, ({ problems }) => problems.length > 0, 'the errors');
    expect(await faultsOfLook()).toEqual([]);
    await writeFile(path, original);
    await see(page, ({ problems }) => problems.length === 0, 'the fixed profile');
  });

  test('shows both views side by side on a desktop, and one of them on a phone', async () => {
    const visible = () =>
      page.$$eval('.pane', (panes) =>
        panes.filter((pane) => pane.getBoundingClientRect().width > 0).map(({ id }) => id),
      );
    await page.setViewport({ width: 1440, height: 900 });
    expect(await visible()).toEqual(['web', 'pdf']);
    const [left, right] = await page.$$eval('.pane', (panes) => panes.map((pane) => pane.getBoundingClientRect().left));
    expect(right).toBeGreaterThan(left ?? 0);
    await page.setViewport({ width: 390, height: 844 });
    expect(await visible()).toEqual(['web']);
    await page.click('button[data-show="pdf"]');
    expect(await visible()).toEqual(['pdf']);
    expect(await page.$$eval('button[data-show]', (all) => all.map((each) => each.ariaPressed))).toEqual([
      'false',
      'true',
    ]);
    await waitFor(
      () => page.$eval('canvas', (canvas) => canvas.clientWidth > 300 && canvas.clientWidth < 390),
      'the PDF does not fit the phone',
    );
    await page.click('button[data-show="web"]');
  });

  test('can be used with the keyboard alone, in reading order', async () => {
    await page.setViewport({ width: 1440, height: 900 });
    await page.reload();
    await see(page, ({ web }) => web !== '', 'the résumé');
    const order: string[] = [];
    // Each link of the résumé is a tab stop as well.
    for (let count = 0; count < 20; count++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName || ''));
    }
    const wanted = ['profile', 'template', 'open-web', 'IFRAME', 'zoom-out', 'zoom-in', 'zoom-fit', 'open-pdf', 'desk'];
    const stops = order.filter((id, at) => wanted.includes(id) && id !== order[at - 1]);
    expect(stops.slice(0, wanted.length)).toEqual(wanted);
    await page.focus('#template');
    await page.keyboard.press('ArrowDown');
    await see(page, ({ search }) => search.includes('template=academic'), 'the template chosen by a key');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('template');
  });

  test('never shows an empty pane during an update', async () => {
    await page.evaluate(() => {
      const seen = globalThis as { empty?: number; looks?: number; done?: boolean };
      seen.empty = 0;
      seen.looks = 0;
      const look = () => {
        const frame = document.querySelector('iframe:not(.coming)') as HTMLIFrameElement | null;
        const isWhole = document.querySelectorAll('canvas').length === 2 && frame?.contentDocument?.body.innerText;
        if (!isWhole) seen.empty = (seen.empty ?? 0) + 1;
        seen.looks = (seen.looks ?? 0) + 1;
        if (!seen.done) requestAnimationFrame(look);
      };
      look();
    });
    for (const name of ['One', 'Two', 'Three']) {
      await writeFile(path, original.replace('name: Qualyval', `name: Refreshed ${name}`));
      await see(page, ({ web }) => web.includes(`Refreshed ${name}`), name);
    }
    const seen = await page.evaluate(() => {
      const { empty, looks } = globalThis as { empty?: number; looks?: number };
      (globalThis as { done?: boolean }).done = true;
      return { empty, looks };
    });
    expect(seen.empty).toBe(0);
    expect(seen.looks).toBeGreaterThan(5);
  });
});
