import type { Page } from 'puppeteer';
import { type Code, DossierError } from '../errors.js';
import { explainFailure } from './crash-detection.js';
import type { PrintJob } from './job.js';
import type { Launched } from './launch.js';
import { LentPages, Slots } from './lent-pages.js';
import { closeBrowser, type Live } from './live.js';
import { checkText, styleOf, withPage } from './page.js';
import { Pages } from './pages.js';
import { printOn } from './paper.js';
import { replaceContent } from './swap-content.js';
import { within } from './timeout.js';

export type { PrintJob } from './job.js';

export interface PrinterOptions {
  /** Pages open at once. */
  width: number;
  /** Starts the browser; called when the first job comes, and again if the browser is lost. */
  launch(): Promise<Launched>;
  /** Milliseconds a document may take. */
  timeout?: number;
  /** Told of each document that was printed, and how many milliseconds it took. */
  printed?: ((milliseconds: number) => void) | undefined;
}

const TIMEOUT = 60_000;

/** What the first attempt may take: far more than any document, and less than a person waits for a page that hangs. */
const PATIENCE = 15_000;

/** How often a document is tried whose printing failed in this way. */
const ATTEMPTS: Partial<Record<Code, number>> = { BROWSER_CRASH: 3, PRINT_TIMEOUT: 2 };

/** Documents that one browser prints: with each it holds a little more memory. */
const RECYCLE = 1_000;

/**
 * HTML -> PDF. The browser starts with the first job and is closed by whoever made the printer. Pages run without
 * scripts and without network, and serve one template each.
 */
