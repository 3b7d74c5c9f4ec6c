import type { Redis } from 'ioredis';
import { entryKey, KEPT, queueKeys } from './keys.js';

/**
 * Lets Redis forget what BullMQ keeps of a queue and of some of its jobs once nobody renews it any more. BullMQ gives its
 * keys no end, and makes those of lists anew whenever one was empty.
 */
export async function renewQueue(redis: Redis, queue: string, ids: readonly string[] = []): Promise<void> {
  const pipeline = redis.pipeline();
  for (const key of [...queueKeys(queue), ...ids.map((id) => entryKey(queue, id))]) pipeline.expire(key, KEPT);
  await pipeline.exec();
}
