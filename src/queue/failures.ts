import { setTimeout as pause } from 'node:timers/promises';
import { DossierError } from '../errors.js';
import type { Outcome } from './envelope.js';
import type { Log } from './log.js';
import type { FailureCode, WorkerMetrics } from './metrics.js';

/** Failures that do not depend on the job: every job would fail like this on this machine. */
const OF_THE_MACHINE = new Set(['BROWSER_MISSING', 'BROWSER_SANDBOX', 'BROWSER_LAUNCH']);

/** Failures with which a worker refuses a job that another worker may accept. */
const OF_THIS_WORKER = new Set(['WORKER_BUILD', 'JOB_LIMIT']);

/** `true` for a failure of the machine, which cannot run any job for now. */
export function isMachineFailure(error: unknown): boolean {
  return error instanceof DossierError && OF_THE_MACHINE.has(error.code);
}

/** `true` for a job that this worker alone refuses. */
export function isRefused(error: unknown): boolean {
  return error instanceof DossierError && OF_THIS_WORKER.has(error.code);
}

export function codeOf(error: unknown): FailureCode {
  return error instanceof DossierError ? error.code : 'BUG';
}

/** Counts and logs the outcome of a job, which took so many seconds. */
export function recordOutcome(id: string, outcome: Outcome, seconds: number, log: Log, metrics: WorkerMetrics): void {
  const code = failureOf(outcome);
  const refuses = 'error' in outcome && isRefused(outcome.error);
  if (!code) metrics.done(seconds);
  else if (refuses) metrics.refused();
  else metrics.failed(code, seconds);
  const event = code ? (refuses ? 'job.refused' : 'job.failed') : 'job.done';
  log('info', event, { job: id, code, milliseconds: seconds * 1000 });
}

/** Returns the code of an outcome without files; undefined if the job succeeded. */
function failureOf(outcome: Outcome): FailureCode | undefined {
  if ('error' in outcome) return codeOf(outcome.error);
  return 'made' in outcome && outcome.made.missing.length > 0 ? 'GLYPH_MISSING' : undefined;
}

/** A BullMQ worker, as far as it can be paused. */
interface Pausable {
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): void;
  isPaused(): boolean;
}

interface BackoffOptions {
  /** All BullMQ workers of this queue worker. */
  workers(): Iterable<Pausable>;
  /** Throws as long as this machine cannot run jobs. */
  heal(): Promise<void>;
  /** Called when this machine begins to fail. */
  began(error: unknown): Promise<void>;
}

/** Milliseconds for which a worker takes no jobs of a tenant after it refused one, so that capable workers get them. */
const REST = 5_000;

/** Milliseconds between checks for recovery. */
const PAUSE = 1_000;

/** Pauses a worker that would only fail its jobs, faster than other workers can run them. */
export class Backoff {
  readonly #options: BackoffOptions;
  #isSuspended = false;
  #closed = false;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** `true` as long as this machine cannot run jobs. */
  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** Pauses one tenant's queue on this worker for a while. */
  rest(worker: Pausable | undefined): void {
    if (!worker || worker.isPaused()) return;
    void worker.pause(true);
    setTimeout(() => {
      if (!this.#isSuspended && !this.#closed) worker.resume();
    }, REST).unref();
  }

  /** Pauses all queues until this machine has recovered. */
  async suspend(error: unknown): Promise<void> {
    if (this.#isSuspended) return;
    this.#isSuspended = true;
    for (const worker of this.#options.workers()) void worker.pause(true);
    await this.#options.began(error).catch(() => undefined);
    while (!this.#closed && !(await this.#isHealed())) await pause(PAUSE, undefined, { ref: false });
    this.#isSuspended = false;
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
