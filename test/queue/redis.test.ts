import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { isOpen } from '../dev/support.js';
import { descendantsOf } from '../support/processes.js';
import { type Ending, type RunningRedis, requireRedis, startRedis } from '../support/redis.js';

beforeEach(requireRedis);

/** A client that does not reconnect, and is disconnected when the test ends. */
function connect(url: string, options: RedisOptions = {}): Redis {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, ...options });
  // Failures also reject the command that caused them.
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

async function start(options?: Parameters<typeof startRedis>[0]): Promise<RunningRedis> {
  const redis = await startRedis(options);
  onTestFinished(() => redis[Symbol.asyncDispose]());
  return redis;
}

test('starts a server on the loopback address only, without eviction and with persistence', async () => {
  const redis = await start();
  const client = connect(redis.url);
  expect(await client.ping()).toBe('PONG');
  expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
  expect(await client.config('GET', 'appendfsync')).toEqual(['appendfsync', 'everysec']);
  expect(await isOpen(redis.port, '127.0.0.2')).toBe(false);
  expect((await redis.info('server')).process_id).toBe(String(redis.processId));
});

test('starts two independent servers at once', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect(other.port).not.toBe(one.port);
  await connect(one.url).set('name', 'one');
  expect(await connect(other.url).get('name')).toBeNull();
});

test.each<Ending>(['shutdown', 'kill'])('keeps the data and the port after a restart by %s', async (how) => {
  const redis = await start();
  const before = redis.processId;
  await connect(redis.url).set('kept', 'yes');
  await redis.restart(how);
  expect(redis.processId).not.toBe(before);
  expect(descendantsOf(process.pid).map(({ pid }) => pid)).not.toContain(before);
  expect(await connect(redis.url).get('kept')).toBe('yes');
});

test('does not listen while stopped, and keeps the data after a restart', async () => {
  const redis = await start();
  await connect(redis.url).set('kept', 'yes');
  await redis.stop();
  expect(await isOpen(redis.port)).toBe(false);
  await expect(redis.info('server')).rejects.toThrow();
  await redis.stop();
  await redis.restart();
  expect(await connect(redis.url).get('kept')).toBe('yes');
});

test('removes its process and folder when disposed', async () => {
  const redis = await startRedis({ tls: true });
  const folder = dirname(redis.authority ?? '');
  expect(existsSync(folder)).toBe(true);
  await redis[Symbol.asyncDispose]();
  expect(existsSync(folder)).toBe(false);
  expect(descendantsOf(process.pid).map(({ pid }) => pid)).not.toContain(redis.processId);
  expect(await isOpen(redis.port)).toBe(false);
});

test('requires the password, whatever characters it contains', async () => {
  const redis = await start({ password: 'p@ss "w/rd\\#%20é' });
  expect(await connect(redis.url).ping()).toBe('PONG');
  await expect(connect(`redis://127.0.0.1:${redis.port}/0`).ping()).rejects.toThrow('NOAUTH');
  await expect(connect(`redis://:wrong@127.0.0.1:${redis.port}/0`).ping()).rejects.toThrow();
  expect((await redis.info('server')).tcp_port).toBe(String(redis.port));
});

test('is trusted over TLS by its authority only, by name and by address', async () => {
  const redis = await start({ tls: true, password: 'secret' });
  const tls = { ca: readFileSync(redis.authority ?? '') };
  expect(redis.url).toMatch(/^rediss:/);
  expect(await connect(redis.url, { tls }).ping()).toBe('PONG');
  expect(await connect(redis.url.replace('127.0.0.1', 'localhost'), { tls, family: 4 }).ping()).toBe('PONG');
  expect((await redis.info('server')).process_id).toBe(String(redis.processId));
  expect(await refusal(redis.url)).toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  // Unencrypted connections are closed immediately.
  expect((await refusal(redis.url.replace('rediss:', 'redis:'))).message).toMatch(/closed|ECONNRESET/i);
});

/** The error of a client that the server rejects. */
async function refusal(url: string): Promise<Error> {
  const client = connect(url);
  const heard = new Promise<Error>((resolve) => client.once('error', resolve));
  const connected = client.connect().then(
    () => Promise.reject(new Error('it was let in')),
    (error: Error) => error,
  );
  return Promise.race([heard, connected]);
}
