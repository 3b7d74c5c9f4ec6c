import type { Redis } from 'ioredis';

/** What was seen of the keys of Redis while something went on. */
export interface Seen {
  /** Keys that would have stayed for ever, each with why it should not. */
  faults: string[];
  /** The most bytes that jobs and results had at once. */
  peak: number;
  /** The most bytes that one of them had. */
  largest: number;
  /** All keys, each once. */
  keys: Set<string>;
}

/** All keys at one instant: name, milliseconds until it is forgotten (-1: never), bytes of what is a string. */
const SNAPSHOT = `local found = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local isText = redis.call('TYPE', key)['ok'] == 'string'
  found[#found + 1] = { key, redis.call('PTTL', key), isText and redis.call('STRLEN', key) or 0 }
end
return found`;

/** What holds words of a profile. */
const OF_PROFILES = /^dossier:(job|result|bundle):/;

/** How long any other key may be without an end, in milliseconds. */
const GRACE = 2_000;

/** Looks at all keys every few milliseconds until it is asked what it saw. */
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
