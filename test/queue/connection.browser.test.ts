import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DossierError } from '../../src/errors.js';
import { connect, isReadable } from '../../src/queue/connect.js';
import { type CliResult, contents, finished, runProcess, startDossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { sharedFolder } from '../support/paths.js';
import { type RunningRedis, redisMissing, requireRedis, startRedis } from '../support/redis.js';
import { listening, pretendRedis } from './listening.js';
import { addProfiles, startWorker } from './support.js';

/** Contains every character with a special meaning in URLs. */
const PASSWORD = 'p@ss/w:rd?#%20é';

let folder: string;
let redis: RunningRedis;
let locked: RunningRedis;

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(join(folder, 'profiles'));
  await addProfiles(folder, 3);
  if (redisMissing() !== undefined) return;
  redis = await startRedis();
  locked = await startRedis({ tls: true, password: PASSWORD });
});
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await locked?.[Symbol.asyncDispose]();
});
beforeEach(requireRedis);

/** All output of these tests. */
const said: string[] = [];
afterAll(() => {
  const text = said.join('\n');
  for (const word of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    encodeURI(PASSWORD),
    'w:rd',
    'wrong-one',
    'p@ss',
    'p%40ss',
  ])
    expect(text).not.toContain(word);
});

const bare = () => `rediss://127.0.0.1:${locked.port}`;
const trusting = () => ({ NODE_EXTRA_CA_CERTS: locked.authority ?? '' });

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  const result = await runProcess(folder, args, env);
  said.push(result.out, result.err);
  return result;
}

const render = (url: string, env: Record<string, string> = {}, ...more: string[]) =>
  run(['render', '--format', 'txt', '--force', '--quiet', '--queue', url, ...more], env);

/** Expects one error with a hint and no stack trace. */
function expectRefused({ status, err }: CliResult, exit: number, message: RegExp, hint: RegExp): void {
  expect({ status, err }).toEqual({ status: exit, err: expect.stringMatching(message) });
  expect(err.match(/error: /g)).toHaveLength(1);
  expect(err).toMatch(hint);
  expect(err).not.toMatch(/^ {4}at /m);
}

