import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Redis } from 'ioredis';
import { isReadable, redactUrl, unreachable } from './connect.js';
import type { WorkerMetrics } from './metrics.js';

/** The default port for the metrics of a worker. */
export const METRICS_PORT = 9464;

/** The state of a worker. */
export interface WorkerState {
  queue: 'ready' | 'lost';
  browser: 'ready' | 'lost';
  /** `true` while the worker finishes its jobs and takes no new ones. */
  stopping: boolean;
}

export interface HealthSources {
  metrics: Pick<WorkerMetrics, 'text'>;
  state(): WorkerState;
  /**
   * `true` if the request names this server; any other name may be that of a foreign site that resolves to this
   * address.
   */
  isOwn(request: IncomingMessage): boolean;
}

/** Forbids caching, content sniffing and use by pages of other sites. */
const COMMON = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

interface Answer {
  status: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
}

/**
 * Creates the handler for monitoring a worker: `/healthz` reports whether it should get jobs (200 or 503), `/livez`
 * that its process responds, `/metrics` its metrics in Prometheus format.
 */
export function createHealthHandler(sources: HealthSources): RequestListener {
  return (request, response) => {
    // The cause of an error concerns only whoever runs the worker; and a failed request must not end the worker.
    void answer(request, sources)
      .catch(() => plain(500, 'the request cannot be answered now'))
      .then((found) => send(response, found));
  };
}

async function answer(request: IncomingMessage, { metrics, state, isOwn }: HealthSources): Promise<Answer> {
  if (!isOwn(request)) return plain(403, 'this server answers only requests for its own address');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { ...plain(405, 'only GET and HEAD are supported'), headers: { allow: 'GET, HEAD' } };
  const [path] = (request.url ?? '').split('?', 1);
  if (path === '/livez') return json(200, { status: 'ok' });
  if (path === '/healthz') return healthOf(state());
  if (path !== '/metrics') return plain(404, 'there is no such page');
  return { status: 200, ...(await metrics.text()) };
}

function healthOf(state: WorkerState): Answer {
  const lost = state.queue === 'lost' || state.browser === 'lost';
  const status = state.stopping ? 'stopping' : lost ? 'lost' : 'ok';
  return json(status === 'ok' ? 200 : 503, { status, queue: state.queue, browser: state.browser });
}

function json(status: number, value: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function plain(status: number, reason: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${reason}\n` };
}

function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...COMMON, ...headers, 'content-type': type, 'content-length': length }).end(body);
}

/** Settings of Redis that a queue can work with but should not. */
export const FLAWS = {
  readable: 'profiles are sent to the queue unencrypted: use rediss:// on a shared network',
  evicts: 'Redis drops jobs when it is full: set its maxmemory-policy to noeviction',
} as const;

export type Flaw = keyof typeof FLAWS;

/** The oldest version of Redis that is supported. */
const OLDEST = [6, 2] as const;

/**
 * Checks that a queue can rely on this Redis.
 *
 * @returns its flaws
 * @throws DossierError QUEUE_UNREACHABLE if its version is too old
 */
export async function findFlaws(redis: Redis, url: string): Promise<Flaw[]> {
  const info = await redis.info();
  const told = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  // Valkey reports the version of Redis that it is compatible with.
  const version = told('redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw unreachable(
      redactUrl(url),
      new Error(`its version is ${version}, but ${OLDEST.join('.')} or later is required`),
    );
  const policy = told('maxmemory_policy') ?? 'noeviction';
  const evicts = policy !== 'noeviction' && told('maxmemory') !== '0';
  return [...(isReadable(url) ? ['readable' as const] : []), ...(evicts ? ['evicts' as const] : [])];
}
