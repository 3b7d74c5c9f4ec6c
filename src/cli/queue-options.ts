import { DossierError } from '../errors.js';
import type { World } from './environment.js';

/** The options of a run whose résumés are made by workers. */
export interface QueueOptions {
  /** The address of Redis. */
  queue?: string;
  tenant?: string;
  /** Megabytes of the run that lie in Redis at once. */
  queueMemory?: number;
  /** Seconds to wait for a worker. */
  queueWait?: number;
  /** Megabytes that one job may have. */
  jobLimit?: number;
  browser?: string;
}

/** Bytes. */
export const MEGABYTE = 1024 * 1024;

/** Megabytes that one job may have where nothing else is said. */
export const JOB_LIMIT = 16;

export const QUEUE_MEMORY = 64;

export const QUEUE_WAIT = 600;

/** Résumés that are prepared at once: enough for the workers of many machines. */
export const QUEUE_WIDTH = 128;

/** The password of the queue where its address does not have it. */
export function passwordOf(world: World): string | undefined {
  return world.env.DOSSIER_QUEUE_PASSWORD || undefined;
}

/**
 * The address that was given, from the command line or the surroundings; undefined where there is none.
 *
 * @throws DossierError USAGE for what has a meaning only where there is one
 */
export function queueOf(options: QueueOptions, world: World): string | undefined {
  const url = addressOf(options, world);
  const { tenant, queueMemory, queueWait, jobLimit } = options;
  const isIdle = [tenant, queueMemory, queueWait, jobLimit].every((option) => option === undefined);
  if (url !== undefined || isIdle) return url;
  throw new DossierError('USAGE', '--tenant, --queue-memory, --queue-wait and --job-limit go with a queue', {
    hint: 'name it with --queue redis://HOST:PORT, or in DOSSIER_QUEUE',
  });
}

/** @throws DossierError USAGE where no queue is named */
export function requireQueue(options: Pick<QueueOptions, 'queue'>, world: World): string {
  const url = addressOf(options, world);
  if (url) return url;
  throw new DossierError('USAGE', 'a worker needs a queue', {
    hint: 'name it with --queue redis://HOST:PORT, or in DOSSIER_QUEUE',
  });
}

function addressOf(options: Pick<QueueOptions, 'queue'>, world: World): string | undefined {
  return options.queue ?? (world.env.DOSSIER_QUEUE || undefined);
}