describe('an unusable queue', () => {
  const nobody = 'redis://127.0.0.1:1';

  test('reports one error if nothing listens, in a run and in a worker, which exits', async () => {
    expectRefused(
      await render(nobody),
      3,
      /^error: the queue redis:\/\/127\.0\.0\.1:1 .*: ECONNREFUSED/,
      /start Redis/,
    );
    expectRefused(await run(['worker', '--queue', nobody]), 3, /: ECONNREFUSED/, /start Redis or Valkey/);
    // The same address from the environment; a worker has no default address.
    expectRefused(await run(['worker'], { DOSSIER_QUEUE: nobody }), 3, /: ECONNREFUSED/, /start Redis/);
    expectRefused(await render('http://:wrong-one@127.0.0.1:6379'), 2, /is not the address of a queue/, /use redis:/);
    expectRefused(await run(['worker']), 2, /a worker needs a queue/, /DOSSIER_QUEUE/);
  });

  test.each(['http://:wrong-one@127.0.0.1:6379', '127.0.0.1:6379', 'redis://', 'unix:/tmp/redis.sock', 'wrong-one'])(
    'rejects %s as a queue address',
    async (url) => {
      const refused = await connect(url).catch((error: DossierError) => error);
      expect(refused).toMatchObject({
        code: 'USAGE',
        message: expect.stringMatching(/is not the address of a queue$/),
      });
      said.push(String(refused));
    },
  );

  test('reports a missing or wrong password', async () => {
    const hint = /DOSSIER_QUEUE_PASSWORD/;
    expectRefused(await render(bare(), trusting()), 3, /NOAUTH/, hint);
    const wrong = bare().replace('//', '//:wrong-one@');
    expectRefused(await render(wrong, trusting()), 3, /rediss:\/\/.*: WRONGPASS/, hint);
    const env = { ...trusting(), DOSSIER_QUEUE_PASSWORD: 'wrong-one' };
    expectRefused(await run(['worker', '--queue', bare()], env), 3, /WRONGPASS/, hint);
  });

  matrixTest('reports an unknown certificate authority, and TLS that only one side uses', async () => {
    const env = { NODE_EXTRA_CA_CERTS: '' };
    expectRefused(await render(locked.url, env), 3, /SELF_SIGNED|UNABLE_TO/, /NODE_EXTRA_CA_CERTS=FILE/);
    const encrypted = redis.url.replace('redis:', 'rediss:');
    expectRefused(await render(encrypted), 3, /cannot be used/, /does not use TLS, use redis:/);
    expectRefused(await render(locked.url.replace('rediss:', 'redis:')), 3, /cannot be used/, /rediss:\/\//);
  });

  test('reports another program on the port', async () => {
    const port = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expectRefused(await render(`redis://127.0.0.1:${port}`), 3, /cannot be used/, /check the host and port|only TLS/);
  });

  test('reports a Redis that is too old, in a run and in a worker, which accepts no jobs', async () => {
    const asked: string[] = [];
    const info = '# Server\r\nredis_version:5.0.14\r\nmaxmemory_policy:noeviction\r\n';
    const url = await pretendRedis((command) => {
      asked.push(command);
      return command === 'info' ? `$${info.length}\r\n${info}` : '+OK';
    });
    expectRefused(
      await render(url),
      3,
      /cannot be used: its version is 5\.0\.14, but 6\.2 or later is required/,
      /check the host/,
    );
    const { status, err } = await run(['worker', '--queue', url, '--port', '0']);
    expect({ status, err }).toEqual({ status: 3, err: expect.stringContaining('its version is 5.0.14') });
    for (const command of ['set', 'eval', 'evalsha', 'xadd', 'zadd', 'hset']) expect(asked).not.toContain(command);
  });

  test.each([
    ['run', ['render', '--format', 'txt', '--force'], 130, 'the run was stopped'],
    ['worker', ['worker', '--port', '0'], 0, '"event":"worker.stopped"'],
  ])('stops a %s at once if it is interrupted while Redis does not respond', async (_, args, status, message) => {
    const connections: Socket[] = [];
    const port = await listening((socket) => void connections.push(socket));
    const child = startDossier(folder, [...args, '--queue', `redis://127.0.0.1:${port}`]);
    const ending = finished(child);
    await expect.poll(() => connections.length).toBe(1);
    child.kill('SIGINT');
    // Long before the connection timeout.
    await expect.poll(() => child.exitCode).toBe(status);
    const { err } = await ending;
    said.push(err);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  test('reports one error for all profiles, with the exit status of a fault, if no worker starts in time', async () => {
    const result = await render(redis.url, {}, '--queue-wait', '1');
    expectRefused(result, 3, /no worker was available within 1 s/, /start one with dossier worker --queue URL/);
    const { status, out, err } = await run(['render', '--json', '--queue', redis.url, '--queue-wait', '1']);
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err.match(/no worker was available/g)).toHaveLength(1);
  });

  matrixTest('reports a connection that is lost for longer than the run waits', async () => {
    const own = await startRedis();
    onTestFinished(() => own[Symbol.asyncDispose]());
    const running = render(own.url, {}, '--queue-wait', '2');
    // The run has added its jobs and waits for their results.
    await expect
      .poll(async () => Number(/keys=(\d+)/.exec((await own.info('keyspace')).db0 ?? '')?.[1] ?? 0), {
        timeout: 120_000,
      })
      .toBeGreaterThan(8);
    await own.stop('kill');
    expectRefused(
      await running,
      3,
      /the queue redis:\/\/.* cannot be used: the connection was lost for 2 s/,
      /start Redis/,
    );
  });

  test('rejects invalid option values', async () => {
    for (const args of [
      ['--tenant', 'A b'],
      ['--queue-memory', '0'],
      ['--queue-wait', 'x'],
      ['--job-limit', '9999'],
    ]) {
      const { status, err } = await render(redis.url, {}, ...args);
      expect({ args, status, err }).toEqual({ args, status: 2, err: expect.stringContaining('write a ') });
    }
    expect(await run(['worker', '--queue', redis.url, '--tenant-rate', '0'])).toMatchObject({ status: 2 });
  });
});

test.each<[string, () => { url: string; env: Record<string, string> }]>([
  ['in the address', () => ({ url: locked.url, env: {} })],
  ['in the environment', () => ({ url: bare(), env: { DOSSIER_QUEUE_PASSWORD: PASSWORD } })],
  [
    'in the environment and the user name in the address',
    () => ({ url: bare().replace('//', '//default@'), env: { DOSSIER_QUEUE_PASSWORD: PASSWORD } }),
  ],
  [
    'in the environment and an address with an uppercase scheme',
    () => ({ url: bare().replace('rediss', 'REDISS'), env: { DOSSIER_QUEUE_PASSWORD: PASSWORD } }),
  ],
])('connects a run and a worker over TLS, with the password %s', async (_, given) => {
  const { url, env: own } = given();
  const env = { ...trusting(), ...own };
  await using worker = startWorker(url, ['--concurrency', '1'], env);
  await worker.logged('worker.ready');
  expect(await render(url, env)).toMatchObject({ status: 0, err: '' });
  const made = [...(await contents(join(folder, 'out'))).keys()].filter((path) => path.endsWith('.txt'));
  expect(made).toHaveLength(3);
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(3);
  expect(await worker.end()).toBe(0);
  said.push(worker.text());
});

test('warns about unencrypted connections to other machines, but not to localhost', () => {
  for (const url of ['redis://queue.example.org', 'redis://10.0.0.1:6379', 'redis://[2001:db8::1]'])
    expect(isReadable(url)).toBe(true);
  for (const url of ['rediss://queue.example.org', 'redis://localhost', 'redis://127.0.0.1:6379', 'redis://[::1]:1'])
    expect(isReadable(url)).toBe(false);
});
