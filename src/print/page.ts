import type { Browser, Page } from 'puppeteer';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';
import type { PageParts, PrintJob } from './job.js';

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
  opening.catch(() => undefined);
  return withTimeout(OPENING, opening, () => {
    // Its other pages may be well, but nothing says so; a new browser takes less time than finding out.
    browser.process()?.kill('SIGKILL');
    return new Error('Target closed: a page did not open');
  });
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

/** What of a page's document is written to; the page is another program, which the compiler knows nothing of. */
interface PageDocument {
  documentElement: { lang: string; setAttribute(name: string, value: string): void };
  title: string;
  body: { innerHTML: string };
  fonts: Iterable<{ load(): Promise<unknown> }>;
  head: { append(style: object): void };
  createElement(name: 'style'): { id: string; textContent: string };
  getElementById(id: string): object | null;
  querySelector(selector: string): { remove(): void } | null;
}

/**
 * Gives a page that shows one document the content of another one of the same style. Its fonts stay loaded, which takes
 * longer than anything else of a document; nothing of the content before stays. The page lays out and paints for paper
 * alone: what it would show on a screen that nobody sees takes as long as what it prints.
 */
export async function replaceContent(page: Page, { lang, title, root, body }: PageParts): Promise<void> {
  await page.evaluate(
    async (content) => {
      const { document } = globalThis as unknown as { document: PageDocument };
      const id = 'paper-alone';
      if (!document.getElementById(id)) {
        // Nothing that is hidden asks for a face, and what is printed would not wait for it.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
        const style = document.createElement('style');
        style.id = id;
        style.textContent = '@media screen { body { display: none !important } }';
        // Not adopted by the page: what is adopted stays when another document is written into it.
        document.head.append(style);
      }
      document.documentElement.lang = content.lang;
      document.documentElement.setAttribute('style', content.root);
      document.title = content.title;
      document.querySelector('script')?.remove();
      document.body.innerHTML = content.body;
    },
    { lang, title, root, body },
  );
}
