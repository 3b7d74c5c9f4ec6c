import { DelayedError, type Job, UnrecoverableError, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import pLimit, { type LimitFunction } from 'p-limit';
import { Leave } from './backoff.js';
import { buildName } from './build.js';
import { SILENCE, whileThere } from './connect.js';
import { isRefused, isSick } from './failure-classes.js';
import { type JobData, renewQueue, sumDepth } from './jobs.js';
import { DEFAULT_TENANT, queueName, resultKey } from './keys.js';
import type { Log } from './log.js';
import type { QueueDepth, WorkerMetrics } from './metrics.js';
import type { Outcome } from './outcome.js';
import { announceWorker, findTenants, withdrawWorker } from './reach.js';
import { codeOf, tellOutcome } from './record-outcome.js';
import { readJob, storeOutcome } from './store.js';
import { type Bench, LOCK, openTaker, work } from './work.js';

export interface WorkerOptions {
  redis: Redis;
  bench: Bench;
  /** A name that no other worker has. */
  id: string;
  /** Jobs under way at once. */
  slots: number;
  /** Jobs of one tenant that all workers together take in a minute. */
  rate?: number | undefined;
  /** Bytes that one job may have. */
  jobLimit: number;
  /** Throws while this machine can make nothing. */
  heal(): Promise<void>;
  log: Log;
  metrics: WorkerMetrics;
  /** A clock, in milliseconds. */
  now(): number;
}

/** Milliseconds between looks for new tenants. */
const LOOK = 1_000;

/** Looks between two signs of life. */
const SELDOM = 5;

/** Workers that refuse a job before that is its end. */
const REFUSALS = 3;

/** Milliseconds before a job that was handed back is taken again. */
const PAUSE = 1_000;

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
  readonly #leave: Leave;
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
    this.#leave = new Leave({
      workers: () => this.#tenants.values(),
      heal,
      began: (error) => {
        log('error', 'browser.lost', { error });
        return withdrawWorker(redis, id);
      },
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
        const isDue = this.#looks % SELDOM === 0 && !this.#leave.isSick;
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
    const process = (job: Job<JobData>, token?: string) => this.#slots(() => this.#process(job, queue, token));
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

  async #process(job: Job<JobData>, queue: string, token: string | undefined): Promise<void> {
    const { redis, now, log, metrics } = this.#options;
    const id = job.id ?? '';
    const start = now();
    const seconds = () => (now() - start) / 1000;
    // It was made before by a worker that did not come to say so.
    if (await redis.exists(resultKey(queue, id))) return;
    const bytes = await readJob({ redis, queue, id }, this.#options.jobLimit);
    // Whoever asked has it already, or waits no more.
    if (!bytes) return;
    metrics.started();
    try {
      const outcome = 'error' in bytes ? bytes : await work(bytes.job, this.#options.bench);
      const refused = (job.data.refused ?? 0) + 1;
      const isHandedBack = 'error' in outcome && isRefused(outcome.error) && refused < REFUSALS;
      if (!isHandedBack) await this.#store(queue, job, outcome);
      tellOutcome(id, outcome, seconds(), log, metrics);
      if ('error' in outcome && isRefused(outcome.error)) this.#leave.rest(this.#takerOf(queue));
      if (isHandedBack) {
        await job.updateData({ ...job.data, refused });
        await this.#handBack(job, token);
      }
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      if (isSick(error)) {
        metrics.retried(codeOf(error), seconds());
        void this.#leave.sick(error);
        await this.#handBack(job, token);
      }
      throw await this.#fault(job, queue, error, seconds());
    }
  }

  /** Gives a job to others: that it was here counts for nothing. */
  async #handBack(job: Job<JobData>, token: string | undefined): Promise<never> {
    await job.moveToDelayed(Math.ceil(performance.timeOrigin + performance.now()) + PAUSE, token);
    throw new DelayedError();
  }

  #store(queue: string, job: Job<JobData>, outcome: Outcome): Promise<void> {
    const { redis, log } = this.#options;
    const place = { redis, queue, id: job.id ?? '' };
    let isTold = false;
    return storeOutcome(place, outcome, job.data.room, (error) => {
      if (!isTold) log('warn', 'queue.full', { job: place.id, error });
      isTold = true;
      return !this.#closed;
    });
  }

  /** What BullMQ is told of a failure that says nothing of the profile: it tries again, or gives up after the last time. */
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

  /** Takes nothing new, and ends when what is under way has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#leave.close();
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
