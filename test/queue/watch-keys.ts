import type { Redis } from 'ioredis';

/** Observations of the keys in Redis. */
export interface Seen {
  /** Keys without an expiry, each with the reason why it needs one. */
  faults: string[];
  /** The largest total of bytes in jobs and results at any time. */
  peak: number;
  /** The largest single job or result in bytes. */
  largest: number;
  /** The names of all keys seen. */
  keys: Set<string>;
}

/** All keys at one instant: name, time to live in milliseconds (-1: no expiry), and length if the value is a string. */
const SNAPSHOT = `local found = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local isText = redis.call('TYPE', key)['ok'] == 'string'
  found[#found + 1] = { key, redis.call('PTTL', key), isText and redis.call('STRLEN', key) or 0 }
end
return found`;

/** Keys that contain profile data. */
const OF_PROFILES = /^dossier:(job|result|bundle):/;

/** Milliseconds that any other key may exist without an expiry. */
const GRACE = 2_000;

/** Samples all keys every few milliseconds until the returned function is called. */
export function watchKeys(redis: Redis, every = 50): () => Promise<Seen> {
  const own = redis.duplicate();
  const seen: Seen = { faults: [], peak: 0, largest: 0, keys: new Set() };
  const endless = new Map<string, number>();
  const told = new Set<string>();
  const fault = (key: string, why: string) => {
    if (told.has(key)) return;
    told.add(key);
    seen.faults.push(`${key} ${why}`);
  };
  const look = async () => {
    const found = (await own.eval(SNAPSHOT, 0)) as [string, number, number][];
    const now = performance.now();
    const without = new Set(found.filter(([, ttl]) => ttl === -1).map(([key]) => key));
    for (const key of endless.keys()) if (!without.has(key)) endless.delete(key);
    for (const key of without) {
      if (OF_PROFILES.test(key)) fault(key, 'has no end');
      endless.set(key, endless.get(key) ?? now);
      if (now - (endless.get(key) ?? now) > GRACE) fault(key, 'has had no end for too long');
    }
    for (const [key] of found) seen.keys.add(key);
    const sizes = found.filter(([key]) => /^dossier:(job|result):/.test(key)).map(([, , bytes]) => bytes);
    seen.peak = Math.max(
      seen.peak,
      sizes.reduce((sum, bytes) => sum + bytes, 0),
    );
    seen.largest = Math.max(seen.largest, ...sizes);
  };
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, every));
    }
  })();
  return async () => {
    isOver = true;
    await looking.finally(() => own.disconnect());
    return seen;
  };
}
