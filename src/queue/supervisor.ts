import type { Redis } from 'ioredis';
import { DossierError } from '../errors.js';
import { announceTenant, type Build, buildName, findWorkers } from './builds.js';
import type { SentBundles } from './bundles.js';
import { isRefusal, SILENCE, unreachable } from './connect.js';
import type { Jobs } from './jobs.js';
import type { Waiting } from './waiting.js';

export interface SupervisorOptions {
  redis: Redis;
  build: Build;
  /** The queue's address, safe to show. */
  at: string;
  tenant: string;
  /** Milliseconds to wait for a worker, or for a Redis that was lost. */
  patience: number;
  /** Reports something to the person who started the run. */
  note(message: string): void;
  /** A clock, in milliseconds. */
  now(): number;
}

/** Milliseconds between checks for changes that no event reported. */
const TICK = 1_000;

/** Milliseconds without any result after which the reason is reported. */
const QUIET = 3_000;

/** Monitors the queue of a run: renews its keys, reports why no results arrive, and ends the run if that lasts. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #jobs: Jobs;
  readonly #waiting: Waiting;
  readonly #bundles: SentBundles;
  readonly #end: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #isTicking = false;
  #refusal: Error | undefined;
  /** When Redis was lost, in milliseconds. */
  #lost: number | undefined;
  #said = '';

  /** @param end ends the run with an error */
  constructor(
    options: SupervisorOptions,
    jobs: Jobs,
    waiting: Waiting,
    bundles: SentBundles,
    end: (error: unknown) => void,
  ) {
    this.#options = options;
    this.#jobs = jobs;
    this.#waiting = waiting;
    this.#bundles = bundles;
    this.#end = end;
    this.#timer = setInterval(() => void this.#tick(), TICK);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    // A Redis that hangs answers nothing although its connection is open.
    if (this.#options.redis.status !== 'ready' || this.#isTicking) return this.#bear();
    if (this.#lost !== undefined) this.#said = '';
    this.#lost = undefined;
    this.#isTicking = true;
    this.#waiting.look();
    // A failure is tried again with the next tick, which also notices a Redis that is gone.
    this.#refusal = await this.#renew().then(
      () => undefined,
      (error: unknown) => (isRefusal(error) ? error : undefined),
    );
    if (this.#waiting.idle > QUIET) await this.#explain().catch(() => undefined);
    this.#isTicking = false;
  }

  /** Sends again what a Redis may have forgotten, before its jobs are tried for the last time. */
  async #renew(): Promise<void> {
    const { redis, build, tenant } = this.#options;
    await this.#jobs.renew(this.#waiting.ids);
    await announceTenant(redis, buildName(build), tenant);
    await this.#bundles.renew();
  }

  /** Waits for a Redis that was lost, which may be restarting. */
  #bear(): void {
    const { now, patience, at, redis } = this.#options;
    this.#lost ??= now();
    // Even if all is well, one tick may take longer than the time to the next.
    if (redis.status !== 'ready' || now() - this.#lost > SILENCE)
      this.#say('the connection to the queue is lost; waiting for it to return');
    if (now() - this.#lost <= patience) return;
    this.#end(unreachable(at, new Error(`the connection was lost for ${Math.round(patience / 1000)} s`)));
  }

  /** Reports why no results come, and ends the run if that lasts too long. */
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
    const told = others.map((differing) => `; other workers differ in ${differing}`).join('');
    this.#say(`no worker found; waiting for one: dossier worker --queue …${told}`);
    if (this.#waiting.idle <= patience) return;
    const hint = 'start one with dossier worker --queue URL, with the same Dossier, browser, Node and fonts';
    this.#end(
      new DossierError('WORKER_MISSING', `no worker was available within ${Math.round(patience / 1000)} s${told}`, {
        hint,
      }),
    );
  }

  #say(message: string): void {
    if (message === this.#said) return;
    this.#said = message;
    this.#options.note(message);
  }
}
