import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import pLimit, { type LimitFunction } from 'p-limit';
import { DossierError } from '../errors.js';
import { buildName } from './build.js';
import { isRefusal, unreachable, untilLost } from './connect.js';
import { sumDepth } from './depth.js';
import { renewQueue } from './expiry.js';
import type { Entry } from './jobs.js';
import { DEFAULT_TENANT, jobKey, KEPT, QUEUE_PREFIX, queueName, resultKey } from './keys.js';
import type { Log } from './log.js';
import type { FailureCode, QueueDepth, WorkerMetrics } from './metrics.js';
import { encodeOutcome, type Outcome } from './outcome.js';
import { announceWorker, findTenants, withdrawWorker } from './reach.js';
import { type Bench, work } from './work.js';

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
  log: Log;
  metrics: WorkerMetrics;
  /** A clock, in milliseconds. */
  now(): number;
}

/** Milliseconds for which a job is a worker's without a sign of life from it, and between two of these. */
const LOCK = 15_000;
const RENEW = 5_000;

/** Milliseconds between looks for jobs whose worker is gone. */
const STALLED = 5_000;

/** How often a job may be taken over: one that ends every worker ends no more of them then. */
const TAKEN_OVER = 5;

/** Milliseconds between looks for new tenants. */
const LOOK = 1_000;

/** Looks between two signs of life. */
const SELDOM = 5;

