import { makeFiles } from '../document/files.js';
import type { Made, Maker, OpenedResume, ResumeRequest, Services } from '../document/model.js';
import { DossierError } from '../errors.js';
import { announceTenant, buildName, queueName } from './builds.js';
import { SentBundles } from './bundles.js';
import { answered, disconnect, SILENCE, unreachable, whileThere } from './connect.js';
import { encodeJob, jobContext, jobId, type Outcome, type RunContext } from './envelope.js';
import { Jobs, type Order } from './jobs.js';
import { ByteSemaphore, SizeEstimator, tooLarge } from './memory-budget.js';
import { Supervisor, type SupervisorOptions } from './supervisor.js';
import { Waiting } from './waiting.js';

export interface ProducerOptions extends RunContext, SupervisorOptions {
  /** The byte budget of this run in Redis. */
  memory: number;
  /** The largest size of a job, in bytes. */
  jobLimit: number;
}

/** The expected size of a result before there is any, in bytes: larger than most. */
const FIRST = 4 * 1024 * 1024;

/** Has workers make the files of documents, through a queue in Redis. Whoever opens a producer disposes of it. */
export class Producer implements Maker, AsyncDisposable {
  readonly #options: ProducerOptions;
  readonly #services: Omit<Services, 'maker'>;
  readonly #bundles: SentBundles;
  readonly #jobs: Jobs;
  readonly #waiting: Waiting;
  readonly #window: ByteSemaphore;
  readonly #room = new SizeEstimator(FIRST);
  /** Jobs in progress, by id: two documents may have the same job. */
  readonly #making = new Map<string, Promise<Made>>();
  readonly #supervisor: Supervisor;
  readonly #stop = () => this.#end(this.#services.signal?.reason);
  /** Removals of results from Redis that are in progress. */
  readonly #taking = new Set<Promise<void>>();
  #ended: { error: unknown } | undefined;
  /** Functions that reject the pending calls when the run ends. */
  readonly #open = new Set<(error: unknown) => void>();

  private constructor(options: ProducerOptions, services: Omit<Services, 'maker'>, jobs: Jobs) {
    const { redis, now, memory } = options;
    this.#options = options;
    this.#services = services;
    this.#jobs = jobs;
    this.#bundles = new SentBundles(redis);
    this.#waiting = new Waiting(jobs, now);
    this.#window = new ByteSemaphore(memory);
    this.#supervisor = new Supervisor(options, jobs, this.#waiting, this.#bundles, (error) => this.#end(error));
    redis.on('ready', () => this.#waiting.look(true));
    services.signal?.addEventListener('abort', this.#stop, { once: true });
    if (services.signal?.aborted) this.#stop();
  }

  /**
   * @param services services for documents that cannot be sent: themes run code of this machine
   * @throws DossierError QUEUE_UNREACHABLE
   */
  static async open(options: ProducerOptions, services: Omit<Services, 'maker'>): Promise<Producer> {
    const { redis, build, tenant } = options;
    const name = buildName(build);
    // If Redis is full, the supervisor announces the tenant again on every tick.
    const announcing = announceTenant(redis, name, tenant).catch(() => undefined);
    const opening = announcing.then(() => Jobs.open(redis, queueName(name, tenant)));
    // No supervisor is running yet: if Redis is lost now, do not wait for it to come back.
    const jobs = await answered(options.at, whileThere(redis, opening), services.signal);
    if (jobs) return new Producer(options, services, jobs);
    disconnect(redis);
    throw unreachable(options.at, new Error('the connection was lost at once'));
  }

  /**
   * @throws DossierError JOB_LIMIT, JOB_LOST, WORKER_MISSING, QUEUE_UNREACHABLE, and everything that `makeFiles` throws
   */
  async make(request: ResumeRequest, opened: OpenedResume): Promise<Made> {
    if (opened.theme) return makeFiles(request, opened, this.#services);
    if (this.#ended) throw this.#ended.error;
    // A command to a Redis that is gone never settles, so `#end` must be able to reject the promise.
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      const making = this.#makeOnce(request, opened).finally(() => this.#open.delete(reject));
      making.then(resolve, reject);
    });
  }

  async #makeOnce(request: ResumeRequest, opened: OpenedResume): Promise<Made> {
    const bytes = encodeJob(request, await jobContext(request, opened, this.#services, this.#bundles, this.#options));
    const { jobLimit } = this.#options;
    if (bytes.length > jobLimit) throw tooLarge(bytes.length, jobLimit);
    const id = jobId(bytes);
    const known = this.#making.get(id);
    if (known) return known;
    const making = this.#make(id, bytes).finally(() => this.#making.delete(id));
    this.#making.set(id, making);
    return making;
  }

  async #make(id: string, bytes: Buffer): Promise<Made> {
    for (let room = this.#room.expected; ; ) {
      const { outcome, taken } = await this.#ask({ id, bytes, room });
      if ('error' in outcome) throw outcome.error;
      if ('made' in outcome) {
        this.#room.seen(outcome.made.artifacts.reduce((sum, artifact) => sum + artifact.bytes.length, 0));
        return { ...outcome.made, taken };
      }
      // Run the job again with the byte budget that it needs, so that the run stays within its total.
      room = outcome.needs;
    }
  }

  /**
   * Waits for the outcome of a job. A result keeps its share of the byte budget until it is removed from Redis: if this
   * run is killed, the next one finds it there.
   */
  async #ask(order: Order): Promise<{ outcome: Outcome; taken: () => void }> {
    const free = await this.#window.take(order.bytes.length + order.room);
    let isKept = false;
    try {
      const outcome = await this.#waiting.outcome(order);
      isKept = 'made' in outcome;
      return { outcome, taken: () => this.#take(order.id, free) };
    } finally {
      if (!isKept) free();
    }
  }

  #take(id: string, free: () => void): void {
    // A result that cannot be removed now expires by itself.
    const taking = this.#jobs
      .remove(id)
      .catch(() => undefined)
      .finally(() => {
        free();
        this.#taking.delete(taking);
      });
    this.#taking.add(taking);
  }

  #end(error: unknown): void {
    this.#ended ??= { error };
    for (const reject of this.#open) reject(error);
    this.#waiting.end(error);
  }

  /** Leaves unfinished jobs in the queue, where the next run finds them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#supervisor.close();
    this.#services.signal?.removeEventListener('abort', this.#stop);
    this.#end(new DossierError('ABORTED', 'the run was stopped'));
    await whileThere(this.#options.redis, Promise.all(this.#taking), SILENCE);
    await this.#jobs[Symbol.asyncDispose]();
  }
}
