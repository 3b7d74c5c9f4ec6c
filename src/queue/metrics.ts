import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CODES, type Code } from '../errors.js';
import { withTimeout } from '../timeout.js';

/** Why a try of a job failed: an error that has a code, or a bug. */
export type FailureCode = Code | 'BUG';

/** Where jobs stand in the queue. */
const QUEUE_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

export type QueueDepth = Record<(typeof QUEUE_STATES)[number], number>;

/** What is asked for each time that the figures are read. */
export interface MetricsSources {
  /** How many jobs stand where; where this fails or takes too long, the other figures are given without it. */
  depth(): Promise<QueueDepth>;
  /** The memory of this process that is in the machine's, in bytes. */
  residentBytes(): number;
  /** When this process started. */
  started: Date;
}

const RESULTS = ['done', 'failed', 'retried', 'refused'] as const;

/** Seconds: from one page on a machine at rest to the minute after which a print is given up. */
const PRINT_BUCKETS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60];

/** Seconds: a job may print several times until its pages fit, and start a browser first. */
const JOB_BUCKETS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];

/** Milliseconds; whoever reads figures waits ten seconds as a rule, and a queue that is lost may never answer. */
const DEPTH_PATIENCE = 2000;

/**
 * What a worker has done, as figures for Prometheus. Labels are of closed lists: they name no tenant and no profile.
 *
 * Every job that is taken up is told by `started`, and its try ends in exactly one of `done`, `failed`, `retried` and
 * `refused`.
 */
export class WorkerMetrics {
  readonly #registry = new Registry();
  readonly #jobs: Counter<'result'>;
  readonly #failures: Counter<'code'>;
  readonly #restarts: Counter;
  readonly #active: Gauge;
  readonly #print: Histogram;
  readonly #job: Histogram;
  #hadBrowser = false;

  constructor(sources: MetricsSources) {
    const registers = [this.#registry];
    this.#jobs = new Counter({
      name: 'dossier_jobs_total',
      help: 'Tries of jobs that have ended, by result.',
      labelNames: ['result'],
      registers,
    });
    this.#failures = new Counter({
      name: 'dossier_failures_total',
      help: 'Tries of jobs that failed, by code, those that are made again among them.',
      labelNames: ['code'],
      registers,
    });
    this.#restarts = new Counter({
      name: 'dossier_browser_restarts_total',
      help: 'Starts of the browser after the first one.',
      registers,
    });
    this.#active = new Gauge({ name: 'dossier_jobs_active', help: 'Jobs that this worker is at.', registers });
    this.#print = new Histogram({
      name: 'dossier_print_seconds',
      help: 'How long the browser took to print a document once.',
      buckets: PRINT_BUCKETS,
      registers,
    });
    this.#job = new Histogram({
      name: 'dossier_job_seconds',
      help: 'How long a try of a job took from its start to its end.',
      buckets: JOB_BUCKETS,
      registers,
    });
    askEachTime(registers, sources);
    // A rate needs the zero before the first event.
    for (const result of RESULTS) this.#jobs.inc({ result }, 0);
    for (const code of [...Object.keys(CODES), 'BUG']) this.#failures.inc({ code }, 0);
  }

  started(): void {
    this.#active.inc();
  }

  done(seconds: number): void {
    this.#end('done', seconds);
  }

  /** A try that failed for good. */
  failed(code: FailureCode, seconds: number): void {
    this.#failures.inc({ code });
    this.#end('failed', seconds);
  }

  /** A try that failed and is made again. */
  retried(code: FailureCode, seconds: number): void {
    this.#failures.inc({ code });
    this.#end('retried', seconds);
  }

  /** A job that is none for this worker: of another build, or too large. */
  refused(): void {
    this.#end('refused');
  }

  printed(seconds: number): void {
    this.#print.observe(seconds);
  }

  /** A browser has started; the first one is no restart. */
  browserStarted(): void {
    if (this.#hadBrowser) this.#restarts.inc();
    this.#hadBrowser = true;
  }

  /** All figures in Prometheus' text format, with its content type. */
  async text(): Promise<{ type: string; body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #end(result: (typeof RESULTS)[number], seconds?: number): void {
    this.#active.dec();
    this.#jobs.inc({ result });
    if (seconds !== undefined) this.#job.observe(seconds);
  }
}

/** The figures that are of the moment at which they are read. */
function askEachTime(registers: Registry[], { depth, residentBytes, started }: MetricsSources): void {
  new Gauge({
    name: 'dossier_queue_depth',
    help: 'Jobs in the queue of all workers, by state; absent while the queue cannot be asked.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await withTimeout(DEPTH_PATIENCE, Promise.resolve().then(depth)).catch(() => undefined);
      // A number from before would be taken for that of now.
      if (!counts) this.reset();
      else for (const state of QUEUE_STATES) this.set({ state }, counts[state]);
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory size in bytes.',
    registers,
    collect() {
      this.set(residentBytes());
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the process since unix epoch in seconds.',
    registers,
  }).set(started.getTime() / 1000);
}
