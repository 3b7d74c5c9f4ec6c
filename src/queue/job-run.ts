import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { DossierError } from '../errors.js';
import { entryKey, jobKey, KEPT, resultKey } from './builds.js';
import { isRefusal } from './connect.js';
import { encodeOutcome, jobId, type Outcome } from './envelope.js';
import { codeOf, isMachineFailure, isRefused, recordOutcome } from './failures.js';
import type { JobData } from './jobs.js';
import type { Log } from './log.js';
import { tooLarge } from './memory-budget.js';
import type { WorkerMetrics } from './metrics.js';
import { type Bench, work } from './work.js';

/** Stores a result only while the key of its job exists; otherwise nobody would fetch it. */
const STORE = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1`;

/** Milliseconds between attempts to store a result, and before a job that was handed back can be taken again. */
const PAUSE = 1_000;

/** The number of workers that must refuse a job before it fails. */
const REFUSALS = 3;

export interface JobRunnerOptions {
  redis: Redis;
  bench: Bench;
  /** The largest size of a job, in bytes. */
  jobLimit: number;
  log: Log;
  metrics: WorkerMetrics;
  /** A clock, in milliseconds. */
  now(): number;
}

/** The parts of the queue worker that the outcome of a job affects. */
interface Surroundings {
  /** Pauses a queue for a while because one of its jobs was refused. */
  rest(queue: string): void;
  /** Pauses all queues until this machine has recovered. */
  suspend(error: unknown): void;
  /** `true` once the worker takes no new jobs. */
  isClosed(): boolean;
}

/** Runs one job at a time and stores its outcome, or hands it back to other workers. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #worker: Surroundings;

  constructor(options: JobRunnerOptions, worker: Surroundings) {
    this.#options = options;
    this.#worker = worker;
  }

  /**
   * Runs a job that BullMQ has assigned.
   *
   * @param token the lock of the job
   * @throws DelayedError if the job was handed back; any other error marks the attempt as failed in BullMQ
   */
  async run(job: Job<JobData>, queue: string, token: string | undefined): Promise<void> {
    const { redis, now, log, metrics } = this.#options;
    const id = job.id ?? '';
    const start = now();
    const seconds = () => (now() - start) / 1000;
    // An earlier worker stored the result and was lost before it could report that.
    if (await redis.exists(resultKey(queue, id))) return;
    const bytes = await readJob({ redis, queue, id }, this.#options.jobLimit);
    // The client has the result already, or has stopped waiting.
    if (!bytes) return;
    metrics.started();
    try {
      const outcome = 'error' in bytes ? bytes : await work(bytes.job, this.#options.bench);
      const refused = (job.data.refused ?? 0) + 1;
      const isHandedBack = 'error' in outcome && isRefused(outcome.error) && refused < REFUSALS;
      if (!isHandedBack) await this.#store(queue, job, outcome);
      recordOutcome(id, outcome, seconds(), log, metrics);
      if ('error' in outcome && isRefused(outcome.error)) this.#worker.rest(queue);
      if (isHandedBack) {
        await job.updateData({ ...job.data, refused });
        await this.#handBack(job, token);
      }
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      if (isMachineFailure(error)) {
        metrics.retried(codeOf(error), seconds());
        this.#worker.suspend(error);
        await this.#handBack(job, token);
      }
      throw await this.#fault(job, queue, error, seconds());
    }
  }

  /** Gives a job to other workers; the attempt does not count. */
  async #handBack(job: Job<JobData>, token: string | undefined): Promise<never> {
    await job.moveToDelayed(Math.ceil(performance.timeOrigin + performance.now()) + PAUSE, token);
    throw new DelayedError();
  }

  #store(queue: string, job: Job<JobData>, outcome: Outcome): Promise<void> {
    const { redis, log } = this.#options;
    const place = { redis, queue, id: job.id ?? '' };
    let isLogged = false;
    return storeOutcome(place, outcome, job.data.room, (error) => {
      if (!isLogged) log('warn', 'queue.full', { job: place.id, error });
      isLogged = true;
      return !this.#worker.isClosed();
    });
  }

  /** Returns the error for BullMQ after a failure that the profile did not cause: BullMQ tries again or gives up. */
  async #fault(job: Job<JobData>, queue: string, error: unknown, seconds: number): Promise<Error> {
    const { log, metrics } = this.#options;
    const id = job.id ?? '';
    const code = codeOf(error);
    const attempt = job.attemptsMade + 1;
    const isLast = attempt >= (job.opts.attempts ?? 1);
    if (isLast) {
      metrics.failed(code, seconds);
      const cause = error instanceof Error ? error : new Error(String(error));
      await this.#store(queue, job, { error: cause }).catch(() => undefined);
    } else metrics.retried(code, seconds);
    log('error', isLast ? 'job.failed' : 'job.retried', {
      job: id,
      code,
      attempt,
      milliseconds: seconds * 1000,
      error,
    });
    // Only the code: BullMQ keeps it, and a message may name a person.
    return isLast ? new UnrecoverableError(code) : new Error(code);
  }
}

/** The location of a job in Redis. */
interface Place {
  redis: Redis;
  queue: string;
  id: string;
}

/** Reads the bytes of a job, or returns the error with which this worker refuses it; undefined if the job is gone. */
async function readJob(
  { redis, queue, id }: Place,
  limit: number,
): Promise<{ job: Buffer } | { error: DossierError } | undefined> {
  const key = jobKey(queue, id);
  // A client that was killed right after it added the job has not set an expiry.
  await redis.expire(entryKey(queue, id), KEPT);
  const bytes = await redis.strlen(key);
  if (bytes > limit) return { error: tooLarge(bytes, limit) };
  const job = await redis.getBuffer(key);
  // Bytes that do not match their digest are damaged; the client will put them again.
  return job && jobId(job) === id ? { job } : undefined;
}

/**
 * Stores the outcome of a job. If a result exceeds its byte budget, only its size is stored. If Redis refuses the
 * result because it is full, the work is done and memory may be freed later: the write is repeated.
 *
 * @param refused called on each refusal; returns `true` to try again
 */
async function storeOutcome(
  { redis, queue, id }: Place,
  outcome: Outcome,
  room: number,
  refused: (error: Error) => boolean,
): Promise<void> {
  const bytes = encodeOutcome(outcome);
  const fitting = bytes.length <= room || !('made' in outcome) ? bytes : encodeOutcome({ needs: bytes.length });
  for (;;) {
    try {
      await redis.eval(STORE, 2, jobKey(queue, id), resultKey(queue, id), fitting, KEPT);
      return;
    } catch (error) {
      if (!isRefusal(error) || !refused(error)) throw error;
      await pause(PAUSE);
    }
  }
}
