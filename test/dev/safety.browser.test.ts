import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedFolder } from '../support/paths.js';
import { ask, listenForFaults, openPage, openScreen, type RunningDev, see, startDev } from './support.js';

/** A profile whose every value tries to run code, load something or set a global variable. */
const HOSTILE = `basics:
  name: '<script>parent.marked = 1; globalThis.marked = 1</script><img src=x onerror="parent.marked = 2">Eve'
  label: '"><svg onload="parent.marked = 3">'
  url: 'https://example.invalid/?<script>parent.marked=4</script>'
  summary: '[click](javascript:parent.marked=5) <iframe srcdoc="<script>top.marked=6</script>"></iframe> [site](https://example.invalid/x)'
  profiles:
    - { network: '<b onmouseover=alert(7)>Net', username: eve, url: 'https://example.invalid/"><script>top.marked=8</script>' }
variants:
  main: { label: '<img src=x onerror="marked = 9">' }
work:
  - { name: '</style><script>parent.marked=10</script>', position: '{{constructor}}', startDate: 2020 }
`;

let browser: Browser;
let folder: string;
let dev: RunningDev;
let page: Page;
let faults: string[];
const EVE = () => join(folder, 'profiles', 'eve.yaml');

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(join(folder, 'profiles'), { recursive: true });
  await writeFile(EVE(), HOSTILE);
  [browser, dev] = await Promise.all([openScreen(), startDev(folder)]);
  page = await openPage(browser, dev.url);
  faults = listenForFaults(page);
});
afterAll(async () => {
  await browser.close();
  await dev.stop();
});

/** `true` for the page or its iframe if a script of the profile has run there. */
const marks = () =>
  page.evaluate(() => ['marked' in globalThis, 'marked' in (document.querySelector('iframe')?.contentWindow ?? {})]);

describe('a malicious profile', () => {
  test('is shown as text, and none of it runs', async () => {
    const shown = await see(page, ({ web }) => web.includes('Eve'), 'the profile');
    expect(shown.web).toContain('<script>parent.marked = 1');
    expect(shown.title).toContain('<script>');
    expect(await page.$eval('#variant', (select) => (select as HTMLSelectElement).textContent)).toContain(
      '<img src=x onerror',
    );
    expect(await page.$$eval('script, img, svg', (all) => all.map((each) => each.getAttribute('src')))).toEqual([
      '/dev/page/main.js',
    ]);
    const frame = await page.$eval('iframe', (each) => each.getAttribute('sandbox'));
    expect(frame).not.toContain('allow-scripts');
    expect(await marks()).toEqual([false, false]);
  });

  test('has only links to web addresses, which open in new pages', async () => {
    const links = await page.evaluate(() =>
      [...(document.querySelector('iframe')?.contentDocument?.querySelectorAll('a[href]') ?? [])].map((link) => [
        link.getAttribute('href'),
        link.getAttribute('target'),
        link.getAttribute('rel'),
      ]),
    );
    expect(links.every(([href]) => /^(https:|#)/.test(href ?? ''))).toBe(true);
    expect(links).toContainEqual(['https://example.invalid/x', '_blank', 'noopener noreferrer']);
  });

  test('runs nothing if its document is opened directly', async () => {
    const path = await page.$eval('#open-web', (link) => new URL((link as HTMLAnchorElement).href).pathname);
    const { headers } = await ask(dev.port, path);
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-same-origin allow-popups; default-src 'none'/);
    expect(headers['content-security-policy']).not.toContain('allow-scripts');
    const alone = await browser.newPage();
    await alone.goto(new URL(path, dev.url).href);
    expect(await alone.evaluate(() => document.body.innerText)).toContain('Eve');
    expect(await alone.evaluate(() => (globalThis as { marked?: number }).marked)).toBeUndefined();
    await alone.close();
  });

  test('has its errors shown as text too', async () => {
    await writeFile(
      EVE(),
      `${HOSTILE}  - { name: x, startDate: '<img src=x onerror="marked = 11">', url: 'javascript:marked=12' }\n'<script>marked = 12</script>': 1\n`,
    );
    const shown = await see(page, ({ problems }) => problems.length > 0, 'the error');
    expect(shown.problems.join()).toContain('<img src=x onerror="marked = 11">');
    expect(shown.problems.join()).toContain('"javascript:marked=12" is not an address');
    expect(shown.problems.join()).toContain('<script>marked = 12</script>');
    expect(await page.$$eval('#alert script, #alert img', (all) => all.length)).toBe(0);
    expect(await marks()).toEqual([false, false]);
  });

  test('cannot inject anything through the address', async () => {
    const other = await browser.newPage();
    const address = new URL(dev.url);
    address.search = `?profile=${encodeURIComponent('<script>marked=13</script>')}&template="><img src=x>&variant=__proto__`;
    await other.goto(address.href);
    const shown = await see(other, ({ problems }) => problems.length > 0, 'the error');
    expect(shown.problems[0]).toContain('<script>marked=13</script>');
    expect(await other.evaluate(() => (globalThis as { marked?: number }).marked)).toBeUndefined();
    expect(await other.$$eval('img', (all) => all.length)).toBe(0);
    await other.close();
  });

  test('caused no external request and no dialog', () => {
    // The console reports what the policy blocks, which is not a fault of the page.
    expect(faults.filter((fault) => !/Content Security Policy|sandboxed/.test(fault))).toEqual([]);
  });
});

describe('private details', () => {
  test('are shown only with --private, updated as they change, and left out of errors', async () => {
    const overlay = join(folder, 'profiles', 'private', 'eve.yaml');
    await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
    await writeFile(EVE(), 'basics: { name: Eve, label: Guest }\n');
    await writeFile(overlay, 'basics: { email: eve@example.invalid }\n');
    const open = await see(page, ({ web }) => web.includes('Guest'), 'the profile');
    expect(open.web).not.toContain('eve@example.invalid');
    expect(await page.$eval('#private', (badge) => (badge as HTMLElement).hidden)).toBe(true);
    const own = await startDev(folder, ['eve', '--private', '--port', '0']);
    try {
      const closed = await openPage(browser, own.url);
      await see(closed, ({ web }) => web.includes('eve@example.invalid'), 'the address');
      expect(await closed.$eval('#private', (badge) => (badge as HTMLElement).hidden)).toBe(false);
      await writeFile(overlay, 'basics: { email: other@example.invalid }\n');
      await see(closed, ({ web }) => web.includes('other@example.invalid'), 'the new address');
      await writeFile(overlay, 'basics: { email: [secret@example.invalid] }\n');
      const { problems } = await see(closed, (shown) => shown.problems.length > 0, 'the error');
      expect(problems.join()).toContain('profiles/private/eve.yaml:1');
      expect(problems.join() + own.output()).not.toContain('secret');
      await closed.close();
    } finally {
      expect(await own.stop()).toBe(130);
    }
  });
});
