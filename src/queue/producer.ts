import type { Redis } from 'ioredis';
import { makeFiles } from '../document/files.js';
import type { Kit, Made, Maker, OpenedResume, ResumeRequest } from '../document/resume.js';
import { DossierError } from '../errors.js';
import { buildName } from './build.js';
import { SentBundles } from './bundles.js';
import { Window } from './byte-semaphore.js';
import { answered, disconnect, isRefusal, SILENCE, unreachable, whileThere } from './connect.js';
import { encodeJob, jobId } from './job.js';
import { groundOf, type RunGround } from './job-dependencies.js';
import { Jobs, type Order } from './jobs.js';
import { queueName } from './keys.js';
import type { Outcome } from './outcome.js';
import { announceTenant, findWorkers } from './reach.js';
import { Room, tooLarge } from './size-estimator.js';
import { Waiting } from './waiting.js';

export interface ProducerOptions extends RunGround {
  redis: Redis;
  /** The queue's address as it may be shown. */
  at: string;
  tenant: string;
  /** Bytes of this run that lie in Redis at once. */
  memory: number;
  /** Bytes that one job may have. */
  jobLimit: number;
  /** Milliseconds to wait for a worker, or for a Redis that was lost. */
  patience: number;
  /** Says something to whoever watches the run. */
  note(message: string): void;
  /** A clock, in milliseconds. */
  now(): number;
}

/** What the result of a job may take before any was seen: more than most. */
const FIRST = 4 * 1024 * 1024;

/** Milliseconds between looks at what may have changed unheard. */
const TICK = 1_000;

/** Milliseconds without any result after which somebody is told why. */
const QUIET = 3_000;

/** Has the files of documents made by workers, through a queue in Redis. Whoever opened it closes it. */
export class Producer implements Maker, AsyncDisposable {
  readonly #options: ProducerOptions;
  readonly #kit: Omit<Kit, 'maker'>;
  readonly #bundles: SentBundles;
  readonly #jobs: Jobs;
  readonly #waiting: Waiting;
  readonly #window: Window;
  readonly #room = new Room(FIRST);
  /** What is under way, by job: two documents may be the same. */
  readonly #making = new Map<string, Promise<Made>>();
  readonly #timer: NodeJS.Timeout;
  readonly #stop = () => this.#end(this.#kit.signal?.reason);
  /** Results that are being taken out of Redis. */
  readonly #taking = new Set<Promise<void>>();
  #isTicking = false;
  #refusal: Error | undefined;
  #lost: number | undefined;
  #ended: { error: unknown } | undefined;
  /** What is told to all who wait for something where the run comes to its end. */
  readonly #open = new Set<(error: unknown) => void>();
  #said = '';

