import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { connect } from '../../src/queue/connect.js';
import { type RunningRedis, redisMissing, requireRedis, startRedis } from '../support/redis.js';

/**
 * Starts one Redis for all tests of a file and empties it before each test; skips the tests if Redis is not installed.
 *
 * @returns a function that returns the server while a test runs
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

/** A separate connection for each test, returned while the test runs. */
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
