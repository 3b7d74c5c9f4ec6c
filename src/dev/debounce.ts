/** How long nothing may have happened, in milliseconds: an editor writes a file in steps, and git many files. */
const QUIET = 20;

/** How long a burst that does not end keeps a page waiting. */
const PATIENCE = 400;

/** Gathers what happens in quick succession into one batch. */
export class Burst<T> {
  readonly #send: (batch: T[], since: number) => void;
  readonly #now: () => number;
  #batch: T[] = [];
  #since = 0;
  #quiet: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  /** @param send takes a batch, and when its first part came */
  constructor(send: (batch: T[], since: number) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  add(item: T): void {
    if (this.#batch.length === 0) this.#since = this.#now();
    this.#batch.push(item);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#end(), QUIET);
    this.#patience ??= setTimeout(() => this.#end(), PATIENCE);
  }

  /** Forgets what was not sent. */
  close(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#batch = [];
  }

  #end(): void {
    const batch = this.#batch;
    this.close();
    this.#send(batch, this.#since);
  }
}
