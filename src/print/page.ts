import type { Browser, Page } from 'puppeteer';
import { DossierError } from '../errors.js';
import type { PrintJob } from './printer.js';

/** A page that can be printed on, and the style of the document that it shows. */
export interface FreePage {
  page: Page;
  style?: string | undefined;
}

export interface IdlePage extends FreePage {
  group: string;
  browser: Browser;
}

/** What opening a page may take, in milliseconds; one whose process dies as it opens is never heard of again. */
const OPENING = 10_000;

/** The style by which a document can take the place of another; pictures are waited for only as a document loads. */
export function styleOf({ parts }: PrintJob): string | undefined {
  return parts && !/<img\b/.test(parts.body) ? parts.style : undefined;
}

/** A page without scripts and without network. */
export async function openPage(browser: Browser): Promise<Page> {
  const opening = (async () => {
    const page = await browser.newPage();
    await Promise.all([page.setJavaScriptEnabled(false), page.setOfflineMode(true)]);
    return page;
  })();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // Its other pages may be well, but nothing says so; a new browser takes less time than finding out.
      browser.process()?.kill('SIGKILL');
      reject(new Error('Target closed: a page did not open'));
    }, OPENING);
  });
  opening.catch(() => undefined);
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

/** Does something with a page; a page whose process dies ends it at once, which the browser's protocol does not. */
export async function withPage<T>(page: Page, work: () => Promise<T>): Promise<T> {
  let fail: (error: Error) => void = () => undefined;
  const crash = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Not `once`: what that adds is not what `off` takes away, and the page would keep every result until it is closed.
  page.on('error', fail);
  const result = work();
  result.catch(() => undefined);
  return Promise.race([result, crash]).finally(() => page.off('error', fail));
}

/** A browser that finds no fonts prints empty pages and reports success: a page with text must embed a font. */
export function checkText(pdf: Uint8Array, job: PrintJob): void {
  if (Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).includes('/ToUnicode')) return;
  const body = job.html.slice(job.html.indexOf('<body'));
  if (body.replace(/<[^<>]*>/g, '').trim() === '') return;
  throw new DossierError('PRINT_EMPTY', `the browser printed ${job.name} without any text`, {
    hint: 'it finds no font at all: install one, or use the bundled browser (npm install @sparticuz/chromium)',
  });
}
