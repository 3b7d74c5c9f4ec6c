import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFlaws } from '../../src/queue/health.js';
import { type RunningRedis, requireRedis, startRedis } from '../support/redis.js';

let server: RunningRedis;
let redis: Redis;

beforeEach(async (context) => {
  requireRedis(context);
  server = await startRedis();
  redis = new Redis(server.url);
});

afterEach(async () => {
  redis?.disconnect();
  await server?.stop();
});

test('finds no problem with a local Redis that keeps its data', async () => {
  expect(await findFlaws(redis, server.url)).toEqual([]);
});

test('reports an eviction policy only if there is a memory limit', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await findFlaws(redis, server.url)).toEqual([]);
  await redis.config('SET', 'maxmemory', '100mb');
  expect(await findFlaws(redis, server.url)).toEqual(['evicts']);
});

test.each([
  ['redis://queue.example.org:6379', ['readable']],
  ['redis://10.1.2.3', ['readable']],
  ['rediss://queue.example.org:6379', []],
  ['redis://localhost', []],
  ['redis://127.0.0.1:6379', []],
  ['redis://[::1]:6379', []],
])('checks if others on the network can read the traffic to %s', async (url, flaws) => {
  expect(await findFlaws(redis, url)).toEqual(flaws);
});

test.each([
  ['redis_version:6.0.16', 'its version is 6.0.16, but 6.2 or later is required'],
  ['redis_version:5.0.3', 'its version is 5.0.3, but 6.2 or later is required'],
])('rejects a version that is too old: %s', async (line, message) => {
  const old = { info: async () => `# Server\r\n${line}\r\nmaxmemory:0\r\n` } as unknown as Redis;
  await expect(findFlaws(old, 'redis://:secret@localhost')).rejects.toMatchObject({
    code: 'QUEUE_UNREACHABLE',
    message: `the queue redis://:***@localhost cannot be used: ${message}`,
  });
});

test('accepts Valkey by the Redis version that it is compatible with', async () => {
  const info = '# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\nmaxmemory:0\r\n';
  const valkey = { info: async () => info } as unknown as Redis;
  expect(await findFlaws(valkey, 'redis://localhost')).toEqual([]);
});
