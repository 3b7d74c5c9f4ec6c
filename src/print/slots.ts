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
