import type { Job, Worker } from 'bullmq';
import pLimit, { type LimitFunction } from 'p-limit';
import { announceWorker, buildName, DEFAULT_TENANT, findTenants, queueName, withdrawWorker } from './builds.js';
import { SILENCE, whileThere } from './connect.js';
import { Backoff } from './failures.js';
import { JobRunner, type JobRunnerOptions } from './job-run.js';
import { type JobData, renewQueue, sumDepth } from './jobs.js';
import type { QueueDepth } from './metrics.js';
import { LOCK, openTaker } from './work.js';

export interface WorkerOptions extends JobRunnerOptions {
  /** The unique name of the worker. */
  id: string;
  /** The number of jobs that run at once. */
  slots: number;
  /** The number of jobs of one tenant that all workers together may take in a minute. */
  rate?: number | undefined;
  /** Throws as long as this machine cannot run jobs. */
  heal(): Promise<void>;
}

/** Milliseconds between checks for new tenants. */
const LOOK = 1_000;

/** The number of checks per announcement of the worker. */
const SELDOM = 5;

/**
 * Takes jobs from the queues of all tenants in turn, and stores their outcomes. Disposing of it takes no new jobs and
 * waits for those in progress.
 */
export class QueueWorker implements AsyncDisposable {
  readonly #options: WorkerOptions;
  readonly #build: string;
  readonly #tenants = new Map<string, Worker<JobData>>();
  /** Hands out slots in order. At most as many jobs of each tenant wait, so that no tenant keeps the others out. */
  readonly #slots: LimitFunction;
  readonly #backoff: Backoff;
  readonly #runner: JobRunner;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  /** The time of the last answer from Redis, in milliseconds. */
  #answered: number;
  #closed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#build = buildName(options.bench.build);
    this.#slots = pLimit(options.slots);
    const { heal, log, redis, id, now } = options;
    this.#answered = now();
    this.#backoff = new Backoff({
      workers: () => this.#tenants.values(),
      heal,
      began: (error) => {
        log('error', 'browser.lost', { error });
        return withdrawWorker(redis, id);
      },
    });
    this.#runner = new JobRunner(options, {
      rest: (queue) => this.#backoff.rest(this.#takerOf(queue)),
      suspend: (error) => void this.#backoff.suspend(error),
      isClosed: () => this.#closed,
    });
  }

  /** The tenants whose queues this worker serves. */
  get tenants(): string[] {
    return [...this.#tenants.keys()];
  }

  /** `true` if Redis answers: its connection stays open even if it hangs. */
  get isAnswered(): boolean {
    return this.#closed || this.#options.now() - this.#answered < SILENCE;
  }

  /** The number of jobs in each state, over all tenants. */
  depth(): Promise<QueueDepth> {
    return sumDepth(this.#options.redis, this.#queues);
  }

  get #queues(): string[] {
    return this.tenants.map((tenant) => queueName(this.#build, tenant));
  }

  async start(): Promise<void> {
    const { redis, id, bench } = this.#options;
    await announceWorker(redis, id, bench.build).catch(() => undefined);
    this.#serve(DEFAULT_TENANT);
    await this.#look();
  }

  async #look(): Promise<void> {
    const { redis, id, bench, log, now } = this.#options;
    const late = setTimeout(() => this.isAnswered || log('warn', 'queue.lost'), SILENCE + LOOK);
    try {
      if (redis.status === 'ready') {
        // If Redis is full, the worker is announced again later; the rest is done anyway.
        const isDue = this.#looks % SELDOM === 0 && !this.#backoff.isSuspended;
        this.#looks += 1;
        if (isDue) await announceWorker(redis, id, bench.build).catch(() => undefined);
        const wanted = new Set([DEFAULT_TENANT, ...(await findTenants(redis, this.#build))]);
        this.#answered = now();
        for (const tenant of wanted) this.#serve(tenant);
        for (const tenant of this.tenants) if (!wanted.has(tenant)) void this.#dismiss(tenant);
        await Promise.all(this.#queues.map((queue) => renewQueue(redis, queue)));
      }
    } catch (error) {
      log('warn', 'queue.lost', { error });
    }
    clearTimeout(late);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), LOOK);
  }

  #serve(tenant: string): void {
    if (this.#closed || this.#tenants.has(tenant)) return;
    const { redis, slots, rate } = this.#options;
    const queue = queueName(this.#build, tenant);
    const process = (job: Job<JobData>, token?: string) => this.#slots(() => this.#runner.run(job, queue, token));
    const worker = openTaker(queue, process, { redis, slots, rate });
    // The shared connection reports that Redis is lost; do not report it once per queue.
    worker.on('error', (error) => {
      if (redis.status === 'ready') this.#options.log('warn', 'queue.lost', { error });
    });
    worker.on('stalled', (job) => this.#options.log('warn', 'job.stalled', { job }));
    this.#tenants.set(tenant, worker);
  }

  #takerOf(queue: string): Worker<JobData> | undefined {
    return [...this.#tenants.values()].find(({ name }) => name === queue);
  }

  async #dismiss(tenant: string): Promise<void> {
    const worker = this.#tenants.get(tenant);
    this.#tenants.delete(tenant);
    // Closing fails if Redis is lost.
    await worker?.close().catch((error: unknown) => this.#options.log('warn', 'queue.lost', { error }));
  }

  /** Takes no new jobs, and waits for those in progress. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#backoff.close();
    clearTimeout(this.#timer);
    const { redis, id } = this.#options;
    const queues = this.#queues;
    const closing = Promise.all(this.tenants.map((tenant) => this.#dismiss(tenant)))
      .then(() => withdrawWorker(redis, id))
      // The last jobs may have recreated lists, and there may be no other worker to set their expiry.
      .then(() => Promise.all(queues.map((queue) => renewQueue(redis, queue))))
      .catch(() => undefined);
    // Closing never finishes if Redis is lost; other workers then run the unfinished jobs.
    await whileThere(redis, closing, LOCK);
  }
}
