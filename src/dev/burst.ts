/**
 * How long nothing may have happened. The watcher passes over changes of a file within 50 ms of the last one it told
 * of, so a file is read only after these have passed; most editors have then written all that they write.
 */
const QUIET = 60;

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
    // What is sent early is sent again when the burst ends: its files may have changed unseen in the meantime.
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      this.#send([...this.#batch], this.#since);
    }, PATIENCE);
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
