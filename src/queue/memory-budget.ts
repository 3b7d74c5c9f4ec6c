import { DossierError } from '../errors.js';

/**
 * A semaphore for the bytes that a run holds in Redis at once. Requests that exceed the budget wait in order; a request
 * that is larger than the whole budget is admitted alone.
 */
export class ByteSemaphore {
  readonly #size: number;
  #used = 0;
  #waiting: { bytes: number; go: () => void }[] = [];

  /** @param size in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  /** The number of bytes in use. */
  get used(): number {
    return this.#used;
  }

  /** Waits until the bytes fit into the budget; returns a function that releases them. */
  async take(bytes: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((go) => this.#waiting.push({ bytes, go }));
    } else this.#used += bytes;
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      this.#used -= bytes;
      this.#admit();
    };
  }

  #admit(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (!next || !this.#fits(next.bytes)) return;
      this.#waiting.shift();
      this.#used += next.bytes;
      next.go();
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#size;
  }
}

/** The number of recent results that the estimate considers. */
const RECENT = 64;

/** The number of results after which the initial guess is ignored. */
const KNOWN = 8;

/** The margin for slightly larger results: an eighth, and a constant for their descriptions. */
const SPARE = { part: 1 / 8, bytes: 64 * 1024 };

/**
 * Estimates the size of the next result as the largest of the recent ones. A single large result counts for a while,
 * but not for the rest of the run.
 */
export class SizeEstimator {
  readonly #guess: number;
  #recent: number[] = [];

  /** @param guess the size in bytes to expect until there are enough results */
  constructor(guess: number) {
    this.#guess = guess;
  }

  /** The estimate in bytes. */
  get expected(): number {
    const largest = Math.max(...this.#recent, this.#recent.length < KNOWN ? this.#guess : 0);
    return Math.ceil(largest * (1 + SPARE.part)) + SPARE.bytes;
  }

  seen(bytes: number): void {
    this.#recent = [...this.#recent.slice(1 - RECENT), bytes];
  }
}

/** The error for a job that exceeds the size limit. */
export function tooLarge(bytes: number, limit: number): DossierError {
  const megabytes = (amount: number) => (amount / 1024 / 1024).toFixed(1);
  return new DossierError(
    'JOB_LIMIT',
    `with its pictures it has ${megabytes(bytes)} MB, more than the job limit of ${megabytes(limit)} MB`,
    { hint: 'use smaller pictures, or raise --job-limit for the run and the workers' },
  );
}
