/** A semaphore: so many may be inside at once, and others wait in their order. */
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
    // The place is handed on: freed first, it could be taken by one that has not waited.
    if (next) next();
    else this.#inside -= 1;
  }
}
