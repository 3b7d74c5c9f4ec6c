import { once } from 'node:events';
import type { Browser } from 'puppeteer';
import type { Launched } from './launch.js';

/** A browser and its workload. */
export interface RunningBrowser {
  launched: Promise<Launched>;
  /** The number of jobs that use the browser. */
  busy: number;
  /** The number of documents that the browser has printed, successfully or not. */
  printed: number;
}

interface BrowsersOptions {
  /** The number of documents after which a browser is replaced, because each one leaks a little memory. */
  recycle: number;
  launch(): Promise<Launched>;
  /** Called when the current browser has started. */
  started(browser: Browser): void;
  /** Called when no page of the current browser may be used any longer. */
  replaced(): void;
}

/**
 * The browsers of a printer: the current one, which is started on first use and replaced when it is lost or has printed
 * enough, and former ones that are still finishing jobs.
 */
export class Browsers {
  readonly #options: BrowsersOptions;
  #current: RunningBrowser | undefined;
  #processId: number | undefined;

  constructor(options: BrowsersOptions) {
    this.#options = options;
  }

  /** The process ID of the browser that was started last. */
  get processId(): number | undefined {
    return this.#processId;
  }

  /** The current browser; undefined if there is none. */
  get running(): RunningBrowser | undefined {
    return this.#current;
  }

  /** The browser for the next job: a new one if there is none, or if the current one has printed enough. */
  current(): RunningBrowser {
    const old = this.#current;
    if (old && old.printed < this.#options.recycle) return old;
    const browser: RunningBrowser = { launched: this.#options.launch(), busy: 0, printed: 0 };
    this.#current = browser;
    this.#options.replaced();
    if (old && old.busy === 0) void closeBrowser(old);
    const forget = () => this.forget(browser);
    browser.launched.then(({ browser: started }) => {
      this.#processId = started.process()?.pid;
      if (this.#current === browser) this.#options.started(started);
      started.once('disconnected', forget);
    }, forget);
    return browser;
  }

  /** Runs work with the current browser, which is not closed in the meantime. */
  async use<T>(work: (browser: RunningBrowser) => Promise<T>): Promise<T> {
    const browser = this.current();
    browser.busy += 1;
    try {
      return await work(browser);
    } finally {
      browser.busy -= 1;
      if (browser !== this.#current && browser.busy === 0) void closeBrowser(browser);
    }
  }

  /** Assigns no more jobs to a browser. It is closed when its current jobs are finished. */
  forget(browser: RunningBrowser): void {
    if (this.#current !== browser) return;
    this.#current = undefined;
    this.#options.replaced();
  }

  /** Detaches the current browser if it has no job; the caller must close it. */
  takeIdle(): RunningBrowser | undefined {
    const browser = this.#current;
    if (!browser || browser.busy > 0) return undefined;
    this.#current = undefined;
    return browser;
  }

  /** Kills the process of the current browser. */
  async kill(): Promise<void> {
    const launched = await this.#current?.launched.catch(() => undefined);
    launched?.browser.process()?.kill('SIGKILL');
  }
}

/** Closes a browser and waits until its process has exited. */
export async function closeBrowser({ launched }: Pick<RunningBrowser, 'launched'>): Promise<void> {
  const open = await launched.catch(() => undefined);
  if (!open) return;
  const child = open.browser.process();
  // The browser's profile folder is removed when its process exits.
  const ended = child && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  killGroup(child?.pid);
  await open.browser.close().catch(() => undefined);
  await ended?.catch(() => undefined);
}

/** Kills all processes of a browser at once, because those that outlive it write to its folder during the removal. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has exited, or was started without a group and is closed through the driver.
  }
}
