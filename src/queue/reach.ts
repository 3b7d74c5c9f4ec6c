import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Build, differences } from './build.js';
import { isTenant, PREFIX, tenantsKey, workerKey } from './keys.js';

/** Seconds for which a worker counts as there without having said so again. */
export const WORKER_SEEN = 15;

/** Seconds for which workers look after a tenant whose last run said nothing more. */
export const TENANT_SEEN = 600;

const announced = z.object({
  build: z.object({
    dossier: z.string(),
    code: z.string(),
    node: z.string(),
    system: z.string(),
    browser: z.string(),
    fonts: z.string(),
  }),
});

/** Says that a worker is there, for as long as it says so again and again. */
export async function announceWorker(redis: Redis, id: string, build: Build): Promise<void> {
  await redis.set(workerKey(id), JSON.stringify({ build }), 'EX', WORKER_SEEN);
}

/** Takes a worker away that ends. */
export async function withdrawWorker(redis: Redis, id: string): Promise<void> {
  await redis.del(workerKey(id));
}

/** The workers that are there: how many of a build, and in what the others differ. */
export async function findWorkers(redis: Redis, build: Build): Promise<{ own: number; others: string[] }> {
  const found = { own: 0, others: [] as string[] };
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${PREFIX}:worker:*`, 'COUNT', 1000);
    cursor = next;
    for (const text of keys.length > 0 ? await redis.mget(keys) : []) {
      const read = text === null ? undefined : announced.safeParse(JSON.parse(text)).data;
      if (!read) continue;
      const differing = differences(read.build, build);
      if (differing.length === 0) found.own += 1;
      else found.others.push(differing.join(', '));
    }
  } while (cursor !== '0');
  return { ...found, others: [...new Set(found.others)].sort() };
}

/** Says that a tenant has work to be done. */
export async function announceTenant(redis: Redis, build: string, tenant: string): Promise<void> {
  const key = tenantsKey(build);
  await redis.zadd(key, await secondsOf(redis), tenant);
  await redis.expire(key, 2 * TENANT_SEEN);
}

/** The tenants that workers look after. */
export async function findTenants(redis: Redis, build: string): Promise<string[]> {
  const oldest = (await secondsOf(redis)) - TENANT_SEEN;
  const names = await redis.zrangebyscore(tenantsKey(build), oldest, '+inf');
  // What is no name of a tenant was put there by hand, and stands in no queue.
  return names.filter(isTenant);
}

/** The time as Redis has it: the clocks of machines differ. */
async function secondsOf(redis: Redis): Promise<number> {
  const [seconds] = await redis.time();
  return Number(seconds);
}
