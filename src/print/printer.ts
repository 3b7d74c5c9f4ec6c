import { setTimeout as pause } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Page } from 'puppeteer';
import { type Code, DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';
import { Browsers, closeBrowser, type RunningBrowser } from './browsers.js';
import { explainFailure, type Launched } from './launch.js';
import { checkText, type PrintJob, printOn, replaceContent, styleOf, withPage } from './page.js';
import { LentPages, Pages } from './pages.js';
import { separated } from './separators.js';

export type { PrintJob } from './page.js';

export interface PrinterOptions {
  /** The maximum number of open pages. */
  width: number;
  /** Starts the browser; called for the first job, and again if the browser is lost. */
  launch(): Promise<Launched>;
  /** The timeout for one document, in milliseconds. */
  timeout?: number;
  /** The number of documents after which the browser is replaced; 1,000 by default. */
  recycle?: number;
  /** Called after each printed document with the time that it took, in milliseconds. */
  printed?: ((milliseconds: number) => void) | undefined;
}

const TIMEOUT = 60_000;

const RECYCLE = 1_000;

/**
 * The timeout for the first attempt, in milliseconds: far longer than any document takes, and shorter than people wait
 * for a page that hangs.
 */
const PATIENCE = 15_000;

/** The number of attempts to print a document, by error. */
const ATTEMPTS: Partial<Record<Code, number>> = { BROWSER_CRASH: 3, PRINT_TIMEOUT: 2 };

/**
 * Prints HTML to PDF. The browser starts with the first job and is closed when the printer is disposed of. Pages have
 * no scripts and no network access, and each serves one template.
 */
export class Printer implements AsyncDisposable {
  readonly #options: PrinterOptions;
  readonly #browsers: Browsers;
  readonly #pages: Pages;
  /** A queue of jobs that wait for a free page, in order. */
  readonly #slots: LimitFunction;
  #closed = false;
  #killed = false;
  /** Resolves when an idle browser has been closed. */
  #resting: Promise<void> | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
    this.#pages = new Pages(options.width);
    this.#slots = pLimit(options.width);
    this.#browsers = new Browsers({
      recycle: options.recycle ?? RECYCLE,
      launch: () => options.launch(),
      started: (browser) => this.#pages.openSpare(browser),
      replaced: () => this.#pages.forget(),
    });
  }

  /** Starts the browser ahead of the first job. Its failure is reported by that job. */
  warm(): void {
    this.#browsers.current().launched.catch(() => undefined);
  }

  /** The process ID of the browser that was started last. */
  get processId(): number | undefined {
    return this.#browsers.processId;
  }

  /** The browser's version, and `true` in `sandboxed` if its sandbox is on; undefined before the first job. */
  async about(): Promise<{ version: string; sandboxed: boolean } | undefined> {
    const running = this.#browsers.running;
    if (!running) return undefined;
    const { browser, sandboxed } = await running.launched;
    return { version: await browser.version(), sandboxed };
  }

  /**
   * @returns a tagged PDF with an outline, as the browser writes it
   * @throws DossierError BROWSER_MISSING, BROWSER_LAUNCH, BROWSER_CRASH, PRINT_TIMEOUT, PRINT_EMPTY or ABORTED
   */
  print(job: PrintJob): Promise<Uint8Array> {
    const read = job.tagged === false ? job : separated(job);
    return this.#slots(() => this.#printInSlot(read));
  }

  async #printInSlot(job: PrintJob): Promise<Uint8Array> {
    const timeout = this.#options.timeout ?? TIMEOUT;
    for (let attempt = 1; ; attempt++) {
      try {
        const start = performance.now();
        const pdf = await this.#attempt(job, attempt === 1 ? Math.min(timeout, PATIENCE) : timeout);
        this.#options.printed?.(performance.now() - start);
        return pdf;
      } catch (error) {
        // A lost browser or a page that hangs does not mean that the document is at fault.
        const most = error instanceof DossierError ? (ATTEMPTS[error.code] ?? 1) : 1;
        if (this.#closed || attempt >= most) throw error;
        // The exit of a browser is reported slightly later than the loss of its pages.
        await pause(200 * attempt);
      }
    }
  }

  /**
   * Lends the browser for work other than printing, and keeps it open meanwhile. Lent pages count as printing pages, so
   * the work waits for a free slot before it opens one.
   *
   * @throws DossierError BROWSER_MISSING, BROWSER_LAUNCH or ABORTED
   */
  async lend<T>(work: (pages: LentPages) => Promise<T>): Promise<T> {
    this.#refuseClosed();
    return this.#browsers.use(async ({ launched }) => {
      const { browser } = await launched;
      const lent = new LentPages(browser, this.#pages, this.#slots, () => this.#refuseClosed());
      try {
        return await work(lent);
      } finally {
        lent.closeAll();
      }
    });
  }

  async #attempt(job: PrintJob, timeout: number): Promise<Uint8Array> {
    if (this.#closed || job.signal?.aborted) throw aborted();
    return this.#browsers.use(async (running) => {
      try {
        return await this.#printWith(running, job, timeout);
      } finally {
        running.printed += 1;
      }
    });
  }

  async #printWith(running: RunningBrowser, job: PrintJob, timeout: number): Promise<Uint8Array> {
    const { browser } = await running.launched;
    let page: Page | undefined;
    let isOver = false;
    const work = async () => {
      const free = await this.#pages.take(browser, job, this.#slots.pendingCount > 0);
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
      const pdf = await withTimeout(timeout, work());
      checkText(pdf, job);
      if (page && running === this.#browsers.running) this.#pages.give(page, browser, job);
      else this.#pages.release();
      return pdf;
    } catch (error) {
      isOver = true;
      if (page) this.#pages.release();
      // If one page hangs, the next may share its process, so this browser only finishes its current jobs.
      if ((error as Error).name === 'TimeoutError') this.#browsers.forget(running);
      // A crashed page does not answer, so do not wait for it to close.
      page?.close().catch(() => undefined);
      this.#pages.drop(browser);
      if (this.#closed || job.signal?.aborted) throw aborted();
      throw explainFailure(error, job.name, browser.connected);
    }
  }

  #refuseClosed(): void {
    if (this.#closed) throw aborted();
  }

  /** Closes the browser early if it is idle; another job would start a new one. */
  rest(): void {
    const idle = this.#browsers.takeIdle();
    if (idle) this.#resting = this.#close(idle);
  }

  /** Closes the browser; running jobs fail with ABORTED. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const running = this.#browsers.running;
    await Promise.all([this.#resting, running && this.#close(running)]);
  }

  async #close(running: RunningBrowser): Promise<void> {
    // Closing a page while it opens would leave a timer of half a minute that keeps the process running.
    if (!this.#killed) await this.#pages.settled();
    await closeBrowser(running);
  }

  /** Kills the browser's process immediately before this process exits. */
  async kill(): Promise<void> {
    this.#closed = true;
    this.#killed = true;
    await this.#browsers.kill();
  }
}

function aborted(): DossierError {
  return new DossierError('ABORTED', 'the run was stopped');
}
