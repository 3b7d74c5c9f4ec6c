import type { Browser, Page } from 'puppeteer';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';
import type { PageParts, PrintJob } from './job.js';

/** The timeout in milliseconds for opening a page; a page whose process crashes while it opens never reports back. */
const OPENING = 10_000;

/**
 * The style of a job whose document can replace another with the same style. Documents with pictures are excluded,
 * because the browser waits for pictures only during a full load.
 */
export function styleOf({ parts }: PrintJob): string | undefined {
  return parts && !/<img\b/.test(parts.body) ? parts.style : undefined;
}

/** Opens a page without scripts and network access. */
export async function openPage(browser: Browser): Promise<Page> {
  const opening = (async () => {
    const page = await browser.newPage();
    await Promise.all([page.setJavaScriptEnabled(false), page.setOfflineMode(true)]);
    return page;
  })();
  opening.catch(() => undefined);
  return withTimeout(OPENING, opening, () => {
    // The browser's other pages may still work, but starting a new browser takes less time than finding out.
    browser.process()?.kill('SIGKILL');
    return new Error('Target closed: a page did not open');
  });
}

/** Runs work on a page and rejects at once if the page's process crashes, which the browser's protocol does not do. */
export async function withPage<T>(page: Page, work: () => Promise<T>): Promise<T> {
  let fail: (error: Error) => void = () => undefined;
  const crash = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Not `once`: `off` does not remove its wrapper, and the page would keep every result until it is closed.
  page.on('error', fail);
  const result = work();
  result.catch(() => undefined);
  return Promise.race([result, crash]).finally(() => page.off('error', fail));
}

/** Checks that a page with text embeds a font: a browser that finds no fonts prints empty pages and reports success. */
export function checkText(pdf: Uint8Array, job: PrintJob): void {
  if (Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).includes('/ToUnicode')) return;
  const body = job.html.slice(job.html.indexOf('<body'));
  if (body.replace(/<[^<>]*>/g, '').trim() === '') return;
  throw new DossierError('PRINT_EMPTY', `the browser printed ${job.name} without any text`, {
    hint: 'install a font, because the browser finds none, or use the bundled browser (npm install @sparticuz/chromium)',
  });
}

/** The parts of a page's document that are written to. The page runs as another program, unknown to the compiler. */
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
 * Replaces the content of a page with another document of the same style. Its fonts stay loaded, because loading them
 * takes longer than anything else; nothing of the earlier content remains. The page is laid out and painted only for
 * paper, because rendering it for a screen as well would take as long as printing.
 */
export async function replaceContent(page: Page, { lang, title, root, body }: PageParts): Promise<void> {
  await page.evaluate(
    async (content) => {
      const { document } = globalThis as unknown as { document: PageDocument };
      const id = 'paper-alone';
      if (!document.getElementById(id)) {
        // Hidden content requests no fonts, and printing would not wait for them.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
        const style = document.createElement('style');
        style.id = id;
        style.textContent = '@media screen { body { display: none !important } }';
        // Not an adopted style sheet, which would remain when another document is written into the page.
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
