// Measures rendering through a queue: throughput compared with a local run, and the memory of each process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { CLI, inFolder, render } from './folders.mjs';
import { median } from './support.mjs';

const ROUNDS = 3;
const PROFILES = 300;
const WORKERS = 2;

/** Compares two workers with one page each to a local run with two pages, on the same cores. */
export async function queue() {
  return inFolder(PROFILES, async (folder) => {
    const names = Array.from({ length: PROFILES }, (_, index) => `p${index}`);
    const [ratios, times, work] = [[], [], []];
    // Select profiles by name to omit the download page, which is always built locally.
    for (let round = 0; round < ROUNDS; round++) {
      const local = await render(folder, [...names, '--force', '--out', 'local', '--concurrency', String(WORKERS)]);
      // Start new workers each time, because a warm worker is faster than a new run.
      const sent = await withQueue((url) => render(folder, [...names, '--force', '--out', 'sent', '--queue', url]));
      ratios.push(local.seconds / sent.seconds);
      times.push(PROFILES / sent.seconds);
      work.push((sent.cpu / PROFILES) * 1000);
    }
    return [
      {
        id: 'queue-throughput',
        what: 'throughput of two workers on two cores ÷ throughput of a local run',
        value: median(ratios).toFixed(2),
        target: '≥ 0.9',
        note: `${median(times).toFixed(1)} résumés in five formats per second`,
      },
      {
        id: 'queue-work',
        what: 'CPU time per résumé of the run that queues the jobs, ms',
        value: median(work).toFixed(0),
      },
    ];
  });
}

/** Measures the peak memory of Redis, the run and the workers for many profiles. */
export async function queueScale() {
  const many = Number(process.env.BENCH_SCALE ?? 10_000);
  return inFolder(many, async (folder) =>
    withQueue(async (url, workers) => {
      const redis = new Redis(url);
      const base = await memoryOf(redis, 'used_memory');
      await redis.config('RESETSTAT');
      const { seconds, mb } = await render(folder, ['--queue', url]);
      const peak = await memoryOf(redis, 'used_memory_peak');
      const stats = await redis.info('stats');
      const bytes = (name) => Number(new RegExp(`${name}:(\\d+)`).exec(stats)?.[1] ?? 0);
      redis.disconnect();
      const worker = Math.max(...workers.map(peakOf));
      const traffic = (bytes('total_net_input_bytes') + bytes('total_net_output_bytes')) / many / 1024;
      return [
        {
          id: 'queue-redis',
          what: `${many} profiles through the queue: peak memory of Redis, MB`,
          value: ((peak - base) / 1024 / 1024).toFixed(0),
          target: '≤ 64 plus 16 for Redis itself',
          note: `${(base / 1024 / 1024).toFixed(1)} MB before`,
        },
        {
          id: 'queue-producer',
          what: `${many} profiles through the queue: peak memory of the run, MB`,
          value: String(mb),
          target: '≤ 500',
        },
        {
          id: 'queue-worker',
          what: `${many} profiles through the queue: peak memory of a worker, MB`,
          value: String(Math.round(worker)),
          target: '≤ 400',
          note: 'excluding its browser',
        },
        {
          id: 'queue-traffic',
          what: 'Redis traffic per résumé in five formats, in and out, kB',
          value: traffic.toFixed(0),
          note: `${(many / seconds).toFixed(1)} résumés per second with the page; ${Math.round(bytes('total_commands_processed') / many)} commands each`,
        },
      ];
    }),
  );
}

/** Calls a function with a new Redis server and workers, and stops them afterwards. */
async function withQueue(work) {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-redis-'));
  const port = await freePort();
  const options = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const workers = [];
  try {
    const url = `redis://127.0.0.1:${port}`;
    await answering(url);
    for (let count = 0; count < WORKERS; count++) workers.push(await startWorker(url));
    return await work(url, workers);
  } finally {
    for (const process of [...workers, server]) await end(process);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a worker and waits until it is ready. */
async function startWorker(url) {
  const args = [CLI, 'worker', '--queue', url, '--concurrency', '1', '--port', '0'];
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: worker.stderr })) {
    if (!line.includes('"worker.ready"')) continue;
    worker.stderr.resume();
    return worker;
  }
  throw new Error('the worker exited before it was ready');
}

async function answering(url) {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function memoryOf(redis, name) {
  return Number(new RegExp(`${name}:(\\d+)`).exec(await redis.info('memory'))?.[1]);
}

/** The peak memory of a running process, in MB. */
function peakOf({ pid }) {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
