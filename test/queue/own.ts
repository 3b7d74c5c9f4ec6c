import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import type { Format } from '../../src/document/formats.js';
import type { Resume, Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import type { Printer } from '../../src/print/printer.js';
import type { Profile } from '../../src/profile/schema.js';
import type { Build } from '../../src/queue/builds.js';
import { FetchedBundles } from '../../src/queue/bundles.js';
import { connect } from '../../src/queue/connect.js';
import { createLog } from '../../src/queue/log.js';
import { WorkerMetrics } from '../../src/queue/metrics.js';
import { Producer, type ProducerOptions } from '../../src/queue/producer.js';
import { QueueWorker, type WorkerOptions } from '../../src/queue/worker.js';
import { openServices } from '../support/services.js';
import type { LogLine } from './support.js';

/** The default build of runs and workers in tests. */
export const BUILD: Build = {
  dossier: '0.1.0',
  code: 'code',
  node: 'v20.19.0',
  system: 'linux x64',
  browser: 'Chromium 1',
  fonts: 'fonts',
};

const now = () => performance.now();

/** Services without a browser, for formats that are not printed. */
export function unprinted(printer: Partial<Printer> = {}): Services {
  return openServices(printer as Printer);
}

/** A worker in this process. */
export interface OwnWorker {
  worker: QueueWorker;
  redis: Redis;
  lines: LogLine[];
  /** The text of /metrics. */
  figures(): Promise<string>;
  close(): Promise<void>;
}

export interface OwnWorkerOptions extends Partial<Omit<WorkerOptions, 'redis' | 'bench'>> {
  build?: Build;
  /** The version of every font on the worker. */
  font?: string;
  services?: Services;
  /** Runs before each job; may wait or throw. */
  before?: () => Promise<unknown>;
}

/** Opens a worker that ends with the test. */
export async function openWorker(url: string, options: OwnWorkerOptions = {}): Promise<OwnWorker> {
  const { build = BUILD, font = '1', services = unprinted(), before = async () => undefined, ...more } = options;
  const redis = await connect(url);
  const lines: LogLine[] = [];
  const depth: { of?: QueueWorker } = {};
  const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
  const metrics = new WorkerMetrics({
    depth: async () => depth.of?.depth() ?? none,
    residentBytes: () => 1,
    started: new Date(0),
  });
  const worker = new QueueWorker({
    redis,
    bench: {
      build,
      services,
      bundles: new FetchedBundles(redis, async () => ({})),
      fontVersions: async (packages) => {
        await before();
        return Object.fromEntries(packages.map((name) => [name, font]));
      },
    },
    id: randomBytes(8).toString('hex'),
    heal: async () => undefined,
    slots: 1,
    jobLimit: 16 * 1024 * 1024,
    log: createLog(
      (line) => lines.push(JSON.parse(line)),
      () => new Date(),
    ),
    metrics,
    now,
    ...more,
  });
  depth.of = worker;
  await worker.start();
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= worker[Symbol.asyncDispose]().finally(() => redis.disconnect());
    return closing;
  };
  onTestFinished(close);
  return { worker, redis, lines, figures: async () => (await metrics.text()).body, close };
}

/** A run in this process. */
export interface OwnRun {
  producer: Producer;
  /** Its warnings. */
  said: string[];
  make(slug: string, profile?: Profile, formats?: readonly Format[]): Promise<Resume>;
}

/** Opens a run that ends with the test. */
export async function openRun(url: string, options: Partial<ProducerOptions> = {}): Promise<OwnRun> {
  const redis = await connect(url);
  const said: string[] = [];
  const services = unprinted();
  const producer = await Producer.open(
    {
      redis,
      at: 'redis://queue',
      build: BUILD,
      tenant: 'default',
      memory: 64 * 1024 * 1024,
      jobLimit: 16 * 1024 * 1024,
      patience: 60_000,
      fontVersions: async (packages) => Object.fromEntries(packages.map((name) => [name, '1'])),
      note: (message) => said.push(message),
      now,
      ...options,
    },
    services,
  );
  onTestFinished(() => producer[Symbol.asyncDispose]());
  const make: OwnRun['make'] = async (slug, profile = person(slug), formats = ['txt']) => {
    const resume = await makeResume({ slug, profile, pictures: new Map(), formats }, { ...services, maker: producer });
    resume.taken?.();
    return resume;
  };
  return { producer, said, make };
}

/** A minimal profile with a unique name and summary. */
export function person(name: string, summary = `What there is to say of ${name}.`): Profile {
  return { basics: { name, summary } } as Profile;
}

/** The content of a résumé in text format. */
export function textOf({ artifacts }: Resume): string {
  return new TextDecoder().decode(artifacts.find(({ format }) => format === 'txt')?.bytes);
}

/** A promise that is resolved by `open`. */
export function gate(): { passed: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
