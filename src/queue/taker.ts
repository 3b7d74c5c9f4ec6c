import { type Processor, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Entry } from './jobs.js';
import { QUEUE_PREFIX } from './keys.js';

/** Milliseconds for which a job is a worker's without a sign of life from it, and between two of these. */
export const LOCK = 15_000;
const RENEW = 5_000;

/** Milliseconds between looks for jobs whose worker is gone. */
const STALLED = 5_000;

/** How often a job may be taken over: one that ends every worker ends no more of them then. */
const TAKEN_OVER = 5;

export interface TakerOptions {
  redis: Redis;
  /** Jobs taken at once. */
  slots: number;
  /** Jobs of the queue that all workers together take in a minute. */
  rate?: number | undefined;
}

/** Takes jobs out of one queue, from now on. */
export function openTaker(
  queue: string,
  process: Processor<Entry>,
  { redis, slots, rate }: TakerOptions,
): Worker<Entry> {
  return new Worker<Entry>(queue, process, {
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
}
