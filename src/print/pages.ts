import type { LimitFunction } from 'p-limit';
import type { Browser, Page } from 'puppeteer';
import { withTimeout } from '../timeout.js';
import { openPage, type PrintJob, styleOf } from './page.js';

/** A page available for printing, and the style of the document that it shows. */
interface FreePage {
  page: Page;
  style?: string | undefined;
}

interface IdlePage extends FreePage {
  group: string;
  browser: Browser;
}

interface Spare {
  page: Promise<Page>;
  browser: Browser;
}

/** The pages of a browser. Printing, idle and spare pages together never exceed its width. */
export class Pages {
  readonly #width: number;
  #idle: IdlePage[] = [];
  /** Pages that have shown nothing yet and can be used for any template. */
  #spares: Spare[] = [];
  /** The number of pages that are printing or lent. */
  #taken = 0;

  /** @param width the maximum number of open pages */
  constructor(width: number) {
    this.#width = width;
  }

  get #open(): number {
    return this.#taken + this.#idle.length + this.#spares.length;
  }

  /** Opens a page ahead of its job, because opening a page takes longer than printing most documents. */
  openSpare(browser: Browser): void {
    if (this.#open >= this.#width) return;
    const page = openPage(browser);
    page.catch(() => undefined);
    this.#spares.push({ page, browser });
  }

  /**
   * Takes a page for a job, if possible one that shows a document in the job's style. The page is returned with `give`,
   * or with `release` if it is no longer usable.
   *
   * @param isBusy `true` if other jobs are waiting
   */
  async take(browser: Browser, job: PrintJob, isBusy: boolean): Promise<FreePage> {
    const style = styleOf(job);
    const own = this.#idle.filter((idle) => idle.group === job.group && idle.browser === browser);
    const idle = own.find((candidate) => style !== undefined && candidate.style === style) ?? own[0];
    if (idle) {
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      this.#taken += 1;
      return idle;
    }
    const page = this.openNew(browser);
    // The next template will need a page as well, so open it while this one prints.
    if (isBusy) this.openSpare(browser);
    return { page: await page };
  }

  /** Takes a page that has shown nothing yet, and closes an idle one if there are too many. */
  async openNew(browser: Browser): Promise<Page> {
    this.#taken += 1;
    try {
      const place = this.#spares.findIndex((spare) => spare.browser === browser);
      const [spare] = place < 0 ? [] : this.#spares.splice(place, 1);
      if (spare) return await spare.page;
      while (this.#open > this.#width && this.#idle.length + this.#spares.length > 0) await this.#closeOne();
      return await openPage(browser);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  async #closeOne(): Promise<void> {
    const waiting = this.#idle.shift() ?? this.#spares.shift();
    await Promise.resolve(waiting?.page)
      .then((page) => page?.close())
      .catch(() => undefined);
  }

  give(page: Page, browser: Browser, job: PrintJob): void {
    this.#taken -= 1;
    this.#idle.push({ page, group: job.group, style: styleOf(job), browser });
  }

  /** Counts a page as closed. */
  release(): void {
    this.#taken -= 1;
  }

  /** Discards the waiting pages of a browser: if one page has crashed, others may have too without any report. */
  drop(browser: Browser): void {
    const isOther = (waiting: { browser: Browser }) => waiting.browser !== browser;
    const dropped = [...this.#idle, ...this.#spares].filter((waiting) => !isOther(waiting));
    this.#idle = this.#idle.filter(isOther);
    this.#spares = this.#spares.filter(isOther);
    for (const { page } of dropped)
      Promise.resolve(page)
        .then((open) => open.close())
        .catch(() => undefined);
  }

  /** Discards all waiting pages without closing them, because their browser is gone or closing. */
  forget(): void {
    this.#idle = [];
    this.#spares = [];
  }

  /** Waits until the pages that are opening have opened or failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#spares.map((spare) => spare.page));
  }
}

/** The timeout for closing a page, in milliseconds. */
const CLOSING = 5_000;

/** Pages lent by a printer; they count as printing pages. */
export class LentPages {
  readonly #browser: Browser;
  readonly #pages: Pages;
  readonly #slots: LimitFunction;
  readonly #check: () => void;
  /** The open pages, and the functions that free their slots. */
  readonly #open = new Map<Page, () => void>();

  /** @param check throws if no more pages may be opened */
  constructor(browser: Browser, pages: Pages, slots: LimitFunction, check: () => void) {
    this.#browser = browser;
    this.#pages = pages;
    this.#slots = slots;
    this.#check = check;
  }

  /** Opens a page as soon as a slot is free. The page keeps the slot until it is closed. */
  open(): Promise<Page> {
    return new Promise((resolve, reject) => {
      const hold = async () => {
        this.#check();
        const page = await this.#pages.openNew(this.#browser);
        const closed = new Promise<void>((free) => this.#open.set(page, free));
        resolve(page);
        await closed;
      };
      this.#slots(hold).catch(reject);
    });
  }

  async close(page: Page): Promise<void> {
    const free = this.#open.get(page);
    if (!free) return;
    this.#open.delete(page);
    try {
      // A page whose process has died never reports that it is closed.
      await withTimeout(CLOSING, page.close());
    } finally {
      this.#pages.release();
      free();
    }
  }

  /** Closes pages that the borrower left open, without waiting for them. */
  closeAll(): void {
    for (const page of this.#open.keys()) this.close(page).catch(() => undefined);
  }
}
