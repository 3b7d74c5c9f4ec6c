import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScreen } from '../dev/support.js';
import { copyProfiles, dossier, readManifest } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { fileAddress, open, serve, watch } from './support.js';

let out: string;
let browser: Browser;
const addresses: Record<string, string> = {};

beforeAll(async () => {
  const folder = await sharedFolder();
  await copyProfiles(folder);
  out = join(folder, 'out');
  const [rendered, screen] = await Promise.all([dossier(folder, ['render', '--variant', 'all']), openScreen()]);
  expect(rendered.status).toBe(0);
  browser = screen;
  Object.assign(addresses, { http: await serve(out), file: fileAddress(out) });
});
afterAll(() => browser.close());

describe('the download page', () => {
  test('is a list of links if scripts are disabled', async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(addresses.file ?? '');
    const links = await page.$$eval('main a', (all) =>
      all.map((link) => [link.getAttribute('href'), (link as HTMLElement).offsetHeight > 0]),
    );
    const manifest = await readManifest(out);
    const files = manifest.filter(({ kind }) => kind !== 'page' && kind !== 'asset').map(({ path }) => path);
    expect(links.sort()).toEqual(files.sort().map((path) => [path, true]));
    await page.close();
  });

  test('excludes search engines, and runs or loads nothing from elsewhere', async () => {
    const html = await readFile(join(out, 'index.html'), 'utf8');
    expect(html).toMatch(/<meta name="robots" content="noindex/);
    expect(html).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(html).not.toMatch(/unsafe|<style|style=|\son\w+=/);
    const page = await browser.newPage();
    const { faults } = watch(page, addresses.http ?? '');
    await open(page, addresses.http ?? '');
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.head.append(script);
      await fetch('manifest.json').catch(() => undefined);
      return 'ran' in globalThis;
    });
    expect(ran).toBe(false);
    expect(faults.join('\n')).toMatch(/inline script[\s\S]*manifest\.json/);
    await page.close();
  });

  test('has no layout shift while pictures and fonts load', async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.evaluateOnNewDocument(() => {
      const seen = globalThis as { shift?: number };
      seen.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          seen.shift = (seen.shift ?? 0) + (entry as never as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(page, addresses.http ?? '');
    await page.waitForFunction(() => [...document.images].slice(0, 2).every((image) => image.complete));
    // Core Web Vitals rate a value up to 0.1 as good.
    expect(await page.evaluate(() => (globalThis as { shift?: number }).shift)).toBeLessThan(0.02);
    await page.close();
  });

  test('prints cards without controls', async () => {
    const page = await browser.newPage();
    await open(page, addresses.file ?? '');
    await page.emulateMediaType('print');
    const seen = (selector: string) =>
      page.$$eval(selector, (all) => all.filter((one) => (one as HTMLElement).offsetHeight > 0).length);
    expect([await seen('.card'), await seen('.search'), await seen('.filters'), await seen('.choose')]).toEqual([
      4, 0, 0, 0,
    ]);
    await page.close();
  });
});
