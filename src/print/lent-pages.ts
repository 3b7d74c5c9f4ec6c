import type { Browser, Page } from 'puppeteer';
import type { Pages } from './pages.js';
import { within } from './timeout.js';

/** The timeout for closing a page, in milliseconds. */
const CLOSING = 5_000;

/** Pages that a printer lends; they count as pages that are printing. */
export class LentPages {
  readonly #browser: Browser;
  readonly #pages: Pages;
  readonly #slots: Slots;
  readonly #check: () => void;
  readonly #open = new Set<Page>();

  /** @param check throws if no more pages may be opened */
  constructor(browser: Browser, pages: Pages, slots: Slots, check: () => void) {
    this.#browser = browser;
    this.#pages = pages;
    this.#slots = slots;
    this.#check = check;
  }

  /** Opens a page as soon as a slot is free. */
  async open(): Promise<Page> {
    await this.#slots.enter();
    try {
      this.#check();
      const page = await this.#pages.openNew(this.#browser);
      this.#open.add(page);
      return page;
    } catch (error) {
      this.#slots.leave();
      throw error;
    }
  }

  async close(page: Page): Promise<void> {
    if (!this.#open.delete(page)) return;
    try {
      // A page whose process has died never reports that it is closed.
      await within(CLOSING, page.close());
    } finally {
      this.#pages.release();
      this.#slots.leave();
    }
  }

  /** Closes pages that the borrower left open, without waiting for them. */
  closeAll(): void {
    for (const page of [...this.#open]) this.close(page).catch(() => undefined);
  }
}

/** A semaphore with a fixed number of slots; callers wait for a slot in order. */
export class Slots {
  readonly #width: number;
  #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  async enter(): Promise<void> {
    if (this.#inside < this.#width) this.#inside += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    // The slot is handed over: if it were freed first, a caller that has not waited could take it.
    if (next) next();
    else this.#inside -= 1;
  }
}
