import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { SLUG } from '../profile/names.js';

/** Seconds after its last announcement for which a worker counts as running. */
const WORKER_SEEN = 15;

/** Seconds after the last announcement of a tenant for which workers serve its queue. */
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

/** Announces that a worker is running; the announcement expires unless it is repeated. */
export async function announceWorker(redis: Redis, id: string, build: Build): Promise<void> {
  await redis.zadd(WORKERS, await secondsOf(redis), id);
  await redis.expire(WORKERS, 2 * WORKER_SEEN);
  await redis.set(workerKey(id), JSON.stringify({ build }), 'EX', WORKER_SEEN);
}

/** Withdraws a worker that is ending or that cannot run jobs for now. */
export async function withdrawWorker(redis: Redis, id: string): Promise<void> {
  await redis.zrem(WORKERS, id);
  await redis.del(workerKey(id));
}

/** Returns the number of running workers of a build, and how the other workers differ from it. */
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

/** Parses the announcement of a worker; returns undefined for a value of any other shape. */
function readAnnounced(text: string | null): z.output<typeof announced> | undefined {
  try {
    return announced.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Announces that a tenant has jobs. */
export async function announceTenant(redis: Redis, build: string, tenant: string): Promise<void> {
  const key = tenantsKey(build);
  await redis.zadd(key, await secondsOf(redis), tenant);
  await redis.expire(key, 2 * TENANT_SEEN);
}

/** Returns the tenants whose queues workers serve. */
export async function findTenants(redis: Redis, build: string): Promise<string[]> {
  const oldest = (await secondsOf(redis)) - TENANT_SEEN;
  const names = await redis.zrangebyscore(tenantsKey(build), oldest, '+inf');
  // An invalid tenant name was added by hand and has no queue.
  return names.filter(isTenant);
}

/** The time according to Redis, because the clocks of machines differ. */
async function secondsOf(redis: Redis): Promise<number> {
  const [seconds] = await redis.time();
  return Number(seconds);
}

/**
 * Everything besides the job that determines the bytes of its result: workers with equal builds are interchangeable.
 */
export interface Build {
  /** The program's version, and a digest of its code, since a version may be under development. */
  dossier: string;
  code: string;
  /** The version of Node, which contains the locale data. */
  node: string;
  /** The operating system and the processor architecture. */
  system: string;
  /** The browser's version and size. */
  browser: string;
  /** A digest of the fallback fonts for characters that the templates' fonts lack. */
  fonts: string;
}

/** The name of a build: a digest that is the same on every machine. */
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

/** Lists how a build differs from another one, as text. */
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

/** The prefix of every key in Redis. */
export const PREFIX = 'dossier';

/** Seconds after which Redis drops whatever nobody has fetched. */
export const KEPT = 24 * 60 * 60;

/** The tenant of a run that does not name one. */
export const DEFAULT_TENANT = 'default';

/** `true` if a tenant may have this name. */
export function isTenant(name: string): boolean {
  return SLUG.test(name) && name.length <= 64;
}

/** The name of a queue: each build and tenant has its own, so workers of other builds never see its jobs. */
export function queueName(build: string, tenant: string): string {
  return `${build}.${tenant}`;
}

/** The key of a job's bytes; `id` is their digest. */
export function jobKey(queue: string, id: string): string {
  return `${PREFIX}:job:${queue}:${id}`;
}

/** The key of a job's outcome. */
export function resultKey(queue: string, id: string): string {
  return `${PREFIX}:result:${queue}:${id}`;
}

/** The key of a template with its partials and styles, by digest. */
export function bundleKey(digest: string): string {
  return `${PREFIX}:bundle:${digest}`;
}

/** The key of a build's tenants: a sorted set, scored by the second of their last announcement. */
export function tenantsKey(build: string): string {
  return `${PREFIX}:tenants:${build}`;
}

/** The running workers: a sorted set, scored by the second of their last announcement. */
export const WORKERS = `${PREFIX}:workers`;

/** The key of a worker's announcement, which it renews. */
export function workerKey(id: string): string {
  return `${PREFIX}:worker:${id}`;
}

/**
 * The parts of a queue, besides its jobs, that BullMQ stores without an expiry. Its `limiter` and `stalled-check` keys
 * have an expiry that must not be changed.
 */
const PARTS = [
  'id',
  'meta',
  'wait',
  'active',
  'paused',
  'delayed',
  'prioritized',
  'completed',
  'failed',
  'stalled',
  'events',
  'marker',
  'pc',
];

/** The keys of a queue that would otherwise never expire. */
export function queueKeys(queue: string): string[] {
  return PARTS.map((part) => `${PREFIX}:queue:${queue}:${part}`);
}

/** The key of BullMQ's record of a job. */
export function entryKey(queue: string, id: string): string {
  return `${PREFIX}:queue:${queue}:${id}`;
}

/** The prefix that BullMQ puts before the names of queues. */
export const QUEUE_PREFIX = `${PREFIX}:queue`;
