import { setTimeout as pause } from 'node:timers/promises';
import { DossierError } from '../errors.js';
import type { Log } from './log.js';
import type { FailureCode, WorkerMetrics } from './metrics.js';
import type { Outcome } from './outcome.js';

/** Failures that are independent of the job: every job would fail like this on this machine. */
const OF_THE_MACHINE = new Set(['BROWSER_MISSING', 'BROWSER_SANDBOX', 'BROWSER_LAUNCH']);

/** Failures with which a worker refuses a job that another worker may accept. */
const OF_THIS_WORKER = new Set(['WORKER_BUILD', 'JOB_LIMIT']);

/** `true` for a failure of the machine, which can make nothing for now. */
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

/** Why a job ended without its files. */
function failureOf(outcome: Outcome): FailureCode | undefined {
  if ('error' in outcome) return codeOf(outcome.error);
  return 'made' in outcome && outcome.made.missing.length > 0 ? 'GLYPH_MISSING' : undefined;
}

/** A taker of jobs that can be paused. */
interface Pausable {
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): void;
  isPaused(): boolean;
}

interface BackoffOptions {
  /** All takers of jobs of this worker. */
  workers(): Iterable<Pausable>;
  /** Throws while this machine can make nothing. */
  heal(): Promise<void>;
  /** Called when this machine begins to fail. */
  began(error: unknown): Promise<void>;
}

/** Milliseconds for which a worker that refused a job takes no others of that tenant: they are for those that can. */
const REST = 5_000;

/** Milliseconds between attempts to heal. */
const PAUSE = 1_000;

/** Pauses a worker that would only fail with its jobs, and faster than others make them. */
export class Backoff {
  readonly #options: BackoffOptions;
  #isSuspended = false;
  #closed = false;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** `true` while this machine can make nothing. */
  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** Takes no jobs of one tenant for a while. */
  rest(worker: Pausable | undefined): void {
    if (!worker || worker.isPaused()) return;
    void worker.pause(true);
    setTimeout(() => {
      if (!this.#isSuspended && !this.#closed) worker.resume();
    }, REST).unref();
  }

  /** Takes no jobs at all until this machine has healed. */
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
