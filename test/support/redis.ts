import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import type { TestContext } from 'vitest';
import { type Certificates, makeCertificates } from './certificates.js';
import { requireThat } from './outside.js';

export interface RedisOptions {
  password?: string;
  /** Only encrypted connections, with a certificate of an authority of its own. */
  tls?: boolean;
}

/** A Redis of a test's own, on the loopback address. */
export interface RunningRedis extends AsyncDisposable {
  /** With its password, where it has one. */
  url: string;
  port: number;
  /** The path of the authority's certificate by which a server with TLS is known. */
  authority: string | undefined;
  /** Of the server that runs now. */
  readonly processId: number;
  /** Ends the server, properly or at once, and leaves its data for a restart. */
  stop(how?: Ending): Promise<void>;
  /** Ends the server if it runs, and starts it on the same port with the same data. */
  restart(how?: Ending): Promise<void>;
  /** What the server's INFO says in one of its sections, by name. */
  info(section: string): Promise<Record<string, string>>;
}

/** A shutdown that writes everything to the disk first, or SIGKILL. */
export type Ending = 'shutdown' | 'kill';

/** Why there is no Redis for a test; undefined where there is one. */
export function redisMissing(): string | undefined {
  const missing = ['redis-server', 'openssl'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0 ? undefined : missing.map((name) => `${name} is not installed`).join(', ');
}

/** Skips (or, in CI, fails) the test where there is no Redis. */
export function requireRedis(context: TestContext): void {
  const missing = redisMissing();
  requireThat(context, missing === undefined, missing ?? '');
}

/** How long a start or an end may take, in milliseconds. */
const PATIENCE = 20_000;

/** Starts a server with a folder of its own below the system's one for temporary files; `stop` or `await using` ends it. */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-redis-'));
  try {
    const certificates = options.tls ? makeCertificates(folder) : undefined;
    const port = await freePort();
    await writeFile(join(folder, 'redis.conf'), configuration(folder, port, options, certificates), { mode: 0o600 });
    return control(await run(folder), { folder, port, options, certificates });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  folder: string;
  port: number;
  options: RedisOptions;
  certificates: Certificates | undefined;
}

function control(first: ChildProcess, { folder, port, options, certificates }: Place): RunningRedis {
  let server = first;
  const password = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`;
  const url = `${options.tls ? 'rediss' : 'redis'}://${password}127.0.0.1:${port}/0`;
  return {
    url,
    port,
    authority: certificates?.authority,
    get processId() {
      return server.pid ?? -1;
    },
    stop: (how) => end(server, how),
    async restart(how) {
      await end(server, how);
      server = await run(folder);
    },
    async info(section) {
      const client = new Redis(url, {
        maxRetriesPerRequest: 1,
        ...(certificates ? { tls: { ca: readFileSync(certificates.authority) } } : {}),
      });
      // What fails is told by the answer that does not come.
      client.on('error', () => undefined);
      try {
        const lines = (await client.info(section)).split('\r\n').filter((line) => line.includes(':'));
        return Object.fromEntries(
          lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
        );
      } finally {
        client.disconnect();
      }
    },
    async [Symbol.asyncDispose]() {
      await end(server, 'kill');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number, options: RedisOptions, certificates?: Certificates): string {
  const settings: [string, string][] = [
    ['bind', '127.0.0.1'],
    ['port', certificates ? '0' : String(port)],
    ['dir', folder],
    ['appendonly', 'yes'],
    ['appendfsync', 'everysec'],
    ['maxmemory-policy', 'noeviction'],
    // No snapshots beside the log of what was written.
    ['save', ''],
    ...(options.password === undefined ? [] : [['requirepass', options.password] as [string, string]]),
  ];
  if (certificates)
    settings.push(
      ['tls-port', String(port)],
      ['tls-cert-file', certificates.certificate],
      ['tls-key-file', certificates.key],
      ['tls-ca-cert-file', certificates.authority],
      // Who connects shows no certificate.
      ['tls-auth-clients', 'no'],
    );
  return settings.map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join('');
}

/** Starts the server and waits until it answers; what it said stands in the error where it does not. */
async function run(folder: string): Promise<ChildProcess> {
  const server = spawn('redis-server', [join(folder, 'redis.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  // A run of tests that ends without its tidying leaves no server behind.
  const onExit = () => server.kill('SIGKILL');
  process.once('exit', onExit);
  server.once('exit', () => process.off('exit', onExit));
  const said: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      said.push(line);
      if (/ready to accept connections/i.test(line)) resolve();
    });
    createInterface(server.stderr).on('line', (line) => said.push(line));
    server.once('error', reject);
    const failed = (why: string) => reject(new Error([`redis-server ${why}`, ...said].join('\n')));
    server.once('close', () => failed('ended'));
    setTimeout(() => failed('did not start in time'), PATIENCE).unref();
  });
  try {
    await ready;
  } catch (error) {
    if (server.pid !== undefined) await end(server, 'kill');
    throw error;
  }
  return server;
}

async function end(server: ChildProcess, how: Ending = 'shutdown'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
  const late = setTimeout(() => server.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(late);
}

/**
 * A free port below those that the system gives to connections that go out. A client that tries to come back while the
 * server is away could otherwise be given the very port that it calls, and talk to itself.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS.count; tries++) {
    const port = PORTS.first + (nextPort++ % PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

const PORTS = { first: 12_000, count: 12_000 };

/** Each process that runs tests begins elsewhere, so that two of them seldom want the same. */
let nextPort = process.pid * 37;

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
