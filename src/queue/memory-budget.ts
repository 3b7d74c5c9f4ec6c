import { DossierError } from '../errors.js';

/**
 * How much of a run lies in Redis at once, in bytes: what is more waits for its turn, in order. One thing that is larger
 * than all there is goes alone.
 */
export class ByteSemaphore {
  readonly #size: number;
  #used = 0;
  #waiting: { bytes: number; go: () => void }[] = [];

  /** @param size in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  /** Bytes that are taken now. */
  get used(): number {
    return this.#used;
  }

  /** Waits until there is room; gives what frees it again. */
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

/** Results that are looked back at. */
const RECENT = 64;

/** Results after which nobody has to guess any more. */
const KNOWN = 8;

/** What is added for those that are a little larger: an eighth, and bytes for what is said of them. */
const SPARE = { part: 1 / 8, bytes: 64 * 1024 };

/**
 * How much room the next result is likely to need: as much as the largest of the last ones. A single large one counts for
 * a while, and not for the rest of the run.
 */
export class SizeEstimator {
  readonly #guess: number;
  #recent: number[] = [];

  /** @param guess bytes to expect before some results were seen */
  constructor(guess: number) {
    this.#guess = guess;
  }

  /** In bytes. */
  get expected(): number {
    const largest = Math.max(...this.#recent, this.#recent.length < KNOWN ? this.#guess : 0);
    return Math.ceil(largest * (1 + SPARE.part)) + SPARE.bytes;
  }

  seen(bytes: number): void {
    this.#recent = [...this.#recent.slice(1 - RECENT), bytes];
  }
}

/** What to say of a job that has more bytes than it may. */
export function tooLarge(bytes: number, limit: number): DossierError {
  const megabytes = (amount: number) => (amount / 1024 / 1024).toFixed(1);
  return new DossierError(
    'JOB_LIMIT',
    `with its pictures it has ${megabytes(bytes)} MB, more than the ${megabytes(limit)} MB that a job may have`,
    { hint: 'make its pictures smaller, or give both sides more with --job-limit' },
  );
}
