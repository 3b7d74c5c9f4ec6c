import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CODES, type Code } from '../errors.js';
import { withTimeout } from '../timeout.js';

/** The reason why an attempt failed: the code of an error, or a bug. */
export type FailureCode = Code | 'BUG';

/** The states of jobs in the queue. */
const QUEUE_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

export type QueueDepth = Record<(typeof QUEUE_STATES)[number], number>;

/** The sources of the metrics that are read on each request. */
export interface MetricsSources {
  /** The number of jobs in each state. If this fails or takes too long, the other metrics are returned without it. */
  depth(): Promise<QueueDepth>;
  /** The resident set size of this process, in bytes. */
  residentBytes(): number;
  /** The start time of this process. */
  started: Date;
}

const RESULTS = ['done', 'failed', 'retried', 'refused'] as const;

/** Seconds: from one page on an idle machine to the minute after which a print times out. */
const PRINT_BUCKETS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60];

/** Seconds: a job may print several times until its pages fit, and start a browser first. */
const JOB_BUCKETS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];

/** Milliseconds; a scraper usually waits ten seconds, and a lost queue may never answer. */
const DEPTH_PATIENCE = 2000;

/**
 * The metrics of a worker, for Prometheus. Labels come from closed lists, so they name no tenant and no profile.
 *
 * `started` is called for every job that a worker takes; the attempt then ends in exactly one of `done`, `failed`,
 * `retried` and `refused`.
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
      help: 'Job attempts that ended, by result.',
      labelNames: ['result'],
      registers,
    });
    this.#failures = new Counter({
      name: 'dossier_failures_total',
      help: 'Job attempts that failed, by code, including those that are retried.',
      labelNames: ['code'],
      registers,
    });
    this.#restarts = new Counter({
      name: 'dossier_browser_restarts_total',
      help: 'Restarts of the browser.',
      registers,
    });
    this.#active = new Gauge({ name: 'dossier_jobs_active', help: 'Jobs in progress on this worker.', registers });
    this.#print = new Histogram({
      name: 'dossier_print_seconds',
      help: 'Time that the browser took to print a document once.',
      buckets: PRINT_BUCKETS,
      registers,
    });
    this.#job = new Histogram({
      name: 'dossier_job_seconds',
      help: 'Duration of a job attempt from start to end.',
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

  /** Records an attempt that failed for good. */
  failed(code: FailureCode, seconds: number): void {
    this.#failures.inc({ code });
    this.#end('failed', seconds);
  }

  /** Records an attempt that failed and will be repeated. */
  retried(code: FailureCode, seconds: number): void {
    this.#failures.inc({ code });
    this.#end('retried', seconds);
  }

  /** Records a job that this worker cannot run because it is of another build or too large. */
  refused(): void {
    this.#end('refused');
  }

  printed(seconds: number): void {
    this.#print.observe(seconds);
  }

  /** Records the start of a browser; the first start is not a restart. */
  browserStarted(): void {
    if (this.#hadBrowser) this.#restarts.inc();
    this.#hadBrowser = true;
  }

  /** All metrics in Prometheus' text format, with its content type. */
  async text(): Promise<{ type: string; body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #end(result: (typeof RESULTS)[number], seconds?: number): void {
    this.#active.dec();
    this.#jobs.inc({ result });
    if (seconds !== undefined) this.#job.observe(seconds);
  }
}

/** Registers the metrics that are read on each request. */
function askEachTime(registers: Registry[], { depth, residentBytes, started }: MetricsSources): void {
  new Gauge({
    name: 'dossier_queue_depth',
    help: 'Jobs in the queue of all workers, by state; absent while the queue does not answer.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await withTimeout(DEPTH_PATIENCE, Promise.resolve().then(depth)).catch(() => undefined);
      // An old number would be mistaken for the current one.
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
