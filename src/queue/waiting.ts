import { DossierError } from '../errors.js';
import { isRefusal } from './connect.js';
import type { Outcome } from './envelope.js';
import type { Jobs, Order } from './jobs.js';

/** Milliseconds without an event after which a job is checked. */
const LOOK = 5_000;

interface Pending {
  order: Order;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
  /** The time of the last check, in milliseconds. */
  looked: number;
  isLooking: boolean;
}

/** The jobs whose outcomes are awaited. Events may be lost, so each job is also checked from time to time. */
export class Waiting {
  readonly #jobs: Jobs;
  readonly #now: () => number;
  readonly #pending = new Map<string, Pending>();
  #ended: { error: unknown } | undefined;
  #refusal: Error | undefined;
  /** When the last job ended, in milliseconds. */
  #progress: number;

  /** @param now a clock, in milliseconds */
  constructor(jobs: Jobs, now: () => number) {
    this.#jobs = jobs;
    this.#now = now;
    this.#progress = now();
    jobs.onEnd((id) => this.#soon(id));
  }

  get ids(): string[] {
    return [...this.#pending.keys()];
  }

  /** Milliseconds for which no job has ended although some are pending. */
  get idle(): number {
    return this.#pending.size === 0 ? 0 : this.#now() - this.#progress;
  }

  /** The last command that Redis refused since a job ended. */
  get refusal(): Error | undefined {
    return this.#refusal;
  }

  /** Puts a job into the queue unless it is there, and waits for its outcome. */
  outcome(order: Order): Promise<Outcome> {
    if (this.#ended) return Promise.reject(this.#ended.error);
    if (this.#pending.size === 0) this.#progress = this.#now();
    return new Promise((resolve, reject) => {
      const pending = { order, resolve, reject, looked: this.#now(), isLooking: false };
      this.#pending.set(order.id, pending);
      void this.#begin(pending);
    });
  }

  /** Checks the jobs that had no check for a while, or all of them. */
  look(all = false): void {
    const before = this.#now() - (all ? 0 : LOOK);
    for (const pending of this.#pending.values()) if (pending.looked <= before) void this.#look(pending);
  }

  /** Rejects all pending and all future calls. */
  end(error: unknown): void {
    this.#ended ??= { error };
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  async #begin(pending: Pending): Promise<void> {
    const { id } = pending.order;
    pending.isLooking = true;
    try {
      // An earlier run may have added the job, and the job may have ended after that run.
      const state = await this.#jobs.stateOf(id);
      const outcome = state === 'ended' ? await this.#jobs.outcomeOf(id) : undefined;
      // The reason for an earlier failure may no longer apply.
      if (outcome && 'made' in outcome) return await this.#settle(pending, outcome);
      if (state === 'ended' || state === 'given up') await this.#jobs.remove(id);
      await this.#jobs.put(pending.order);
    } catch (error) {
      this.#bear(pending, error);
    } finally {
      pending.isLooking = false;
    }
  }

  #soon(id: string): void {
    const pending = this.#pending.get(id);
    if (pending) void this.#look(pending);
  }

  async #look(pending: Pending): Promise<void> {
    if (pending.isLooking) return;
    pending.isLooking = true;
    pending.looked = this.#now();
    const { order } = pending;
    try {
      const early = await this.#jobs.outcomeOf(order.id);
      if (early) return await this.#settle(pending, early);
      // The order matters: a job that had ended when its state was read had stored its outcome before this read.
      const state = await this.#jobs.stateOf(order.id);
      const outcome = state === 'there' ? undefined : await this.#jobs.outcomeOf(order.id);
      if (outcome) return await this.#settle(pending, outcome);
      if (state === 'given up') return await this.#giveUp(pending);
      if (state === 'there') return;
      // Redis has lost the job or its outcome.
      await this.#jobs.remove(order.id);
      await this.#jobs.put(order);
    } catch (error) {
      this.#bear(pending, error);
    } finally {
      pending.isLooking = false;
    }
  }

  async #settle(pending: Pending, outcome: Outcome): Promise<void> {
    const { id } = pending.order;
    const isGivenUp = 'error' in outcome && (await this.#jobs.stateOf(id)) === 'given up';
    if (isGivenUp) await this.#jobs.clear(id);
    else if (!('made' in outcome)) await this.#jobs.remove(id);
    this.#forget(pending);
    pending.resolve(outcome);
  }

  async #giveUp(pending: Pending): Promise<void> {
    const { id } = pending.order;
    const reason = await this.#jobs.reasonOf(id);
    await this.#jobs.clear(id);
    const error = new DossierError('JOB_LOST', `no worker finished the job: ${reason}`, {
      hint: 'check the memory and the logs of the workers, and run the command again',
    });
    this.#fail(pending, error);
  }

  /** Redis may accept later what it refuses now, for example because it is full: the job is checked again then. */
  #bear(pending: Pending, error: unknown): void {
    if (isRefusal(error)) this.#refusal = error;
    else this.#fail(pending, error);
  }

  #fail(pending: Pending, error: unknown): void {
    this.#forget(pending);
    pending.reject(error);
  }

  #forget({ order }: Pending): void {
    this.#progress = this.#now();
    this.#refusal = undefined;
    this.#pending.delete(order.id);
  }
}
