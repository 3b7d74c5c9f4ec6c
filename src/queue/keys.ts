import { SLUG } from '../profile/names.js';

/** What every key in Redis begins with. */
export const PREFIX = 'dossier';

/** Seconds after which Redis forgets what nobody has fetched. */
export const KEPT = 24 * 60 * 60;

/** The tenant of a run that names none. */
export const DEFAULT_TENANT = 'default';

/** Whether this is a name that a tenant may have. */
export function isTenant(name: string): boolean {
  return SLUG.test(name) && name.length <= 64;
}

/** The name of a queue: workers of another build never see its jobs, and tenants wait in queues of their own. */
export function queueName(build: string, tenant: string): string {
  return `${build}.${tenant}`;
}

/** What a job is made from: its bytes, by the digest that is its name. */
export function jobKey(queue: string, id: string): string {
  return `${PREFIX}:job:${queue}:${id}`;
}

/** What came of a job. */
export function resultKey(queue: string, id: string): string {
  return `${PREFIX}:result:${queue}:${id}`;
}

/** A template with all that it needs, by its digest. */
export function bundleKey(digest: string): string {
  return `${PREFIX}:bundle:${digest}`;
}

/** The tenants of a build: a sorted set, by the second in which they were last heard of. */
export function tenantsKey(build: string): string {
  return `${PREFIX}:tenants:${build}`;
}

/** The workers that are there: a sorted set, by the second in which they were last heard of. */
export const WORKERS = `${PREFIX}:workers`;

/** What a worker says of itself: a key that it renews. */
export function workerKey(id: string): string {
  return `${PREFIX}:worker:${id}`;
}

/** What BullMQ keeps of a queue without an end, beside its jobs. Its `limiter` and `stalled-check` end by themselves, and mean it. */
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

/** The keys of a queue that would stay for ever. */
export function queueKeys(queue: string): string[] {
  return PARTS.map((part) => `${PREFIX}:queue:${queue}:${part}`);
}

/** What BullMQ keeps of one job. */
export function entryKey(queue: string, id: string): string {
  return `${PREFIX}:queue:${queue}:${id}`;
}

/** The prefix that BullMQ puts before the names of queues. */
export const QUEUE_PREFIX = `${PREFIX}:queue`;
