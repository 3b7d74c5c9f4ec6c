import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { descendantsOf, sendSignal } from '../support/processes.js';
import { openPrinter, surroundings } from '../support/services.js';

/** Milliseconds: far more than any step takes, but less than Puppeteer waits for a dead process. */
const timeout = 20_000;

const isRoot = process.getuid?.() === 0;

/** Kills the pages of a browser and returns their number. */
function killPages(browser: number): number {
  const pages = descendantsOf(browser).filter(({ command }) => command.includes('--type=renderer'));
  for (const { pid } of pages) sendSignal(pid, 'SIGKILL');
  return pages.length;
}

async function launch() {
  const { browser } = await launchBrowser(await findBrowser(undefined, surroundings()), process.env, isRoot);
  onTestFinished(() => void browser.process()?.kill('SIGKILL'));
  return { browser, pid: browser.process()?.pid ?? 0 };
}

test('prints on new pages if the open pages crash between two documents', { timeout }, async () => {
  await using printer = openPrinter(2, launchBrowser);
  const print = (text: string) =>
    printer.print({ html: `<!doctype html><title>t</title><body><p>${text}</p></body>`, name: text, group: 'test' });
  await print('one');
  for (const text of ['two', 'three']) {
    expect(killPages(printer.processId ?? 0)).toBeGreaterThan(0);
    const { pages } = await readPdf(await print(text));
    expect(pages[0]?.text).toBe(text);
  }
});

test('reports a page that crashes while it opens', { timeout }, async () => {
  const { browser, pid } = await launch();
  const opened = browser.newPage().then((page) => page.evaluate('1'));
  const outcome = opened.then(
    () => 'open',
    () => 'dead',
  );
  await expect.poll(() => killPages(pid), { interval: 1, timeout }).toBeGreaterThan(0);
  // The browser opens a first page itself, which may be the one that died.
  while ((await Promise.race([outcome, Promise.resolve('opening')])) === 'opening') {
    killPages(pid);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await outcome).toBe('dead');
});

test('rejects pending operations when the browser exits', { timeout }, async () => {
  const { browser } = await launch();
  const never = browser.waitForTarget(() => false);
  browser.process()?.kill('SIGKILL');
  await expect(never).rejects.toThrow('the browser has ended');
});

/** Answers Puppeteer, but exits after it has announced a first page and before it opens the page. */
const ENDS_AT_ONCE = `#!${process.execPath}
const { appendFileSync, createReadStream, writeSync } = require('node:fs');
appendFileSync(__filename + '.starts', 'x');
let text = '';
const say = (message) => writeSync(4, JSON.stringify(message) + '\\0');
createReadStream('', { fd: 3 }).on('data', (chunk) => {
  const messages = (text + chunk).split('\\0');
  text = messages.pop();
  for (const { id, method } of messages.map((message) => JSON.parse(message))) {
    const targetInfo = { targetId: 't', type: 'tab', title: '', url: 'about:blank', attached: true };
    if (method === 'Target.setAutoAttach') say({ method: 'Target.attachedToTarget', params: { sessionId: 's', targetInfo } });
    say({ id, result: {} });
    if (method === 'Target.setAutoAttach') process.exit();
  }
});
`;

test('retries once, then reports an error, if the browser exits during launch', { timeout }, async () => {
  const executable = join(await temporaryFolder(), 'browser.cjs');
  await writeFile(executable, ENDS_AT_ONCE);
  await chmod(executable, 0o755);
  const found = { executable, from: 'given', shell: true, env: {} } as const;
  await expect(launchBrowser(found, process.env, true)).rejects.toMatchObject({
    code: 'BROWSER_LAUNCH',
    message: expect.stringContaining(`the browser ${executable} does not start: `),
  });
  expect(await readFile(`${executable}.starts`, 'utf8')).toBe('xx');
});
