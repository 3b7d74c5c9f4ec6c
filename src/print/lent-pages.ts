import type { Browser, Page } from 'puppeteer-core';
import type { Pages } from './pages.js';
import type { Slots } from './slots.js';
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
