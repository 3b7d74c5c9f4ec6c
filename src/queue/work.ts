import { type Processor, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { makeFiles } from '../document/files.js';
import type { Services } from '../document/model.js';
import { openResume } from '../document/resume.js';
import { DossierError } from '../errors.js';
import type { FontVersions } from '../template/font-packages.js';
import { type Build, differences, QUEUE_PREFIX } from './builds.js';
import type { FetchedBundles } from './bundles.js';
import { decodeJob, type Outcome } from './envelope.js';
import { isMachineFailure } from './failures.js';
import type { JobData } from './jobs.js';

/** The context that a worker shares among all its jobs. */
export interface Bench {
  build: Build;
  services: Omit<Services, 'templates' | 'date' | 'asOf' | 'brand' | 'maker' | 'themes'>;
  bundles: FetchedBundles;
  fontVersions: FontVersions;
}

/**
 * Makes the files of one job.
 *
 * @throws DossierError if another attempt may succeed (`retryable`), or if the machine fails
 */
export async function work(bytes: Buffer, { build, services, bundles, fontVersions }: Bench): Promise<Outcome> {
  const job = decodeJob(bytes);
  const fonts = await fontVersions(Object.keys(job.fonts));
  const other = Object.keys(job.fonts).filter((name) => fonts[name] !== job.fonts[name]);
  const differing = [...differences(job.build, build), ...other.map((name) => `the font ${name}`)];
  if (differing.length > 0) return { error: anotherBuild(differing) };
  const own: Services = {
    ...services,
    templates: bundles.of(job.bundles),
    date: job.date,
    asOf: job.asOf,
    brand: job.brand,
  };
  const request = { ...job, pictures: new Map(job.pictures) };
  try {
    return { made: await makeFiles(request, await openResume(request, own), own) };
  } catch (error) {
    if (error instanceof DossierError && !error.retryable && !isMachineFailure(error)) return { error };
    throw error;
  }
}

function anotherBuild(differing: readonly string[]): DossierError {
  return new DossierError('WORKER_BUILD', `a worker refused the job: the worker differs in ${differing.join(', ')}`, {
    hint: 'run the same Dossier, browser and fonts on all machines',
  });
}

/** Milliseconds for which the lock of a job lasts, and milliseconds between renewals. */
export const LOCK = 15_000;
const RENEW = 5_000;

/** Milliseconds between checks for jobs whose worker is gone. */
const STALLED = 5_000;

/** The number of times that a job may be taken over: a job that crashes every worker must not crash them for ever. */
const TAKEN_OVER = 5;

interface TakerOptions {
  redis: Redis;
  /** The number of jobs that run at once. */
  slots: number;
  /** The number of jobs of the queue that all workers together may take in a minute. */
  rate?: number | undefined;
}

/** Starts to take jobs from one queue. */
export function openTaker(
  queue: string,
  process: Processor<JobData>,
  { redis, slots, rate }: TakerOptions,
): Worker<JobData> {
  return new Worker<JobData>(queue, process, {
    connection: redis,
    prefix: QUEUE_PREFIX,
    // `findFlaws` has checked the version; BullMQ would print its warning into the log.
    skipVersionCheck: true,
    concurrency: slots,
    lockDuration: LOCK,
    lockRenewTime: RENEW,
    stalledInterval: STALLED,
    maxStalledCount: TAKEN_OVER,
    ...(rate ? { limiter: { max: rate, duration: 60_000 } } : {}),
  });
}