/** A result is stored only while its job is there: nobody would fetch it. */
const STORE = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1`;

/**
 * Takes jobs out of the queues of all tenants, in turn, and stores what comes of them. Closing it takes nothing new and
 * waits for what is under way.
 */
export class QueueWorker implements AsyncDisposable {
  readonly #options: WorkerOptions;
  readonly #build: string;
  readonly #tenants = new Map<string, Worker<Entry>>();
  /** Who waits for a slot gets it in turn, and of each tenant as many wait: none keeps the others out. */
  readonly #slots: LimitFunction;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #closed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#build = buildName(options.bench.build);
    this.#slots = pLimit(options.slots);
  }

  /** The tenants whose queues it looks after. */
  get tenants(): string[] {
    return [...this.#tenants.keys()];
  }

  /** How many jobs stand where, of all tenants. */
  depth(): Promise<QueueDepth> {
    const queues = this.tenants.map((tenant) => queueName(this.#build, tenant));
    return sumDepth(this.#options.redis, queues);
  }

  async start(): Promise<void> {
    const { redis, id, bench } = this.#options;
    await announceWorker(redis, id, bench.build);
    this.#serve(DEFAULT_TENANT);
    await this.#look();
  }

  async #look(): Promise<void> {
    const { redis, id, bench, log } = this.#options;
    try {
      if (redis.status === 'ready') {
        if (this.#looks % SELDOM === 0) await announceWorker(redis, id, bench.build);
        this.#looks += 1;
        const wanted = new Set([DEFAULT_TENANT, ...(await findTenants(redis, this.#build))]);
        for (const tenant of wanted) this.#serve(tenant);
        for (const tenant of this.tenants) if (!wanted.has(tenant)) void this.#leave(tenant);
        for (const tenant of this.tenants) await renewQueue(redis, queueName(this.#build, tenant));
      }
    } catch (error) {
      log('warn', 'queue.lost', { error });
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), LOOK);
  }

  #serve(tenant: string): void {
    if (this.#closed || this.#tenants.has(tenant)) return;
    const { redis, slots, rate } = this.#options;
    const queue = queueName(this.#build, tenant);
    const worker = new Worker<Entry>(queue, (job) => this.#slots(() => this.#process(job, queue)), {
      connection: redis,
      prefix: QUEUE_PREFIX,
      // It has been looked at, and the library would speak of it in the middle of the log.
      skipVersionCheck: true,
      concurrency: slots,
      lockDuration: LOCK,
      lockRenewTime: RENEW,
      stalledInterval: STALLED,
      maxStalledCount: TAKEN_OVER,
      ...(rate ? { limiter: { max: rate, duration: 60_000 } } : {}),
    });
    // That Redis is lost is told once, by whoever opened the connection.
    worker.on('error', (error) => {
      if (redis.status === 'ready') this.#options.log('warn', 'queue.lost', { error });
    });
    worker.on('stalled', (job) => this.#options.log('warn', 'job.stalled', { job }));
    this.#tenants.set(tenant, worker);
  }

  async #leave(tenant: string): Promise<void> {
    const worker = this.#tenants.get(tenant);
    this.#tenants.delete(tenant);
    // Where Redis is lost there is nothing to be taken leave of.
    await worker?.close().catch((error: unknown) => this.#options.log('warn', 'queue.lost', { error }));
  }

  async #process(job: Job<Entry>, queue: string): Promise<void> {
    const { redis, now, metrics } = this.#options;
    const id = job.id ?? '';
    const start = now();
    const seconds = () => (now() - start) / 1000;
    // It was made before by a worker that did not come to say so.
    if (await redis.exists(resultKey(queue, id))) return;
    const bytes = await this.#read(queue, id);
    // Whoever asked has it already, or waits no more.
    if (!bytes) return;
    metrics.started();
    try {
      const outcome = 'error' in bytes ? bytes : await work(bytes.job, this.#options.bench);
      await this.#store(queue, id, outcome, job.data.room);
      this.#tell(id, outcome, seconds());
    } catch (error) {
      throw await this.#fault(job, queue, error, seconds());
    }
  }

  /** What a job is made from; undefined where it is gone. */
  async #read(queue: string, id: string): Promise<{ job: Buffer } | { error: DossierError } | undefined> {
    const { redis, jobLimit } = this.#options;
    const key = jobKey(queue, id);
    if ((await redis.strlen(key)) > jobLimit)
      return {
        error: new DossierError('JOB_LIMIT', 'the job is larger than the worker takes', {
          hint: 'give the worker more with --job-limit, or make the pictures smaller',
        }),
      };
    const job = await redis.getBuffer(key);
    return job ? { job } : undefined;
  }

  async #store(queue: string, id: string, outcome: Outcome, room: number): Promise<void> {
    const bytes = encodeOutcome(outcome);
    const fitting = bytes.length <= room || !('made' in outcome) ? bytes : encodeOutcome({ needs: bytes.length });
    try {
      await this.#options.redis.eval(STORE, 2, jobKey(queue, id), resultKey(queue, id), fitting, KEPT);
    } catch (error) {
      throw isRefusal(error) ? unreachable('of this worker', error) : error;
    }
  }

  #tell(id: string, outcome: Outcome, seconds: number): void {
    const { log, metrics } = this.#options;
    const code = failureOf(outcome);
    const isRefused = code === 'WORKER_BUILD' || code === 'JOB_LIMIT';
    if (!code) metrics.done(seconds);
    else if (isRefused) metrics.refused();
    else metrics.failed(code, seconds);
    const event = code ? (isRefused ? 'job.refused' : 'job.failed') : 'job.done';
    log('info', event, { job: id, code, milliseconds: seconds * 1000 });
  }

  /** What BullMQ is told of a failure that says nothing of the profile: it tries again, or gives up after the last time. */
  async #fault(job: Job<Entry>, queue: string, error: unknown, seconds: number): Promise<Error> {
    const { log, metrics } = this.#options;
    const id = job.id ?? '';
    const code = codeOf(error);
    const attempt = job.attemptsMade + 1;
    const isLast = attempt >= (job.opts.attempts ?? 1);
    const milliseconds = seconds * 1000;
    if (isLast) {
      metrics.failed(code, seconds);
      const cause = error instanceof Error ? error : new Error(String(error));
      await this.#store(queue, id, { error: cause }, job.data.room).catch(() => undefined);
    } else metrics.retried(code, seconds);
    log('error', isLast ? 'job.failed' : 'job.retried', { job: id, code, attempt, milliseconds, error });
    // Only the code: BullMQ keeps it, and a message may name a person.
    return isLast ? new UnrecoverableError(code) : new Error(code);
  }

  /** Takes nothing new, and ends when what is under way has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const { redis, id } = this.#options;
    const closing = Promise.all(this.tenants.map((tenant) => this.#leave(tenant)))
      .then(() => withdrawWorker(redis, id))
      .catch(() => undefined);
    // Without Redis nothing of it can be brought to its end: others make what was under way.
    await Promise.race([closing, untilLost(redis)]);
  }
}

/** Why nothing came of a job, where that is its end. */
function failureOf(outcome: Outcome): FailureCode | undefined {
  if ('error' in outcome) return codeOf(outcome.error);
  return 'made' in outcome && outcome.made.missing.length > 0 ? 'GLYPH_MISSING' : undefined;
}

function codeOf(error: unknown): FailureCode {
  return error instanceof DossierError ? error.code : 'BUG';
}
