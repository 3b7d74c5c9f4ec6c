import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { entryKey, jobKey, KEPT, QUEUE_PREFIX, queueKeys, resultKey } from './builds.js';
import { disconnect, SILENCE, whileThere } from './connect.js';
import { decodeOutcome, type Outcome } from './envelope.js';
import type { QueueDepth } from './metrics.js';

/** A job to be put into the queue. */
export interface Order {
  id: string;
  bytes: Buffer;
  /** The byte budget of its result in Redis. */
  room: number;
}

/** The part of a job that BullMQ stores. The profile has a key of its own, which has an expiry from the start. */
export interface JobData {
  room: number;
  /** The number of workers that have refused the job. */
  refused?: number;
}

/** The number of attempts if failures are not caused by the profile, and milliseconds before the second attempt. */
const ATTEMPTS = 4;
const BACKOFF = 1_000;

/** The number of failed jobs that are kept for inspection. */
const KEPT_FAILED = 500;

/** The number of events that are kept for late readers. */
const KEPT_EVENTS = 2_000;

/** The state of a job: waiting or running, completed, failed after its last attempt, or not in the queue. */
type JobState = 'there' | 'ended' | 'given up' | 'unknown';

/** The jobs of one tenant, as the client that requests results sees them. Every operation is idempotent. */
export class Jobs implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #listening: Redis;
  readonly #name: string;
  readonly #queue: Queue<JobData>;
  readonly #events: QueueEvents;

  private constructor(redis: Redis, name: string, lastEventId: string) {
    this.#redis = redis;
    this.#name = name;
    this.#listening = redis.duplicate();
    const own = { prefix: QUEUE_PREFIX, skipVersionCheck: true };
    const streams = { events: { maxLen: KEPT_EVENTS } };
    this.#queue = new Queue(name, { connection: redis, ...own, streams });
    this.#events = new QueueEvents(name, { connection: this.#listening, ...own, lastEventId });
    // The shared connection reports its loss.
    const ignore = () => undefined;
    this.#listening.on('error', ignore);
    this.#queue.on('error', ignore);
    this.#events.on('error', ignore);
  }

  static async open(redis: Redis, name: string): Promise<Jobs> {
    const [last] = await redis.xrevrange(`${QUEUE_PREFIX}:${name}:events`, '+', '-', 'COUNT', 1);
    const jobs = new Jobs(redis, name, last?.[0] ?? '0-0');
    await jobs.#queue.waitUntilReady();
    return jobs;
  }

  /** Registers a listener for jobs that completed or failed; an event may be repeated or lost. */
  onEnd(listener: (id: string) => void): void {
    this.#events.on('completed', ({ jobId }) => listener(jobId));
    this.#events.on('failed', ({ jobId }) => listener(jobId));
  }

  /** Puts a job into the queue; a job that exists is left unchanged. */
  async put({ id, bytes, room }: Order): Promise<void> {
    await this.#redis.set(jobKey(this.#name, id), bytes, 'EX', KEPT);
    await this.#queue.add(
      'resume',
      { room },
      {
        jobId: id,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: BACKOFF, jitter: 0.5 },
        removeOnComplete: { age: KEPT },
        removeOnFail: { age: KEPT, count: KEPT_FAILED },
        stackTraceLimit: 0,
        keepLogs: 0,
      },
    );
    // The queue's own keys are renewed once a second, but every job adds a key.
    await this.#redis.expire(entryKey(this.#name, id), KEPT);
  }

  /** Returns the outcome of a job if there is one, and leaves it in Redis. */
  async outcomeOf(id: string): Promise<Outcome | undefined> {
    const bytes = await this.#redis.getBuffer(resultKey(this.#name, id));
    return bytes ? decodeOutcome(bytes) : undefined;
  }

  async stateOf(id: string): Promise<JobState> {
    const state = await this.#queue.getJobState(id);
    if (state === 'failed') return 'given up';
    if (state === 'completed') return 'ended';
    return state === 'unknown' ? state : 'there';
  }

  /** The reason that BullMQ recorded for the failure of a job. */
  async reasonOf(id: string): Promise<string> {
    return (await this.#queue.getJob(id))?.failedReason ?? 'no reason given';
  }

  /** Removes a job and everything that belongs to it from Redis. */
  async remove(id: string): Promise<void> {
    await this.clear(id);
    // A job that a worker is running cannot be removed; it stays until it ends.
    await this.#queue.remove(id).catch(() => undefined);
  }

  /** Removes the bytes and the result of a job from Redis, but keeps the record of its failure. */
  async clear(id: string): Promise<void> {
    await this.#redis.unlink(jobKey(this.#name, id), resultKey(this.#name, id));
  }

  renew(ids: readonly string[]): Promise<void> {
    return renewQueue(this.#redis, this.#name, ids);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = Promise.allSettled([this.#events.close(), this.#queue.close()]);
    // Closing never finishes if Redis is lost.
    await whileThere(this.#redis, closing, SILENCE);
    disconnect(this.#redis);
    this.#listening.disconnect();
  }
}

/** The number of jobs in each state, summed over some queues. */
export async function sumDepth(redis: Redis, queues: readonly string[]): Promise<QueueDepth> {
  const sum: QueueDepth = { waiting: 0, active: 0, delayed: 0, failed: 0 };
  for (const queue of queues) {
    const key = (part: string) => entryKey(queue, part);
    const [waiting, active, delayed, failed] = await Promise.all([
      redis.llen(key('wait')),
      redis.llen(key('active')),
      redis.zcard(key('delayed')),
      redis.zcard(key('failed')),
    ]);
    sum.waiting += waiting;
    sum.active += active;
    sum.delayed += delayed;
    sum.failed += failed;
  }
  return sum;
}

/**
 * Renews the expiry of BullMQ's keys for a queue and some of its jobs, so that Redis drops them once nobody renews
 * them. BullMQ sets no expiry, and it recreates the key of a list whenever the list was empty.
 */
export async function renewQueue(redis: Redis, queue: string, ids: readonly string[] = []): Promise<void> {
  const pipeline = redis.pipeline();
  for (const key of [...queueKeys(queue), ...ids.map((id) => entryKey(queue, id))]) pipeline.expire(key, KEPT);
  await pipeline.exec();
}