  private constructor(options: ProducerOptions, kit: Omit<Kit, 'maker'>, jobs: Jobs) {
    const { redis, now, memory } = options;
    this.#options = options;
    this.#kit = kit;
    this.#jobs = jobs;
    this.#bundles = new SentBundles(redis);
    this.#waiting = new Waiting(jobs, now);
    this.#window = new Window(memory);
    this.#timer = setInterval(() => void this.#tick(), TICK);
    redis.on('ready', () => this.#waiting.look(true));
    kit.signal?.addEventListener('abort', this.#stop, { once: true });
    if (kit.signal?.aborted) this.#stop();
  }

  /**
   * @param kit what makes the documents that cannot be sent: themes run code of this machine
   * @throws DossierError QUEUE_UNREACHABLE
   */
  static async open(options: ProducerOptions, kit: Omit<Kit, 'maker'>): Promise<Producer> {
    const { redis, build, tenant } = options;
    const name = buildName(build);
    // A Redis that is full is told again with each tick.
    const announcing = announceTenant(redis, name, tenant).catch(() => undefined);
    const opening = announcing.then(() => Jobs.open(redis, queueName(name, tenant)));
    // Nobody waits yet for what was asked: a Redis that is lost already is not waited for either.
    const jobs = await answered(options.at, whileThere(redis, opening), kit.signal);
    if (jobs) return new Producer(options, kit, jobs);
    disconnect(redis);
    throw unreachable(options.at, new Error('it was lost at once'));
  }

  /**
   * @throws DossierError JOB_LIMIT, JOB_LOST, WORKER_MISSING, QUEUE_UNREACHABLE, and what making files throws
   */
  async make(request: ResumeRequest, opened: OpenedResume): Promise<Made> {
    if (opened.theme) return makeFiles(request, opened, this.#kit);
    if (this.#ended) throw this.#ended.error;
    // What was asked of a Redis that is gone is never answered.
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      const making = this.#makeOnce(request, opened).finally(() => this.#open.delete(reject));
      making.then(resolve, reject);
    });
  }

  async #makeOnce(request: ResumeRequest, opened: OpenedResume): Promise<Made> {
    const bytes = encodeJob(request, await groundOf(request, opened, this.#kit, this.#bundles, this.#options));
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
      // It is made once more, with the room that it needs: what lies in Redis stays within its bound.
      room = outcome.needs;
    }
  }

  /** What came of a job. What was made keeps its room in Redis until it is taken: a run that is killed finds it there. */
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
    // What Redis does not take out now ends by itself.
    const taking = this.#jobs
      .remove(id)
      .catch(() => undefined)
      .finally(() => {
        free();
        this.#taking.delete(taking);
      });
    this.#taking.add(taking);
  }

  async #tick(): Promise<void> {
    // One that hangs answers nothing though its connection stands.
    if (this.#options.redis.status !== 'ready' || this.#isTicking) return this.#bear();
    if (this.#lost !== undefined) this.#said = '';
    this.#lost = undefined;
    this.#isTicking = true;
    this.#waiting.look();
    // What fails is tried again with the next tick; a Redis that is gone is noticed there.
    this.#refusal = await this.#renew().then(
      () => undefined,
      (error: unknown) => (isRefusal(error) ? error : undefined),
    );
    if (this.#waiting.idle > QUIET) await this.#explain().catch(() => undefined);
    this.#isTicking = false;
  }

  /** A Redis that has forgotten everything knows it again before its jobs are tried for the last time. */
  async #renew(): Promise<void> {
    const { redis, build, tenant } = this.#options;
    await this.#jobs.renew(this.#waiting.ids);
    await announceTenant(redis, buildName(build), tenant);
    await this.#bundles.renew();
  }

  /** A Redis that was lost may come back, as one that is started anew does. */
  #bear(): void {
    const { now, patience, at, redis } = this.#options;
    this.#lost ??= now();
    // One tick may take longer than the time to the next where all is well.
    if (redis.status !== 'ready' || now() - this.#lost > SILENCE)
      this.#say('the queue is lost; waiting for it to come back');
    if (now() - this.#lost <= patience) return;
    this.#end(unreachable(at, new Error(`it was lost for ${Math.round(patience / 1000)} s`)));
  }

  /** Says why nothing comes, and ends the run where that lasts too long. */
  async #explain(): Promise<void> {
    const { at, patience } = this.#options;
    const { refusal = this.#refusal, idle } = this.#waiting;
    if (!refusal) return this.#lookForWorkers();
    const error = unreachable(at, refusal);
    this.#say(`${error.message}; trying again (${error.hint})`);
    if (idle > patience) this.#end(error);
  }

  async #lookForWorkers(): Promise<void> {
    const { redis, build, patience } = this.#options;
    const { own, others } = await findWorkers(redis, build);
    if (own > 0) return;
    const told = others.map((differing) => `; there are others that differ in ${differing}`).join('');
    this.#say(`no worker is there; waiting for one: dossier worker --queue …${told}`);
    if (this.#waiting.idle <= patience) return;
    const hint = 'start one with dossier worker --queue URL, of the same Dossier, browser, Node and fonts';
    this.#end(
      new DossierError('WORKER_MISSING', `no worker came within ${Math.round(patience / 1000)} s${told}`, { hint }),
    );
  }

  #end(error: unknown): void {
    this.#ended ??= { error };
    for (const reject of this.#open) reject(error);
    this.#waiting.end(error);
  }

  #say(message: string): void {
    if (message === this.#said) return;
    this.#said = message;
    this.#options.note(message);
  }

  /** Leaves what is under way in the queue: a run that begins again finds it there. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#kit.signal?.removeEventListener('abort', this.#stop);
    this.#end(new DossierError('ABORTED', 'the run was stopped'));
    await whileThere(this.#options.redis, Promise.all(this.#taking), SILENCE);
    await this.#jobs[Symbol.asyncDispose]();
  }
}
