import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openScreen } from '../dev/support.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { fileAddress, names, open, watch } from './support.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('untrusted profile content', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openScreen();
  });
  afterAll(() => browser.close());

  test('is shown as text, runs nothing and breaks nothing', async () => {
    await mkdir(at('profiles'));
    const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
    const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3);
    const people = {
      evil: {
        basics: { name: hostile, label: '<!-- __PACKETS__ $& {{name}}', metrics: [{ value: hostile, label: long }] },
      },
      long: { basics: { name: long, label: long, location: { city: long } }, skills: [{ keywords: [long] }] },
      rtl: { basics: { name: '\u202Eمحمد العلي', label: 'مهندس' }, meta: { locale: 'ar' } },
      none: { basics: { name: '​', summary: 'A name that cannot be seen' } },
    };
    for (const [slug, profile] of Object.entries(people))
      await writeFile(at('profiles', `${slug}.json`), JSON.stringify(profile));
    expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(0);
    const tab = await browser.newPage();
    const { faults } = watch(tab, fileAddress(at('out')));
    for (const width of [390, 1280]) {
      await tab.setViewport({ width, height: 800 });
      await open(tab, `${fileAddress(at('out'))}#chosen=evil,long,rtl`);
      expect(await names(tab)).toEqual(expect.arrayContaining([hostile, long, '\u202Eمحمد العلي']));
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await tab.click('.chosen .main');
      expect(await tab.$$eval('thead b', (all) => all.map((one) => one.textContent))).toContain(hostile);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
    await tab.setJavaScriptEnabled(false);
    await tab.goto(fileAddress(at('out')));
    expect(await tab.$$eval('main b', (all) => all.map((one) => one.textContent))).toContain(hostile);
    expect(faults).toEqual([]);
    await tab.close();
  });

  test('shows a portrait as a small square', async () => {
    await mkdir(at('profiles'));
    await writeFile(
      at('profiles', 'me.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="red"/><rect x="100" width="200" height="200" fill="lime"/><script>alert(1)</script></svg>',
    );
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada, image: me.svg }\n');
    // A run with a browser completes the pictures that a run without a browser omits.
    expect((await dossier(folder, ['render', '--format', 'txt'])).status).toBe(0);
    expect((await dossier(folder, ['render', '--format', 'pdf'])).status).toBe(0);
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(at('out', 'assets', 'portraits', 'ada.jpg')).href);
    const [side, corners] = await tab
      .$eval('img', (image) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        const pixel = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
        return [
          [image.naturalWidth, image.naturalHeight],
          [pixel(4, 4), pixel(image.naturalWidth - 5, 4)],
        ] as const;
      })
      .catch(() => [[0, 0], []] as const);
    expect(side).toEqual([112, 112]);
    for (const [red = 255, green = 0] of corners) expect([red < 40, green > 215]).toEqual([true, true]);
    await tab.close();
  });
});
