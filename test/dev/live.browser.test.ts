import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyProfiles } from '../support/cli.js';
import { ROOT, sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import {
  inkOf,
  listenForFaults,
  openPage,
  openScreen,
  type RunningDev,
  read,
  see,
  startDev,
  waitFor,
} from './support.js';

let browser: Browser;
let folder: string;
let dev: RunningDev;
let page: Page;
let faults: string[];
let original: string;
const KRISH = () => join(folder, 'profiles', 'krish-arora.yaml');

beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  // A template of the project's own, to be changed.
  await cp(join(ROOT, 'templates', 'classic'), join(folder, 'templates', 'own'), { recursive: true });
  original = await readFile(KRISH(), 'utf8');
  [browser, dev] = await Promise.all([openScreen(), startDev(folder, ['krish-arora', '--port', '0'])]);
  page = await openPage(browser, dev.url);
  faults = listenForFaults(page);
});
afterAll(async () => {
  await browser.close();
  await dev.stop();
});

const choose = (id: string, value: string) => page.select(`#${id}`, value);

/** The text of the PDF that the page shows. */
async function pdfText(): Promise<string> {
  const base64 = await page.evaluate(async () => {
    const link = document.getElementById('open-pdf') as HTMLAnchorElement;
    const bytes = new Uint8Array(await (await fetch(link.href)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return (await readPdf(Buffer.from(base64, 'base64'))).pages.map(({ text }) => text).join('\n');
}

describe('the live page', () => {
  test('shows the résumé as web page and as PDF, its pages and the time', async () => {
    const shown = await read(page);
    expect(shown).toMatchObject({ isOld: false, problems: [], pages: 2, search: '?profile=krish-arora' });
    expect(shown.title).toMatch(/^Krish Arora/);
    expect(shown.state).toMatch(/^2 pages in \d+ ms$/);
    expect(shown.web).toContain('Qualyval');
    expect((await inkOf(page)).every((ink) => ink > 100_000)).toBe(true);
    expect(await pdfText()).toContain('Qualyval');
  });

  test('follows a save in both views, stays where it was scrolled to, and says so in the terminal', async () => {
    await page.evaluate(() => {
      document.getElementById('desk')?.scrollTo(0, 333);
      document.querySelector('iframe')?.contentWindow?.scrollTo(0, 222);
    });
    const before = await inkOf(page);
    await writeFile(KRISH(), original.replace('name: Qualyval', 'name: Quantum Gardens International'));
    const shown = await see(page, ({ web }) => web.includes('Quantum Gardens'), 'the new employer');
    expect(shown).toMatchObject({ isOld: false, problems: [], pages: 2 });
    expect(await pdfText()).toContain('Quantum Gardens');
    const after = await inkOf(page);
    expect(after[0]).not.toBe(before[0]);
    const places = await page.evaluate(() => [
      document.getElementById('desk')?.scrollTop,
      document.querySelector('iframe')?.contentWindow?.scrollY,
      document.querySelectorAll('iframe').length,
    ]);
    expect(places).toEqual([333, 222, 1]);
    await dev.until(/profiles\/krish-arora\.yaml changed: krish-arora, classic, 2 pages, \d+ ms/);
  });

  test('shows an error with its place, source and hint as the command line does, beside the last good picture', async () => {
    await writeFile(KRISH(), original.replace('startDate: 2025-06', 'startDate: June 2025'));
    const broken = await see(page, ({ problems }) => problems.length > 0, 'the error');
    const line = original.split('\n').findIndex((text) => text.includes('startDate: 2025-06')) + 1;
    const place = `profiles/krish-arora.yaml:${line}:16`;
    expect(broken.problems).toHaveLength(1);
    for (const part of [
      place,
      '"June 2025" is not a date',
      `${line} |     startDate: June 2025`,
      '^^^^^^^^^',
      'did you mean 2025-06?',
    ])
      expect(broken.problems[0]).toContain(part);
    expect(broken.isOld).toBe(true);
    expect(broken.web).toContain('Quantum Gardens');
    expect(broken.state).toBe('1 error; last good version shown');
    expect(broken.pages).toBe(2);
    await dev.until(new RegExp(`${place}: error: "June 2025" is not a date`));
    // Whoever opens the page now sees both as well.
    await page.reload();
    const again = await see(page, ({ problems, web }) => problems.length > 0 && web !== '', 'error and picture');
    expect(again).toMatchObject({ isOld: true, problems: broken.problems });
    await writeFile(KRISH(), original);
    const mended = await see(page, ({ web }) => web.includes('Qualyval'), 'the mended profile');
    expect(mended).toMatchObject({ isOld: false, problems: [] });
  });

  test('follows an editor that saves by renaming, and ends with the last of quick saves', async () => {
    const first = (await read(page)).picture;
    for (let count = 1; count <= 12; count++) {
      await writeFile(
        join(folder, 'profiles', '.aside'),
        original.replace('name: Qualyval', `name: Employer No. ${count}.`),
      );
      await rename(join(folder, 'profiles', '.aside'), KRISH());
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    await see(page, ({ web }) => web.includes('Employer No. 12.'), 'the last save');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const shown = await read(page);
    expect(shown.web).toContain('Employer No. 12.');
    expect(shown.picture - first).toBeLessThan(8);
    await writeFile(KRISH(), original);
    await see(page, ({ web }) => web.includes('Qualyval'), 'the first state again');
  });

  test('shows another template and variant by the selects; the address keeps them, and goes back', async () => {
    await choose('template', 'modern');
    await see(page, ({ search }) => search === '?profile=krish-arora&template=modern', 'the template in its address');
    await waitFor(
      () =>
        page.evaluate(
          () =>
            document.querySelector('iframe')?.contentDocument?.querySelector('style')?.textContent?.includes('Inter') ??
            false,
        ),
      'modern is not shown',
    );
    await choose('profile', 'chaitanya-prabhu');
    await see(page, ({ title }) => title.startsWith('Chaitanya'), 'the other person');
    await waitFor(
      () => page.$eval('#variant', (select) => (select as HTMLSelectElement).options.length > 2),
      'there are no variants',
    );
    const whole = await read(page);
    await choose('variant', 'backend');
    const variant = await see(
      page,
      ({ web }) => web.includes('fault-tolerant services') && web !== whole.web,
      'the variant',
    );
    expect(variant.search).toBe('?profile=chaitanya-prabhu&template=modern&variant=backend');
    const other = await openPage(browser, `${new URL(dev.url).origin}/${variant.search}`);
    expect((await read(other)).web).toBe(variant.web);
    await other.close();
    await page.goBack();
    await see(page, ({ web, search }) => web === whole.web && !search.includes('variant'), 'the main résumé');
    await choose('profile', 'krish-arora');
    await see(
      page,
      ({ title, search }) => title.startsWith('Krish') && !search.includes('variant'),
      'the first person',
    );
  });

  test('follows a template: its style, its page and the partials', async () => {
    await choose('template', 'own');
    await waitFor(
      () => page.$eval('#template', (select) => (select as HTMLSelectElement).value === 'own'),
      'own is not chosen',
    );
    await see(page, ({ search }) => search.includes('template=own'), 'the own template');
    const colour = () =>
      page.evaluate(() => {
        const name = document.querySelector('iframe')?.contentDocument?.querySelector('h1');
        return name ? getComputedStyle(name).color : '';
      });
    const own = (name: string) => join(folder, 'templates', 'own', name);
    const style = await readFile(own('style.css'), 'utf8');
    await writeFile(own('style.css'), `${style}\nh1 { color: rgb(200, 0, 100) !important; }\n`);
    await waitFor(async () => (await colour()) === 'rgb(200, 0, 100)', 'the style is not followed');
    const template = await readFile(own('template.hbs'), 'utf8');
    await writeFile(own('template.hbs'), `<p>Set by hand</p>${template}`);
    await see(page, ({ web }) => web.includes('Set by hand'), 'the new template');
    expect(await pdfText()).toContain('Set by hand');
    await mkdir(join(folder, 'templates', 'partials'));
    const entry = await readFile(join(ROOT, 'templates', 'partials', 'entry.hbs'), 'utf8');
    await writeFile(join(folder, 'templates', 'partials', 'entry.hbs'), `${entry}<p>An entry ends</p>`);
    await see(page, ({ web }) => web.includes('An entry ends'), 'the new partial');
    await writeFile(own('template.hbs'), `{{#if`);
    const broken = await see(page, ({ problems }) => problems.length > 0, 'the error of the template');
    expect(broken.isOld).toBe(true);
    await writeFile(own('template.hbs'), template);
    await see(
      page,
      ({ problems, web }) => problems.length === 0 && !web.includes('Set by hand'),
      'the mended template',
    );
  });

  test('offers a profile that comes, and says when the one that it shows has gone', async () => {
    const path = join(folder, 'profiles', 'ada.yaml');
    await writeFile(path, 'basics: { name: Ada Lovelace, label: Analyst 漢 }\n');
    const options = () => page.$$eval('#profile option', (all) => all.map((option) => option.textContent));
    await waitFor(async () => (await options()).includes('ada'), 'the new profile is not offered');
    await choose('profile', 'ada');
    const ada = await see(page, ({ title }) => title.startsWith('Ada'), 'the new profile');
    expect(ada.warnings.join()).toContain('no font has 漢 (U+6F22)');
    await rm(path);
    const gone = await see(page, ({ problems }) => problems.length > 0, 'that it has gone');
    expect(gone.problems[0]).toContain('there is no profile "ada"');
    expect(gone).toMatchObject({ isOld: true, web: ada.web });
    await waitFor(async () => (await options()).includes('ada (not there)'), 'the select still offers it');
    await writeFile(path, 'basics: { name: Ada King }\n');
    await see(page, ({ web }) => web.includes('Ada King'), 'the profile that came back');
    await rm(path);
  });

  test('says of a name in the address that is wrong which one is near', async () => {
    const other = await browser.newPage();
    await other.goto(`${new URL(dev.url).origin}/?profile=krish-arara`);
    const shown = await see(other, ({ problems }) => problems.length > 0, 'the error');
    expect(shown.problems[0]).toContain('did you mean krish-arora?');
    expect(shown).toMatchObject({ web: '', pages: 0 });
    await other.close();
  });

  test('shows one thing to two pages at once, and two things as well', async () => {
    await choose('profile', 'krish-arora');
    const origin = new URL(dev.url).origin;
    const twin = await openPage(browser, `${origin}/?profile=krish-arora&template=compact`);
    const other = await openPage(browser, `${origin}/?profile=aryan-mishra`);
    const before = (await read(other)).picture;
    await writeFile(KRISH(), original.replace('name: Qualyval', 'name: Seen Twice'));
    await Promise.all([page, twin].map((each) => see(each, ({ web }) => web.includes('Seen Twice'), 'the save')));
    expect((await read(other)).picture).toBe(before);
    await twin.close();
    await other.close();
    await writeFile(KRISH(), original);
    await see(page, ({ web }) => web.includes('Qualyval'), 'the first state again');
  });

  test('zooms the PDF by keys and buttons and stays zoomed after a save', async () => {
    const width = () => page.$eval('canvas', (canvas) => canvas.getBoundingClientRect().width);
    const fit = await width();
    await page.focus('#desk');
    await page.keyboard.press('+');
    await waitFor(async () => (await width()) > fit, 'the page did not grow');
    await page.click('#zoom-in');
    await waitFor(
      async () => (await page.$eval('#zoom-level', (level) => level.textContent)) === '125 %',
      'no second step',
    );
    await waitFor(
      async () => Math.round(await width()) === Math.round((210 / 25.4) * 96 * 1.25),
      'it is not drawn at 125 %',
    );
    const zoomed = await width();
    await page.evaluate(() => document.getElementById('desk')?.scrollTo(60, 400));
    await writeFile(KRISH(), original.replace('name: Qualyval', 'name: Zoomed In'));
    await see(page, ({ web }) => web.includes('Zoomed In'), 'the save');
    expect(await width()).toBe(zoomed);
    expect(await page.$eval('#desk', ({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])).toEqual([60, 400]);
    await page.focus('#desk');
    await page.keyboard.press('0');
    await waitFor(async () => (await width()) === fit, 'the page does not fit again');
  });

  test('lets go of the server while nobody sees it, and is up to date when it is seen again', async () => {
    const turn = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await turn('hidden');
    const before = (await read(page)).picture;
    await writeFile(KRISH(), original.replace('name: Qualyval', 'name: Behind the Curtain'));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await read(page)).picture).toBe(before);
    await turn('visible');
    await see(page, ({ web }) => web.includes('Behind the Curtain'), 'what was saved meanwhile');
  });

  test('had no fault in its console and asked nobody else, in all of this', () => {
    expect(faults).toEqual([]);
  });
});