export class Printer implements AsyncDisposable {
  readonly #options: PrinterOptions;
  #live: Live | undefined;
  readonly #pages: Pages;
  readonly #slots: Slots;
  #closed = false;
  #killed = false;
  #processId: number | undefined;
  /** Until a browser that rests is closed. */
  #resting: Promise<void> | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
    this.#pages = new Pages(options.width);
    this.#slots = new Slots(options.width);
  }

  /** Starts the browser ahead of the first job. Its failure is reported by that job. */
  warm(): void {
    this.#current().launched.catch(() => undefined);
  }

  /** The process of the running browser. */
  get processId(): number | undefined {
    return this.#processId;
  }

  /** The browser's version and whether its sandbox is on; undefined before the first job. */
  async about(): Promise<{ version: string; sandboxed: boolean } | undefined> {
    if (!this.#live) return undefined;
    const { browser, sandboxed } = await this.#live.launched;
    return { version: await browser.version(), sandboxed };
  }

  /**
   * @returns a tagged PDF with an outline, as the browser writes it
   * @throws DossierError BROWSER_MISSING, BROWSER_LAUNCH, BROWSER_CRASH, PRINT_TIMEOUT, PRINT_EMPTY or ABORTED
   */
  async print(job: PrintJob): Promise<Uint8Array> {
    await this.#slots.enter();
    try {
      const timeout = this.#options.timeout ?? TIMEOUT;
      for (let attempt = 1; ; attempt++) {
        try {
          const start = performance.now();
          const pdf = await this.#attempt(job, attempt === 1 ? Math.min(timeout, PATIENCE) : timeout);
          this.#options.printed?.(performance.now() - start);
          return pdf;
        } catch (error) {
          // A browser that was lost or a page that hung says nothing about the document.
          const most = error instanceof DossierError ? (ATTEMPTS[error.code] ?? 1) : 1;
          if (this.#closed || attempt >= most) throw error;
          // That a browser has ended is heard of a little later than that its pages have.
          await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
        }
      }
    } finally {
      this.#slots.leave();
    }
  }

  /**
   * Lends the browser for work other than printing, and keeps it open meanwhile. Lent pages count as pages that are
   * printing, so the work waits for a free slot before it opens one.
   *
   * @throws DossierError BROWSER_MISSING, BROWSER_LAUNCH or ABORTED
   */
  async lend<T>(work: (pages: LentPages) => Promise<T>): Promise<T> {
    this.#refuseClosed();
    const live = this.#current();
    live.busy += 1;
    let lent: LentPages | undefined;
    try {
      const { browser } = await live.launched;
      lent = new LentPages(browser, this.#pages, this.#slots, () => this.#refuseClosed());
      return await work(lent);
    } finally {
      lent?.closeAll();
      live.busy -= 1;
      if (live !== this.#live && live.busy === 0) void closeBrowser(live);
    }
  }

  async #attempt(job: PrintJob, timeout: number): Promise<Uint8Array> {
    if (this.#closed || job.signal?.aborted) throw aborted();
    const live = this.#current();
    live.busy += 1;
    try {
      return await this.#printWith(live, job, timeout);
    } finally {
      live.busy -= 1;
      live.printed += 1;
      if (live !== this.#live && live.busy === 0) void closeBrowser(live);
    }
  }

  async #printWith(live: Live, job: PrintJob, timeout: number): Promise<Uint8Array> {
    const { browser } = await live.launched;
    let page: Page | undefined;
    let isOver = false;
    const work = async () => {
      const free = await this.#pages.take(browser, job, this.#slots.isAwaited);
      const own = free.page;
      // The page opened after the timeout.
      if (isOver) {
        own.close().catch(() => undefined);
        this.#pages.release();
        throw new Error('Target closed: the page opened too late');
      }
      page = own;
      return withPage(own, async () => {
        if (job.paper) return printOn(own, job, job.paper, timeout);
        if (free.style !== undefined && job.parts && free.style === styleOf(job)) await replaceContent(own, job.parts);
        else await own.setContent(job.html, { waitUntil: 'load', timeout });
        const isRead = job.tagged !== false;
        return own.pdf({ preferCSSPageSize: true, printBackground: true, tagged: isRead, outline: isRead, timeout });
      });
    };
    try {
      const pdf = await within(timeout, work());
      checkText(pdf, job);
      if (page && live === this.#live) this.#pages.give(page, browser, job);
      else this.#pages.release();
      return pdf;
    } catch (error) {
      isOver = true;
      if (page) this.#pages.release();
      // Where one page hangs the next may share its process: others finish what they have in this browser.
      if ((error as Error).name === 'TimeoutError') this.#forget(live);
      // A page that crashed does not answer: nobody waits for it to close.
      page?.close().catch(() => undefined);
      this.#pages.drop(browser);
      if (this.#closed || job.signal?.aborted) throw aborted();
      throw explainFailure(error, job.name, browser.connected);
    }
  }

  /** The browser to print with: a new one where there is none, where it was lost, or where it has printed enough. */
  #current(): Live {
    const old = this.#live;
    if (old && old.printed < RECYCLE) return old;
    const live: Live = { launched: this.#options.launch(), busy: 0, printed: 0 };
    this.#live = live;
    this.#pages.forget();
    if (old && old.busy === 0) void closeBrowser(old);
    const forget = () => this.#forget(live);
    live.launched.then(({ browser }) => {
      this.#processId = browser.process()?.pid;
      if (this.#live === live) this.#pages.openSpare(browser);
      browser.once('disconnected', forget);
    }, forget);
    return live;
  }

  #forget(live: Live): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    this.#pages.forget();
  }

  #refuseClosed(): void {
    if (this.#closed) throw aborted();
  }

  /** Closes the browser where it prints nothing, ahead of the end; another job would start another. */
  rest(): void {
    const live = this.#live;
    if (!live || live.busy > 0) return;
    this.#live = undefined;
    this.#resting = this.#close(live);
  }

  /** Closes the browser; jobs under way end with ABORTED. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#resting, this.#live && this.#close(this.#live)]);
  }

  async #close(live: Live): Promise<void> {
    // A page that is closed while it opens leaves a timer of half a minute behind, for which the process would wait.
    if (!this.#killed) await this.#pages.settled();
    await closeBrowser(live);
  }

  /** Ends the browser's process at once; for the moments before this process ends itself. */
  async kill(): Promise<void> {
    this.#closed = true;
    this.#killed = true;
    const launched = await this.#live?.launched.catch(() => undefined);
    launched?.browser.process()?.kill('SIGKILL');
  }
}

function aborted(): DossierError {
  return new DossierError('ABORTED', 'the run was stopped');
}
