import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { disconnect, SILENCE, whileThere } from './connect.js';
import { entryKey, jobKey, KEPT, QUEUE_PREFIX, queueKeys, resultKey } from './keys.js';
import type { QueueDepth } from './metrics.js';
import { decodeOutcome, type Outcome } from './outcome.js';

/** A job as it is put into the queue. */
export interface Order {
  id: string;
  bytes: Buffer;
  /** Bytes that its result may take in Redis. */
  room: number;
}

/** What BullMQ carries of a job; the profile has a key of its own, which ends by itself from its first moment. */
export interface JobData {
  room: number;
  /** How many workers have refused it. */
  refused?: number;
}

/** How often a job is tried whose failure says nothing of the profile, and milliseconds before the second time. */
const ATTEMPTS = 4;
const BACKOFF = 1_000;

/** Jobs given up that stay to be looked at. */
const KEPT_FAILED = 500;

/** Events that are kept for those who read them late. */
const KEPT_EVENTS = 2_000;

/** Where a job is: on its way, at its end, given up after its last attempt, or not in the queue. */
type JobState = 'there' | 'ended' | 'given up' | 'unknown';

/** The jobs of one tenant, as the side has them that asks for results. Each step may be repeated and changes nothing then. */
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
    // A connection that is lost is told of by the one that this shares.
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

  /** Tells of each job that has come to its end, well or badly; some may be told of twice or never. */
  onEnd(listener: (id: string) => void): void {
    this.#events.on('completed', ({ jobId }) => listener(jobId));
    this.#events.on('failed', ({ jobId }) => listener(jobId));
  }

  /** Puts a job into the queue; one that stands there already stays as it is. */
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
    // BullMQ's own keys are seen to once a second; this one is one more with each job.
    await this.#redis.expire(entryKey(this.#name, id), KEPT);
  }

  /** What came of a job, if it is there; it stays there. */
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

  /** Why a job was given up, as the queue says it. */
  async reasonOf(id: string): Promise<string> {
    return (await this.#queue.getJob(id))?.failedReason ?? 'no reason given';
  }

  /** Takes a job with all that belongs to it out of Redis. */
  async remove(id: string): Promise<void> {
    await this.clear(id);
    // One that somebody works on just now stays until its end.
    await this.#queue.remove(id).catch(() => undefined);
  }

  /** Takes what a job brought and what came of it out of Redis; that it was given up stays to be seen. */
  async clear(id: string): Promise<void> {
    await this.#redis.unlink(jobKey(this.#name, id), resultKey(this.#name, id));
  }

  renew(ids: readonly string[]): Promise<void> {
    return renewQueue(this.#redis, this.#name, ids);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = Promise.allSettled([this.#events.close(), this.#queue.close()]);
    // A Redis that is lost takes leave of nobody, and who waited for it would wait for ever.
    await whileThere(this.#redis, closing, SILENCE);
    disconnect(this.#redis);
    this.#listening.disconnect();
  }
}

/** How many jobs of some queues stand where, together. */
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
 * Lets Redis forget what BullMQ keeps of a queue and of some of its jobs once nobody renews it any more. BullMQ gives its
 * keys no end, and makes those of lists anew whenever one was empty.
 */
export async function renewQueue(redis: Redis, queue: string, ids: readonly string[] = []): Promise<void> {
  const pipeline = redis.pipeline();
  for (const key of [...queueKeys(queue), ...ids.map((id) => entryKey(queue, id))]) pipeline.expire(key, KEPT);
  await pipeline.exec();
}
