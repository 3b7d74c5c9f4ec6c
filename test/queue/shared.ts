import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { connect } from '../../src/queue/connect.js';
import { type RunningRedis, redisMissing, requireRedis, startRedis } from '../support/redis.js';

/**
 * One Redis for all tests of a file, each of which finds it empty; where there is none the tests are not run.
 *
 * @returns what gives it while a test runs
 */
export function sharedRedis(): () => RunningRedis {
  let redis: RunningRedis | undefined;
  beforeAll(async () => {
    if (redisMissing() === undefined) redis = await startRedis();
  });
  afterAll(async () => {
    await redis?.[Symbol.asyncDispose]();
  });
  beforeEach(requireRedis);
  beforeEach(async () => {
    if (!redis) return;
    const client = await connect(redis.url);
    await client.flushall();
    client.disconnect();
  });
  return () => {
    if (!redis) throw new Error('there is no Redis');
    return redis;
  };
}

/** A connection of each test's own to that Redis, which gives it while the test runs. */
export function ownClient(redis: () => RunningRedis): () => Redis {
  let client: Redis | undefined;
  beforeEach(async () => {
    client = await connect(redis().url);
    onTestFinished(() => client?.disconnect());
  });
  return () => {
    if (!client) throw new Error('there is no connection');
    return client;
  };
}
