import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'puppeteer';
import { expect, test } from 'vitest';
import { Printer } from '../../src/print/printer.js';

/** A browser that counts its open pages. */
function countingBrowser() {
  const count = { open: 0, most: 0, opened: 0 };
  const newPage = async () => {
    count.open += 1;
    count.opened += 1;
    count.most = Math.max(count.most, count.open);
    await wait(1);
    const nothing = async () => undefined;
    return {
      setJavaScriptEnabled: nothing,
      setOfflineMode: nothing,
      setContent: () => wait(1),
      pdf: async () => Buffer.from('/ToUnicode'),
      on: () => undefined,
      off: () => undefined,
      close: async () => {
        await wait(1);
        count.open -= 1;
      },
    };
  };
  const browser = {
    newPage,
    connected: true,
    process: () => null,
    once: () => undefined,
    close: async () => undefined,
  } as unknown as Browser;
  return { browser, count };
}

const html = '<body>x</body>';

test.each([1, 2, 5])('never has more than %i pages open, including spare and lent pages', async (width) => {
  const { browser, count } = countingBrowser();
  await using printer = new Printer({ width, launch: async () => ({ browser, sandboxed: true }) });
  const print = (index: number) => printer.print({ html, name: 'x', group: `template ${index % 7}` });
  const draw = () =>
    printer.lend(async (pages) => {
      for (let each = 0; each < 3; each++) {
        const page = await pages.open();
        await wait(2);
        await pages.close(page);
      }
      await pages.open(); // not closed by the borrower
    });
  await Promise.all([...Array.from({ length: 60 }, (_, index) => print(index)), draw(), draw(), draw()]);
  await Promise.all(Array.from({ length: 20 }, (_, index) => print(index)));
  expect(count.most).toBe(width);
  expect(count.opened).toBeGreaterThan(width);
});

test('reuses a page that printed the same template', async () => {
  const { browser, count } = countingBrowser();
  await using printer = new Printer({ width: 2, launch: async () => ({ browser, sandboxed: true }) });
  for (let index = 0; index < 20; index++) await printer.print({ html, name: 'x', group: 'one' });
  expect(count.opened).toBeLessThanOrEqual(2);
});
