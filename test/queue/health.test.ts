import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { closeServer, isOwnHost, listen } from '../../src/dev/listen.js';
import { createHealthHandler, type HealthSources, METRICS_PORT, type WorkerState } from '../../src/queue/health.js';
import { WorkerMetrics } from '../../src/queue/metrics.js';
import { figureOf } from './exposition.js';

const READY: WorkerState = { queue: 'ready', browser: 'ready', stopping: false };

let state: WorkerState;

beforeEach(() => {
  state = READY;
});

const metrics = () =>
  new WorkerMetrics({
    depth: async () => ({ waiting: 7, active: 0, delayed: 0, failed: 0 }),
    residentBytes: () => 1,
    started: new Date(0),
  });

/** Starts a worker’s server on a free port and returns the port. */
async function serve(sources: Partial<HealthSources> = {}): Promise<number> {
  const server = createServer((request, response) => handler(request, response));
  const port = await listen(server, 0);
  const isOwn: HealthSources['isOwn'] = (request) => isOwnHost(request, port);
  const handler = createHealthHandler({ metrics: metrics(), state: () => state, isOwn, ...sources });
  onTestFinished(() => closeServer(server));
  return port;
}

interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends one request with a custom Host header, which fetch does not allow. */
function ask(port: number, path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('/healthz', () => {
  test.each<[string, Partial<WorkerState>, number, object]>([
    ['a ready worker', {}, 200, { status: 'ok', queue: 'ready', browser: 'ready' }],
    ['a worker without its queue', { queue: 'lost' }, 503, { status: 'lost', queue: 'lost', browser: 'ready' }],
    ['a worker without its browser', { browser: 'lost' }, 503, { status: 'lost', queue: 'ready', browser: 'lost' }],
    ['a stopping worker', { stopping: true }, 503, { status: 'stopping', queue: 'ready', browser: 'ready' }],
    [
      'a stopping worker without its queue and browser',
      { queue: 'lost', browser: 'lost', stopping: true },
      503,
      { status: 'stopping', queue: 'lost', browser: 'lost' },
    ],
  ])('reports %s', async (_, change, status, said) => {
    state = { ...READY, ...change };
    const answer = await ask(await serve(), '/healthz');
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body)).toEqual(said);
  });

  test('reports the current state', async () => {
    const port = await serve();
    expect((await ask(port, '/healthz')).status).toBe(200);
    state = { ...READY, queue: 'lost' };
    expect((await ask(port, '/healthz')).status).toBe(503);
    state = READY;
    expect((await ask(port, '/healthz')).status).toBe(200);
  });
});

test('answers /livez with 200 as long as the process responds', async () => {
  state = { queue: 'lost', browser: 'lost', stopping: true };
  const answer = await ask(await serve(), '/livez');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ status: 'ok' });
});

test('serves /metrics in the Prometheus format, regardless of the query string', async () => {
  const own = metrics();
  own.started();
  own.done(1);
  const port = await serve({ metrics: own });
  for (const path of ['/metrics', '/metrics?name[]=dossier_jobs_total']) {
    const answer = await ask(port, path);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(figureOf(answer.body, 'dossier_jobs_total', { result: 'done' })).toBe(1);
    expect(figureOf(answer.body, 'dossier_queue_depth', { state: 'waiting' })).toBe(7);
  }
});

test('answers with an error without its cause if a source throws, and keeps running', async () => {
  const fail = () => {
    throw new Error('redis://:secret@host');
  };
  const port = await serve({ metrics: { text: async () => fail() }, state: fail });
  for (const path of ['/metrics', '/healthz']) {
    const answer = await ask(port, path);
    expect(answer.status).toBe(500);
    expect(answer.body).toBe('the request cannot be answered now\n');
  }
  expect((await ask(port, '/livez')).status).toBe(200);
});

test('answers HEAD like GET, without a body', async () => {
  const port = await serve();
  for (const path of ['/healthz', '/livez', '/metrics']) {
    const [full, head] = [await ask(port, path), await ask(port, path, { method: 'HEAD' })];
    expect(head.body).toBe('');
    expect(head.status).toBe(full.status);
    expect(head.headers['content-type']).toBe(full.headers['content-type']);
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(full.body)));
  }
});

test('sends headers that forbid caching', async () => {
  const port = await serve();
  for (const path of ['/healthz', '/livez', '/metrics', '/elsewhere'])
    expect((await ask(port, path)).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
});

test.each(['/', '/metrics/', '/healthz/..', '/METRICS', '//metrics', '/jobs'])('answers %s with 404', async (path) => {
  expect((await ask(await serve(), path)).status).toBe(404);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('rejects the method %s', async (method) => {
  const answer = await ask(await serve(), '/metrics', { method });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  expect(answer.body).not.toContain('dossier_');
});

test('rejects requests with a foreign Host header', async () => {
  const port = await serve();
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`])
    for (const path of ['/healthz', '/livez', '/metrics', '/elsewhere']) {
      const answer = await ask(port, path, { host });
      expect([host, path, answer.status]).toEqual([host, path, 403]);
      expect(answer.body).not.toMatch(/dossier_|status/);
    }
  expect((await ask(port, '/livez', { host: `LOCALHOST:${port}` })).status).toBe(200);
});

test('defaults to the usual metrics port, or to the next free one', async () => {
  const server = createServer();
  onTestFinished(() => closeServer(server));
  const port = await listen(server, undefined, METRICS_PORT);
  expect(port).toBeGreaterThanOrEqual(METRICS_PORT);
  expect(port).toBe((server.address() as AddressInfo).port);
});
