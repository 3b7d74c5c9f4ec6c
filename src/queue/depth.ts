import type { Redis } from 'ioredis';
import { entryKey } from './keys.js';
import type { QueueDepth } from './metrics.js';

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
