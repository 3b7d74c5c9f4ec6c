import { type Processor, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { makeFiles } from '../document/files.js';
import type { Services } from '../document/model.js';
import { openResume } from '../document/resume.js';
import { DossierError } from '../errors.js';
import type { FontVersions } from '../template/font-packages.js';
import { type Build, differences } from './builds.js';
import type { FetchedBundles } from './bundles.js';
import { isMachineFailure } from './failures.js';
import { decodeJob } from './job.js';
import type { JobData } from './jobs.js';
import { QUEUE_PREFIX } from './keys.js';
import type { Outcome } from './outcome.js';

/** What a worker has for all its jobs. */
export interface Bench {
  build: Build;
  kit: Omit<Services, 'templates' | 'date' | 'maker' | 'themes'>;
  bundles: FetchedBundles;
  fontVersions: FontVersions;
}

/**
 * Makes the files of one job.
 *
 * @throws DossierError what another attempt may mend (`retryable`)
 */
export async function work(bytes: Buffer, { build, kit, bundles, fontVersions }: Bench): Promise<Outcome> {
  const job = decodeJob(bytes);
  const fonts = await fontVersions(Object.keys(job.fonts));
  const other = Object.keys(job.fonts).filter((name) => fonts[name] !== job.fonts[name]);
  const differing = [...differences(job.build, build), ...other.map((name) => `the font ${name}`)];
  if (differing.length > 0) return { error: anotherBuild(differing) };
  const own: Services = { ...kit, templates: bundles.of(job.bundles), date: job.date };
  const request = { ...job, pictures: new Map(job.pictures) };
  try {
    return { made: await makeFiles(request, await openResume(request, own), own) };
  } catch (error) {
    if (error instanceof DossierError && !error.retryable && !isMachineFailure(error)) return { error };
    throw error;
  }
}

function anotherBuild(differing: readonly string[]): DossierError {
  return new DossierError('WORKER_BUILD', `a worker refuses the job: it differs in ${differing.join(', ')}`, {
    hint: 'run the same Dossier, browser and fonts on all machines',
  });
}

/** Milliseconds for which a job is a worker's without a sign of life from it, and between two of these. */
export const LOCK = 15_000;
const RENEW = 5_000;

/** Milliseconds between looks for jobs whose worker is gone. */
const STALLED = 5_000;

/** How often a job may be taken over: one that ends every worker ends no more of them then. */
const TAKEN_OVER = 5;

interface TakerOptions {
  redis: Redis;
  /** Jobs taken at once. */
  slots: number;
  /** Jobs of the queue that all workers together take in a minute. */
  rate?: number | undefined;
}

/** Takes jobs out of one queue, from now on. */
export function openTaker(
  queue: string,
  process: Processor<JobData>,
  { redis, slots, rate }: TakerOptions,
): Worker<JobData> {
  return new Worker<JobData>(queue, process, {
    connection: redis,
    prefix: QUEUE_PREFIX,
    // It has been looked at, and the library would speak of it in the middle of the log.
    skipVersionCheck: true,
    concurrency: slots,
    lockDuration: LOCK,
    lockRenewTime: RENEW,
    stalledInterval: STALLED,
    maxStalledCount: TAKEN_OVER,
    ...(rate ? { limiter: { max: rate, duration: 60_000 } } : {}),
  });
}
