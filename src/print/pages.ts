import type { Browser, Page } from 'puppeteer-core';
import { type FreePage, type IdlePage, openPage, styleOf } from './page.js';
import type { PrintJob } from './printer.js';

interface Spare {
  page: Promise<Page>;
  browser: Browser;
}

/** The pages of a browser that wait for a document. */
export class Pages {
  readonly #width: number;
  #idle: IdlePage[] = [];
  /** Pages that have shown nothing yet and may serve any template. */
  #spares: Spare[] = [];

  /** @param width pages that print at once */
  constructor(width: number) {
    this.#width = width;
  }

  /** Opens a page ahead of its job, since a browser takes longer for a page than for most documents. */
  openSpare(browser: Browser): void {
    const page = openPage(browser);
    page.catch(() => undefined);
    this.#spares.push({ page, browser });
  }

  /**
   * A page for a job: best one that shows a document of its style.
   *
   * @param isBusy whether other jobs wait
   */
  async take(browser: Browser, job: PrintJob, isBusy: boolean): Promise<FreePage> {
    const style = styleOf(job);
    const own = this.#idle.filter((idle) => idle.group === job.group && idle.browser === browser);
    const idle = own.find((candidate) => style !== undefined && candidate.style === style) ?? own[0];
    if (idle) {
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      return idle;
    }
    // No page of this template is free. One of another goes once there are as many as may work at once.
    if (this.#idle.length > this.#width) {
      await this.#idle
        .shift()
        ?.page.close()
        .catch(() => undefined);
    }
    const spare = this.#spares.shift();
    if (spare?.browser === browser) {
      // The next template will want one as well; it opens while this one prints.
      if (isBusy) this.openSpare(browser);
      return { page: await spare.page };
    }
    return { page: await openPage(browser) };
  }

  give(page: Page, browser: Browser, job: PrintJob): void {
    this.#idle.push({ page, group: job.group, style: styleOf(job), browser });
  }

  /** Gives up the pages that wait: where one has died, others may have, and nothing tells of those. */
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

  /** Knows of no page any more; their browser is gone or goes. */
  forget(): void {
    this.#idle = [];
    this.#spares = [];
  }

  /** When the pages that are being opened are open, or have failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#spares.map((spare) => spare.page));
  }
}
