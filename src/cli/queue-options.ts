import type { Command } from 'commander';
import { DossierError } from '../errors.js';
import type { Environment } from './environment.js';
import { parseCount, parseMegabytes, parsePort, parseRate, REQUIRE_SANDBOX } from './options.js';

export interface WorkerCommandOptions {
  queue?: string;
  concurrency?: number;
  /** The port of the health checks and metrics. */
  port?: number;
  /** The number of jobs per minute and tenant, over all workers. */
  tenantRate?: number;
  /** The maximum size of a job in megabytes. */
  jobLimit?: number;
  browser?: string;
  requireSandbox?: boolean;
}

/** Adds `dossier worker` to the program. */
export function addWorker(program: Command, run: (options: WorkerCommandOptions) => Promise<void>): void {
  program
    .command('worker')
    .description('Render jobs queued by runs with --queue until stopped.')
    .option(
      '--queue <url>',
      'address of Redis or Valkey: redis://HOST:PORT, or rediss:// for TLS (or set DOSSIER_QUEUE)',
    )
    .option('--concurrency <n>', 'documents printed at once (default: one per core)', parseCount)
    .option(
      '--port <number>',
      'port for health checks and metrics, on this machine only (default: 9464, or the next free one)',
      parsePort,
    )
    .option('--tenant-rate <n>', 'maximum résumés per minute for each tenant, across all workers', parseRate)
    .option('--job-limit <MB>', 'maximum size of a job, in megabytes (default: 16)', parseMegabytes)
    .option('--browser <path>', 'path of the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .addHelpText(
      'after',
      '\nA worker serves only runs that use the same versions of Dossier, the browser, Node and the fonts. On SIGTERM, it\nfinishes its current jobs and exits.\nThe password of the queue can be set in DOSSIER_QUEUE_PASSWORD.\n\nExamples:\n  dossier worker --queue redis://localhost:6379\n  dossier worker --queue rediss://queue.example.org:6380 --concurrency 4 --tenant-rate 600\n',
    )
    .action(run);
}

/** The options of a run that sends its documents to workers. */
export interface QueueOptions {
  /** The URL of Redis. */
  queue?: string;
  tenant?: string;
  /** The maximum amount of data of the run in Redis at one time, in megabytes. */
  queueMemory?: number;
  /** The time to wait for a worker, in seconds. */
  queueWait?: number;
  /** The maximum size of a job in megabytes. */
  jobLimit?: number;
  browser?: string;
}

/** One megabyte in bytes. */
export const MEGABYTE = 1024 * 1024;

/** The default maximum size of a job, in megabytes. */
export const JOB_LIMIT = 16;

export const QUEUE_MEMORY = 64;

export const QUEUE_WAIT = 600;

/** The number of résumés that are prepared concurrently: enough for the workers of many machines. */
export const QUEUE_WIDTH = 128;

/** The password of the queue if its URL has none. */
export function passwordOf(environment: Environment): string | undefined {
  return environment.env.DOSSIER_QUEUE_PASSWORD || undefined;
}

/**
 * The URL of the queue from the command line or the environment; undefined if there is none.
 *
 * @throws DossierError USAGE for queue options without a queue
 */
export function queueOf(options: QueueOptions, environment: Environment): string | undefined {
  const url = addressOf(options, environment);
  const { tenant, queueMemory, queueWait, jobLimit } = options;
  const isIdle = [tenant, queueMemory, queueWait, jobLimit].every((option) => option === undefined);
  if (url !== undefined || isIdle) return url;
  throw new DossierError('USAGE', '--tenant, --queue-memory, --queue-wait and --job-limit require a queue', {
    hint: 'set its address with --queue redis://HOST:PORT or DOSSIER_QUEUE',
  });
}

/** @throws DossierError USAGE if no queue is given */
export function requireQueue(options: Pick<QueueOptions, 'queue'>, environment: Environment): string {
  const url = addressOf(options, environment);
  if (url) return url;
  throw new DossierError('USAGE', 'a worker needs a queue', {
    hint: 'set its address with --queue redis://HOST:PORT or DOSSIER_QUEUE',
  });
}

function addressOf(options: Pick<QueueOptions, 'queue'>, environment: Environment): string | undefined {
  return options.queue ?? (environment.env.DOSSIER_QUEUE || undefined);
}
