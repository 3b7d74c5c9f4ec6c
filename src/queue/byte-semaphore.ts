/**
 * How much of a run lies in Redis at once, in bytes: what is more waits for its turn, in order. One thing that is larger
 * than all there is goes alone.
 */
export class Window {
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
