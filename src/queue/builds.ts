import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { isTenant, tenantsKey, WORKERS, workerKey } from './keys.js';

/** Seconds for which a worker counts as there without having said so again. */
const WORKER_SEEN = 15;

/** Seconds for which workers look after a tenant whose last run said nothing more. */
const TENANT_SEEN = 600;

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
  await redis.zadd(WORKERS, await secondsOf(redis), id);
  await redis.expire(WORKERS, 2 * WORKER_SEEN);
  await redis.set(workerKey(id), JSON.stringify({ build }), 'EX', WORKER_SEEN);
}

/** Takes a worker away that ends, or that can do nothing for now. */
export async function withdrawWorker(redis: Redis, id: string): Promise<void> {
  await redis.zrem(WORKERS, id);
  await redis.del(workerKey(id));
}

/** The workers that are there: how many of a build, and in what the others differ. */
export async function findWorkers(redis: Redis, build: Build): Promise<{ own: number; others: string[] }> {
  const ids = await redis.zrangebyscore(WORKERS, (await secondsOf(redis)) - WORKER_SEEN, '+inf');
  const texts = ids.length > 0 ? await redis.mget(ids.map(workerKey)) : [];
  const differing = texts.flatMap((text) => {
    const read = readAnnounced(text);
    return read ? [differences(read.build, build).join(', ')] : [];
  });
  const others = differing.filter((parts) => parts !== '');
  return { own: differing.length - others.length, others: [...new Set(others)].sort() };
}

/** What a worker says of itself; undefined for what anybody else has put there. */
function readAnnounced(text: string | null): z.output<typeof announced> | undefined {
  try {
    return announced.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
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

/** All that decides which bytes come of a job, apart from the job: of two machines alike in it, either may do it. */
export interface Build {
  /** The program's version, and a digest of its code: a version may be under development. */
  dossier: string;
  code: string;
  /** The version of Node, which has the rules of languages. */
  node: string;
  /** System and processor. */
  system: string;
  /** The browser's version and size. */
  browser: string;
  /** A digest of the fonts that step in for those of templates. */
  fonts: string;
}

/** The name of a build: the same for the same, wherever it runs. */
export function buildName(build: Build): string {
  const { dossier, code, node, system, browser, fonts } = build;
  return createHash('sha256')
    .update(JSON.stringify([dossier, code, node, system, browser, fonts]))
    .digest('hex')
    .slice(0, 16);
}

const CALLED: Readonly<Record<keyof Build, string>> = {
  dossier: 'the version of Dossier',
  code: 'the code of Dossier',
  node: 'the version of Node',
  system: 'the system',
  browser: 'the browser',
  fonts: 'the fonts for other scripts',
};

/** In what a build differs from another one, as text. */
export function differences(build: Build, other: Build): string[] {
  const parts = Object.entries(CALLED) as [keyof Build, string][];
  return parts.flatMap(([part, name]) => {
    if (build[part] === other[part]) return [];
    return isDigest(part) ? [name] : [`${name} (${build[part]}, not ${other[part]})`];
  });
}

function isDigest(part: keyof Build): boolean {
  return part === 'code' || part === 'fonts';
}
