import { SLUG } from '../profile/names.js';

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
