import type { Job, Worker } from 'bullmq';
import pLimit, { type LimitFunction } from 'p-limit';
import { announceWorker, buildName, findTenants, withdrawWorker } from './builds.js';
import { SILENCE, whileThere } from './connect.js';
import { Backoff } from './failures.js';
import { JobRunner, type JobRunnerOptions } from './job-run.js';
import { type JobData, renewQueue, sumDepth } from './jobs.js';
import { DEFAULT_TENANT, queueName } from './keys.js';
import type { QueueDepth } from './metrics.js';
import { LOCK, openTaker } from './work.js';

export interface WorkerOptions extends JobRunnerOptions {
  /** A name that no other worker has. */
  id: string;
  /** Jobs under way at once. */
  slots: number;
  /** Jobs of one tenant that all workers together take in a minute. */
  rate?: number | undefined;
  /** Throws while this machine can make nothing. */
  heal(): Promise<void>;
}

/** Milliseconds between looks for new tenants. */
const LOOK = 1_000;

/** Looks between two signs of life. */
const SELDOM = 5;

/**
 * Takes jobs out of the queues of all tenants, in turn, and stores what comes of them. Closing it takes nothing new and
 * waits for what is under way.
 */
export class QueueWorker implements AsyncDisposable {
  readonly #options: WorkerOptions;
  readonly #build: string;
  readonly #tenants = new Map<string, Worker<JobData>>();
  /** Who waits for a slot gets it in turn, and of each tenant as many wait: none keeps the others out. */
  readonly #slots: LimitFunction;
  readonly #backoff: Backoff;
  readonly #runner: JobRunner;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  /** When Redis answered last, in milliseconds. */
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

  /** The tenants whose queues it looks after. */
  get tenants(): string[] {
    return [...this.#tenants.keys()];
  }

  /** Whether Redis gives signs of life: its connection stands even where it hangs. */
  get isAnswered(): boolean {
    return this.#closed || this.#options.now() - this.#answered < SILENCE;
  }

  /** How many jobs stand where, of all tenants. */
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
        // One that is full is told again later; what else there is to do is done all the same.
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
    // That Redis is lost is told once, by whoever opened the connection.
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
    // Where Redis is lost there is nothing to be taken leave of.
    await worker?.close().catch((error: unknown) => this.#options.log('warn', 'queue.lost', { error }));
  }

  /** Takes nothing new, and ends when what is under way has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#backoff.close();
    clearTimeout(this.#timer);
    const { redis, id } = this.#options;
    const queues = this.#queues;
    const closing = Promise.all(this.tenants.map((tenant) => this.#dismiss(tenant)))
      .then(() => withdrawWorker(redis, id))
      // What was finished last has made lists anew, and nobody else may be there to give them an end.
      .then(() => Promise.all(queues.map((queue) => renewQueue(redis, queue))))
      .catch(() => undefined);
    // Without Redis nothing of it can be brought to its end: others make what was under way.
    await whileThere(redis, closing, LOCK);
  }
}
