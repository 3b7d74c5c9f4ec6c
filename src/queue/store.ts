import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { DossierError } from '../errors.js';
import { isRefusal } from './connect.js';
import { jobId } from './job.js';
import { entryKey, jobKey, KEPT, resultKey } from './keys.js';
import { encodeOutcome, type Outcome } from './outcome.js';
import { tooLarge } from './size-estimator.js';

/** A result is stored only while its job is there: nobody would fetch it. */
const STORE = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1`;

/** Milliseconds between attempts to store a result. */
const PAUSE = 1_000;

/** A job where it lies. */
export interface Place {
  redis: Redis;
  queue: string;
  id: string;
}

/** What a job is made from, or why this worker does not take it; undefined where it is gone. */
export async function readJob(
  { redis, queue, id }: Place,
  limit: number,
): Promise<{ job: Buffer } | { error: DossierError } | undefined> {
  const key = jobKey(queue, id);
  // A run that was killed right after it had put it there did not come to give it an end.
  await redis.expire(entryKey(queue, id), KEPT);
  const bytes = await redis.strlen(key);
  if (bytes > limit) return { error: tooLarge(bytes, limit) };
  const job = await redis.getBuffer(key);
  // What is not what its name says was damaged: whoever asked puts it there again.
  return job && jobId(job) === id ? { job } : undefined;
}

/**
 * Stores what came of a job; of a result that takes more bytes than there is room for, only how many. A Redis that is
 * full may have room later, and the work is done: it is tried again.
 *
 * @param refused told of each refusal; gives whether to go on
 */
export async function storeOutcome(
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
