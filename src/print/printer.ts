import type { Browser, Page } from 'puppeteer-core';
import { type Code, DossierError } from '../errors.js';
import { explainFailure } from './failure.js';
import type { Launched } from './launch.js';
import { closeBrowser, type Live } from './live.js';
import { checkText, type FreePage, type IdlePage, openPage, styleOf, withPage } from './page.js';
import { type PageParts, replaceContent } from './replace.js';

/** One document to print. */
export interface PrintJob {
  html: string;
  /** The same in parts: where a page shows a document of the same style, only its content is replaced. */
  parts?: PageParts;
  /** What it is, for messages. */
  name: string;
  /** A page is used again only for jobs of the same group (a template). */
  group: string;
  /** False for what is to be drawn into other pages rather than read. */
  tagged?: boolean;
  signal?: AbortSignal | undefined;
}

export interface PrinterOptions {
  /** Pages open at once. */
  width: number;
  /** Starts the browser; called when the first job comes, and again if the browser is lost. */
  launch(): Promise<Launched>;
  /** Milliseconds a document may take. */
  timeout?: number;
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
  #idle: IdlePage[] = [];
  /** Pages that have shown nothing yet and may serve any template. */
  #spares: { page: Promise<Page>; browser: Browser }[] = [];
  #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;
  #killed = false;
  #processId: number | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
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
    await this.#enter();
    try {
      const timeout = this.#options.timeout ?? TIMEOUT;
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#attempt(job, attempt === 1 ? Math.min(timeout, PATIENCE) : timeout);
        } catch (error) {
          // A browser that was lost or a page that hung says nothing about the document.
          const most = error instanceof DossierError ? (ATTEMPTS[error.code] ?? 1) : 1;
          if (this.#closed || attempt >= most) throw error;
          // That a browser has ended is heard of a little later than that its pages have.
          await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
        }
      }
    } finally {
      this.#leave();
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
    try {
      const free = await this.#page(browser, job);
      const own = free.page;
      page = own;
      const pdf = await withPage(own, async () => {
        if (free.style !== undefined && job.parts && free.style === styleOf(job)) await replaceContent(own, job.parts);
        else await own.setContent(job.html, { waitUntil: 'load', timeout });
        const isRead = job.tagged !== false;
        return own.pdf({ preferCSSPageSize: true, printBackground: true, tagged: isRead, outline: isRead, timeout });
      });
      checkText(pdf, job);
      if (live === this.#live) this.#idle.push({ page, group: job.group, style: styleOf(job), browser });
      return pdf;
    } catch (error) {
      // A page that crashed does not answer: nobody waits for it to close.
      page?.close().catch(() => undefined);
      this.#dropPages(browser);
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
    this.#idle = [];
    this.#spares = [];
    if (old && old.busy === 0) void closeBrowser(old);
    const forget = () => {
      if (this.#live !== live) return;
      this.#live = undefined;
      this.#idle = [];
      this.#spares = [];
    };
    live.launched.then(({ browser }) => {
      this.#processId = browser.process()?.pid;
      if (this.#live === live) this.#openSpares(browser);
      browser.once('disconnected', forget);
    }, forget);
    return live;
  }

  async #page(browser: Browser, job: PrintJob): Promise<FreePage> {
    const style = styleOf(job);
    const own = this.#idle.filter((idle) => idle.group === job.group && idle.browser === browser);
    const idle = own.find((candidate) => style !== undefined && candidate.style === style) ?? own[0];
    if (idle) {
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      return idle;
    }
    // No page of this template is free. One of another goes once there are as many as may work at once.
    if (this.#idle.length > this.#options.width) {
      await this.#idle
        .shift()
        ?.page.close()
        .catch(() => undefined);
    }
    const spare = this.#spares.shift();
    if (spare?.browser === browser) {
      // The next template will want one as well; it opens while this one prints.
      this.#openSpare(browser);
      return { page: await spare.page };
    }
    return { page: await openPage(browser) };
  }

  /** Opens pages ahead of the first jobs, since a browser takes longer for a page than for most documents. */
  #openSpares(browser: Browser): void {
    this.#spares = [];
    for (let count = 0; count < this.#options.width; count++) this.#openSpare(browser);
  }

  /** Gives up the pages that wait: where one has died, others may have, and nothing tells of those. */
  #dropPages(browser: Browser): void {
    const isOther = (waiting: { browser: Browser }) => waiting.browser !== browser;
    const dropped = [...this.#idle, ...this.#spares].filter((waiting) => !isOther(waiting));
    this.#idle = this.#idle.filter(isOther);
    this.#spares = this.#spares.filter(isOther);
    for (const { page } of dropped)
      Promise.resolve(page)
        .then((open) => open.close())
        .catch(() => undefined);
  }

  #openSpare(browser: Browser): void {
    const page = openPage(browser);
    page.catch(() => undefined);
    this.#spares.push({ page, browser });
  }

  async #enter(): Promise<void> {
    if (this.#busy >= this.#options.width) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  #leave(): void {
    this.#busy -= 1;
    this.#waiting.shift()?.();
  }

  /** Closes the browser; jobs under way end with ABORTED. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    // A page that is closed while it opens leaves a timer of half a minute behind, for which the process would wait.
    if (!this.#killed) await Promise.allSettled(this.#spares.map((spare) => spare.page));
    if (this.#live) await closeBrowser(this.#live);
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
