/** Results that are looked back at. */
const RECENT = 64;

/** What is added for those that are a little larger: an eighth, and bytes for what is said of them. */
const SPARE = { part: 1 / 8, bytes: 64 * 1024 };

/**
 * How much room the next result is likely to need: as much as the largest of the last ones. A single large one counts for
 * a while, and not for the rest of the run.
 */
export class Room {
  #recent: number[];

  /** @param first bytes to expect before any result was seen */
  constructor(first: number) {
    this.#recent = [first];
  }

  /** In bytes. */
  get expected(): number {
    return Math.ceil(Math.max(...this.#recent) * (1 + SPARE.part)) + SPARE.bytes;
  }

  seen(bytes: number): void {
    this.#recent = [...this.#recent.slice(1 - RECENT), bytes];
  }
}
