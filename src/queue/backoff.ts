import { setTimeout as pause } from 'node:timers/promises';

/** What takes jobs, and can be told not to. */
interface Pausable {
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): void;
  isPaused(): boolean;
}

interface LeaveOptions {
  /** All that take jobs here. */
  workers(): Iterable<Pausable>;
  /** Throws while this machine can make nothing. */
  heal(): Promise<void>;
  /** Called as this machine begins to be able to do nothing. */
  began(error: unknown): Promise<void>;
}

/** Milliseconds for which a worker that refused a job takes no others of that tenant: they are for those that can. */
const REST = 5_000;

/** Milliseconds between attempts to heal. */
const PAUSE = 1_000;

/** When a worker takes no jobs: it would only fail with them, and faster than others make them. */
export class Leave {
  readonly #options: LeaveOptions;
  #isSick = false;
  #closed = false;

  constructor(options: LeaveOptions) {
    this.#options = options;
  }

  /** Whether this machine can make nothing for now. */
  get isSick(): boolean {
    return this.#isSick;
  }

  /** Takes no jobs of one tenant for a while. */
  rest(worker: Pausable | undefined): void {
    if (!worker || worker.isPaused()) return;
    void worker.pause(true);
    setTimeout(() => {
      if (!this.#isSick && !this.#closed) worker.resume();
    }, REST).unref();
  }

  /** Takes nothing until this machine has healed. */
  async sick(error: unknown): Promise<void> {
    if (this.#isSick) return;
    this.#isSick = true;
    for (const worker of this.#options.workers()) void worker.pause(true);
    await this.#options.began(error).catch(() => undefined);
    while (!this.#closed && !(await this.#isHealed())) await pause(PAUSE, undefined, { ref: false });
    this.#isSick = false;
    if (!this.#closed) for (const worker of this.#options.workers()) worker.resume();
  }

  close(): void {
    this.#closed = true;
  }

  async #isHealed(): Promise<boolean> {
    return this.#options.heal().then(
      () => true,
      () => false,
    );
  }
}
