import { execFileSync, spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { Printer, type PrinterOptions } from '../../src/print/printer.js';
import { requireThat } from '../support/outside.js';
import { readPdf } from '../support/pdf.js';
import { descendantsOf, sendSignal } from '../support/processes.js';
import { surroundings } from '../support/services.js';

/** A printer of one page, and the process IDs of the browsers that it started. */
function open(options: Pick<PrinterOptions, 'timeout' | 'recycle'> = {}) {
  const browsers: number[] = [];
  const printer = new Printer({
    width: 1,
    ...options,
    launch: async () => {
      const found = await findBrowser(undefined, surroundings());
      const launched = await launchBrowser(found, process.env, process.getuid?.() === 0);
      browsers.push(launched.browser.process()?.pid ?? 0);
      return launched;
    },
  });
  onTestFinished(() => printer[Symbol.asyncDispose]());
  const print = async (text: string) => {
    const html = `<!doctype html><title>t</title><body><p>${text}</p></body>`;
    return (await readPdf(await printer.print({ html, name: text, group: 'test' }))).pages[0]?.text;
  };
  return { printer, print, browsers };
}

const pagesOf = ({ processId }: Printer) =>
  descendantsOf(processId ?? 0).filter(({ command }) => command.includes('--type=renderer'));

/** Suspends the pages, like a page that never finishes its document. */
function stopPages(printer: Printer): number[] {
  const pages = pagesOf(printer).map(({ pid }) => pid);
  for (const pid of pages) sendSignal(pid, 'SIGSTOP');
  return pages;
}

test('abandons a page that hangs, and prints its document in another browser', async () => {
  const { printer, print, browsers } = open({ timeout: 3_000 });
  expect(await print('one')).toBe('one');
  const stopped = stopPages(printer);
  expect(stopped.length).toBeGreaterThan(0);
  expect(await print('two')).toBe('two');
  expect(await print('three')).toBe('three');
  expect(browsers).toHaveLength(2);
  await expect.poll(() => [browsers[0] ?? 0, ...stopped].filter(isRunning)).toEqual([]);
});

test('reports one error for a document that makes every page hang', async () => {
  const { printer, print } = open({ timeout: 1_000 });
  expect(await print('one')).toBe('one');
  const stopping = setInterval(() => stopPages(printer), 5);
  onTestFinished(() => clearInterval(stopping));
  await expect(print('two')).rejects.toMatchObject({
    code: 'PRINT_TIMEOUT',
    message: 'two took too long to print or to draw',
  });
});

test('prints a document on another page if its page runs out of memory', async (context) => {
  requireThat(context, !spawnSync('prlimit', ['--version']).error, 'prlimit is not installed');
  const { printer, print, browsers } = open();
  expect(await print('one')).toBe('one');
  const pages = pagesOf(printer).map(({ pid }) => pid);
  for (const pid of pages) execFileSync('prlimit', ['--pid', String(pid), '--as=1', '--data=1']);
  // More text than the page can hold in its free memory.
  const long = 'word '.repeat(200_000);
  expect((await print(long))?.startsWith('word word')).toBe(true);
  expect(pages.some((pid) => !isRunning(pid))).toBe(true);
  expect(browsers).toHaveLength(1);
});

test('replaces a browser after a number of documents', async () => {
  const { print, browsers } = open({ recycle: 5 });
  for (let count = 0; count < 5; count += 1) await print(String(count));
  expect(browsers).toHaveLength(1);
  expect(await print('the next')).toBe('the next');
  expect(browsers).toHaveLength(2);
  await expect.poll(() => isRunning(browsers[0] ?? 0)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
