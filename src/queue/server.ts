import type { Redis } from 'ioredis';
import { isReadable, unreachable } from './connect.js';
import { redactUrl } from './redact.js';

/** What of a Redis is not as a queue wants it, though it works. */
export const FLAWS = {
  readable: 'profiles go to the queue unencrypted: use rediss:// on a network that others share',
  evicts: 'Redis drops jobs when it is full: set its maxmemory-policy to noeviction',
} as const;

export type Flaw = keyof typeof FLAWS;

/** The oldest Redis that is served. */
const OLDEST = [6, 2] as const;

/**
 * Looks whether a Redis is one that a queue can rely on.
 *
 * @throws DossierError QUEUE_UNREACHABLE where it is too old
 */
export async function findFlaws(redis: Redis, url: string): Promise<Flaw[]> {
  const info = await redis.info();
  const told = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  // Valkey says which version of Redis it is like.
  const version = told('redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw unreachable(redactUrl(url), new Error(`its version is ${version}, and ${OLDEST.join('.')} is needed`));
  const policy = told('maxmemory_policy') ?? 'noeviction';
  const evicts = policy !== 'noeviction' && told('maxmemory') !== '0';
  return [...(isReadable(url) ? ['readable' as const] : []), ...(evicts ? ['evicts' as const] : [])];
}
