import type { Browser, Page } from 'puppeteer-core';
import { DossierError } from '../errors.js';
import { explainFailure } from './failure.js';
import type { Launched } from './launch.js';
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

/**
 * HTML -> PDF. The browser starts with the first job and is closed by whoever made the printer. Pages run without
 * scripts and without network, and serve one template each.
 */
export class Printer implements AsyncDisposable {
  readonly #options: PrinterOptions;
  #launched: Promise<Launched> | undefined;
  #idle: IdlePage[] = [];
  /** Pages that have shown nothing yet and may serve any template. */
  #spares: { page: Promise<Page>; browser: Browser }[] = [];
  #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;
  #processId: number | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /** Starts the browser ahead of the first job. Its failure is reported by that job. */
  warm(): void {
    this.#browser().catch(() => undefined);
  }

  /** The process of the running browser. */
  get processId(): number | undefined {
    return this.#processId;
  }

  /** The browser's version and whether its sandbox is on; undefined before the first job. */
  async about(): Promise<{ version: string; sandboxed: boolean } | undefined> {
    if (!this.#launched) return undefined;
    const { browser, sandboxed } = await this.#launched;
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
      return await this.#attempt(job, Math.min(timeout, PATIENCE)).catch((error: unknown) => {
        // A browser that was lost or a page that hung says nothing about the document: once more, with a new one.
        const again = error instanceof DossierError && ['BROWSER_CRASH', 'PRINT_TIMEOUT'].includes(error.code);
        if (again && !this.#closed) return this.#attempt(job, timeout);
        throw error;
      });
    } finally {
      this.#leave();
    }
  }

  async #attempt(job: PrintJob, timeout: number): Promise<Uint8Array> {
    if (this.#closed || job.signal?.aborted) throw aborted();
    const { browser } = await this.#browser();
    let page: Page | undefined;
    try {
      const free = await this.#page(browser, job);
      page = free.page;
      if (free.style !== undefined && job.parts && free.style === styleOf(job)) await replaceContent(page, job.parts);
      else await page.setContent(job.html, { waitUntil: 'load', timeout });
      const pdf = await page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        tagged: job.tagged !== false,
        outline: job.tagged !== false,
        timeout,
      });
      checkText(pdf, job);
      this.#idle.push({ page, group: job.group, style: styleOf(job), browser });
      return pdf;
    } catch (error) {
      await page?.close().catch(() => undefined);
      if (this.#closed || job.signal?.aborted) throw aborted();
      throw explainFailure(error, job.name, browser.connected);
    }
  }

  #browser(): Promise<Launched> {
    if (!this.#launched) {
      const launched = this.#options.launch();
      this.#launched = launched;
      const forget = () => {
        if (this.#launched === launched) this.#launched = undefined;
        this.#idle = [];
        this.#spares = [];
      };
      launched.then(({ browser }) => {
        this.#processId = browser.process()?.pid;
        this.#openSpares(browser);
        browser.once('disconnected', forget);
      }, forget);
    }
    return this.#launched;
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
    const launched = await this.#launched?.catch(() => undefined);
    // A page that is closed while it opens leaves a timer of half a minute behind, for which the process would wait.
    await Promise.allSettled(this.#spares.map((spare) => spare.page));
    await launched?.browser.close().catch(() => undefined);
  }

  /** Ends the browser's process at once; for the moments before this process ends itself. */
  async kill(): Promise<void> {
    this.#closed = true;
    const launched = await this.#launched?.catch(() => undefined);
    launched?.browser.process()?.kill('SIGKILL');
  }
}

/** A page that can be printed on, and the style of the document that it shows. */
interface FreePage {
  page: Page;
  style?: string | undefined;
}

interface IdlePage extends FreePage {
  group: string;
  browser: Browser;
}

/** The style by which a document can take the place of another; pictures are waited for only as a document loads. */
function styleOf({ parts }: PrintJob): string | undefined {
  return parts && !/<img\b/.test(parts.body) ? parts.style : undefined;
}

/** A page without scripts and without network. */
async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await Promise.all([page.setJavaScriptEnabled(false), page.setOfflineMode(true)]);
  return page;
}

function aborted(): DossierError {
  return new DossierError('ABORTED', 'the run was stopped');
}

/** A browser that finds no fonts prints empty pages and reports success: a page with text must embed a font. */
function checkText(pdf: Uint8Array, job: PrintJob): void {
  const hasText =
    job.html
      .slice(job.html.indexOf('<body'))
      .replace(/<[^>]*>/g, '')
      .trim() !== '';
  if (!hasText || Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).includes('/ToUnicode')) return;
  throw new DossierError('PRINT_EMPTY', `the browser printed ${job.name} without any text`, {
    hint: 'it finds no font at all: install one, or use the bundled browser (npm install @sparticuz/chromium)',
  });
}
