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
  /** Accepts only TLS connections, with a certificate signed by a private CA. */
  tls?: boolean;
}

/** A Redis server started for a test, listening on the loopback address. */
export interface RunningRedis extends AsyncDisposable {
  /** Includes the password, if there is one. */
  url: string;
  port: number;
  /** The path of the CA certificate that verifies a TLS server. */
  authority: string | undefined;
  /** The ID of the current server process. */
  readonly processId: number;
  /** Shuts the server down or kills it. Keeps its data for a restart. */
  stop(how?: Ending): Promise<void>;
  /** Stops the server if it is running, and starts it on the same port with the same data. */
  restart(how?: Ending): Promise<void>;
  /** The fields of one section of the server's INFO output. */
  info(section: string): Promise<Record<string, string>>;
}

/** A clean shutdown, which writes all data to disk first, or SIGKILL. */
export type Ending = 'shutdown' | 'kill';

/** The reason why tests cannot start Redis, or `undefined` if they can. */
export function redisMissing(): string | undefined {
  const missing = ['redis-server', 'openssl'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0 ? undefined : missing.map((name) => `${name} is not installed`).join(', ');
}

/** Skips (or, in CI, fails) the test if Redis is not installed. */
export function requireRedis(context: TestContext): void {
  const missing = redisMissing();
  requireThat(context, missing === undefined, missing ?? '');
}

/** The timeout for starting or stopping a server, in milliseconds. */
const PATIENCE = 60_000;

/** Starts a server that stores its data in a new temporary folder. End it with `stop` or `await using`. */
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
      // Connection errors surface as a rejected `info` call.
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
    // The append-only file is enough; do not write snapshots.
    ['save', ''],
    ...(options.password === undefined ? [] : [['requirepass', options.password] as [string, string]]),
  ];
  if (certificates)
    settings.push(
      ['tls-port', String(port)],
      ['tls-cert-file', certificates.certificate],
      ['tls-key-file', certificates.key],
      ['tls-ca-cert-file', certificates.authority],
      // Clients do not need a certificate.
      ['tls-auth-clients', 'no'],
    );
  return settings.map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join('');
}

/** Starts the server and waits until it accepts connections. The error of a failed start includes its output. */
async function run(folder: string): Promise<ChildProcess> {
  const server = spawn('redis-server', [join(folder, 'redis.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  // Stop the server even if the test run exits without cleaning up.
  const onExit = () => server.kill('SIGKILL');
  process.once('exit', onExit);
  server.once('exit', () => process.off('exit', onExit));
  const output: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      output.push(line);
      if (/ready to accept connections/i.test(line)) resolve();
    });
    createInterface(server.stderr).on('line', (line) => output.push(line));
    server.once('error', reject);
    const failed = (why: string) => reject(new Error([`redis-server ${why}`, ...output].join('\n')));
    server.once('close', () => failed('exited'));
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
 * Finds a free port below the range that the system uses for outgoing connections. Otherwise a client that reconnects
 * while the server is down could be assigned the very port it connects to, and connect to itself.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS.count; tries++) {
    const port = PORTS.first + (nextPort++ % PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${PORTS.first} to ${PORTS.first + PORTS.count - 1}`);
}

const PORTS = { first: 12_000, count: 12_000 };

/** Each test process starts at a different port, so that two of them rarely try the same one. */
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
