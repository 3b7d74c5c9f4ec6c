import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLive } from './live.js';
import { inkOf, openPage, read, see, waitFor } from './support.js';

const live = openLive();

describe('the preview page', () => {
  test('shows the résumé as a web page and as a PDF, with its page count and render time', async () => {
    const shown = await read(live.page);
    expect(shown).toMatchObject({ isOld: false, problems: [], pages: 2, search: '?profile=krish-arora' });
    expect(shown.title).toMatch(/^Krish Arora/);
    expect(shown.state).toMatch(/^2 pages in \d+ ms$/);
    expect(shown.web).toContain('Qualyval');
    expect((await inkOf(live.page)).every((ink) => ink > 100_000)).toBe(true);
    expect(await live.pdfText()).toContain('Qualyval');
  });

  test('updates both views after a save, keeps the scroll position, and logs the change in the terminal', async () => {
    await live.page.evaluate(() => {
      document.getElementById('desk')?.scrollTo(0, 333);
      document.querySelector('iframe')?.contentWindow?.scrollTo(0, 222);
    });
    const before = await inkOf(live.page);
    await writeFile(live.krish(), live.original.replace('name: Qualyval', 'name: Quantum Gardens International'));
    const shown = await see(live.page, ({ web }) => web.includes('Quantum Gardens'), 'the new employer');
    expect(shown).toMatchObject({ isOld: false, problems: [], pages: 2 });
    expect(await live.pdfText()).toContain('Quantum Gardens');
    const after = await inkOf(live.page);
    expect(after[0]).not.toBe(before[0]);
    const places = await live.page.evaluate(() => [
      document.getElementById('desk')?.scrollTop,
      document.querySelector('iframe')?.contentWindow?.scrollY,
      document.querySelectorAll('iframe').length,
    ]);
    expect(places).toEqual([333, 222, 1]);
    await live.dev.until(/profiles\/krish-arora\.yaml changed: krish-arora, classic, 2 pages, \d+ ms/);
  });

  test('shows an error with its place, code frame and hint next to the last valid version', async () => {
    await writeFile(live.krish(), live.original.replace('startDate: 2025-06', 'startDate: early 2025'));
    const broken = await see(live.page, ({ problems }) => problems.length > 0, 'the error');
    const line = live.original.split('\n').findIndex((text) => text.includes('startDate: 2025-06')) + 1;
    const place = `profiles/krish-arora.yaml:${line}:16`;
    expect(broken.problems).toHaveLength(1);
    for (const part of [
      place,
      '"early 2025" is not a date',
      `${line} |     startDate: early 2025`,
      '^^^^^^^^^^',
      'write 2023, 2023-04 or 2023-04-01',
    ])
      expect(broken.problems[0]).toContain(part);
    expect(broken.isOld).toBe(true);
    expect(broken.web).toContain('Quantum Gardens');
    expect(broken.state).toBe('1 error; last good version shown');
    expect(broken.pages).toBe(2);
    await live.dev.until(new RegExp(`${place}: error: "early 2025" is not a date`));
    // A page opened now shows both as well.
    await live.page.reload();
    const again = await see(live.page, ({ problems, web }) => problems.length > 0 && web !== '', 'error and picture');
    expect(again).toMatchObject({ isOld: true, problems: broken.problems });
    await writeFile(live.krish(), live.original);
    const fixed = await see(live.page, ({ web }) => web.includes('Qualyval'), 'the fixed profile');
    expect(fixed).toMatchObject({ isOld: false, problems: [] });
  });

  test('follows an editor that saves by renaming, and shows the last of several quick saves', async () => {
    const first = (await read(live.page)).picture;
    for (let count = 1; count <= 12; count++) {
      await writeFile(
        join(live.folder, 'profiles', '.aside'),
        live.original.replace('name: Qualyval', `name: Employer No. ${count}.`),
      );
      await rename(join(live.folder, 'profiles', '.aside'), live.krish());
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    await see(live.page, ({ web }) => web.includes('Employer No. 12.'), 'the last save');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const shown = await read(live.page);
    expect(shown.web).toContain('Employer No. 12.');
    expect(shown.picture - first).toBeLessThan(8);
    await writeFile(live.krish(), live.original);
    await see(live.page, ({ web }) => web.includes('Qualyval'), 'the first state again');
  });

  test('serves two pages with the same choice or with different ones', async () => {
    await live.choose('profile', 'krish-arora');
    const origin = new URL(live.dev.url).origin;
    const twin = await openPage(live.browser, `${origin}/?profile=krish-arora&template=compact`);
    const other = await openPage(live.browser, `${origin}/?profile=aryan-mishra`);
    const before = (await read(other)).picture;
    await writeFile(live.krish(), live.original.replace('name: Qualyval', 'name: Seen Twice'));
    await Promise.all([live.page, twin].map((each) => see(each, ({ web }) => web.includes('Seen Twice'), 'the save')));
    expect((await read(other)).picture).toBe(before);
    await twin.close();
    await other.close();
    await writeFile(live.krish(), live.original);
    await see(live.page, ({ web }) => web.includes('Qualyval'), 'the first state again');
  });

  test('zooms the PDF with keys and buttons and keeps the zoom after a save', async () => {
    const width = () => live.page.$eval('canvas', (canvas) => canvas.getBoundingClientRect().width);
    const fit = await width();
    await live.page.focus('#desk');
    await live.page.keyboard.press('+');
    await waitFor(async () => (await width()) > fit, 'the page did not grow');
    await live.page.click('#zoom-in');
    await waitFor(
      async () => (await live.page.$eval('#zoom-level', (level) => level.textContent)) === '125 %',
      'no second step',
    );
    await waitFor(
      async () => Math.round(await width()) === Math.round((210 / 25.4) * 96 * 1.25),
      'it is not drawn at 125 %',
    );
    const zoomed = await width();
    await live.page.evaluate(() => document.getElementById('desk')?.scrollTo(60, 400));
    await writeFile(live.krish(), live.original.replace('name: Qualyval', 'name: Zoomed In'));
    await see(live.page, ({ web }) => web.includes('Zoomed In'), 'the save');
    expect(await width()).toBe(zoomed);
    expect(await live.page.$eval('#desk', ({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])).toEqual([60, 400]);
    await live.page.focus('#desk');
    await live.page.keyboard.press('0');
    await waitFor(async () => (await width()) === fit, 'the page does not fit again');
  });

  test('disconnects while hidden, and is up to date when it becomes visible again', async () => {
    const turn = (state: string) =>
      live.page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await turn('hidden');
    const before = (await read(live.page)).picture;
    await writeFile(live.krish(), live.original.replace('name: Qualyval', 'name: Behind the Curtain'));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await read(live.page)).picture).toBe(before);
    await turn('visible');
    await see(live.page, ({ web }) => web.includes('Behind the Curtain'), 'what was saved meanwhile');
  });

  test('causes no console message, error or external request in these tests', () => {
    expect(live.faults).toEqual([]);
  });
});
