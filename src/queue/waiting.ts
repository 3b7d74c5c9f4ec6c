import { DossierError } from '../errors.js';
import { isRefusal } from './connect.js';
import type { Jobs, Order } from './jobs.js';
import type { Outcome } from './outcome.js';

/** Milliseconds after which a job that nobody told of is looked at. */
const LOOK = 5_000;

interface Pending {
  order: Order;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
  /** When it was looked at last, in milliseconds. */
  looked: number;
  isLooking: boolean;
}

/** Jobs that somebody waits for. What is told of them may be lost: each is looked at from time to time. */
export class Waiting {
  readonly #jobs: Jobs;
  readonly #now: () => number;
  readonly #pending = new Map<string, Pending>();
  #ended: { error: unknown } | undefined;
  #refusal: Error | undefined;
  /** When the last job came to its end, in milliseconds. */
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

  /** Milliseconds for which nothing has come of anything, though something is waited for. */
  get idle(): number {
    return this.#pending.size === 0 ? 0 : this.#now() - this.#progress;
  }

  /** Why Redis took nothing, since something came to its end last. */
  get refusal(): Error | undefined {
    return this.#refusal;
  }

  /** Puts a job into the queue, or finds it there, and waits for what comes of it. */
  outcome(order: Order): Promise<Outcome> {
    if (this.#ended) return Promise.reject(this.#ended.error);
    if (this.#pending.size === 0) this.#progress = this.#now();
    return new Promise((resolve, reject) => {
      const pending = { order, resolve, reject, looked: this.#now(), isLooking: false };
      this.#pending.set(order.id, pending);
      void this.#begin(pending);
    });
  }

  /** Looks at jobs that nobody has told of for a while, or at all of them. */
  look(all = false): void {
    const before = this.#now() - (all ? 0 : LOOK);
    for (const pending of this.#pending.values()) if (pending.looked <= before) void this.#look(pending);
  }

  /** Ends all waiting, now and later. */
  end(error: unknown): void {
    this.#ended ??= { error };
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  async #begin(pending: Pending): Promise<void> {
    const { id } = pending.order;
    pending.isLooking = true;
    try {
      // An earlier run may have put it there, which may have come to an end that nobody saw.
      const state = await this.#jobs.stateOf(id);
      const outcome = state === 'ended' ? await this.#jobs.outcomeOf(id) : undefined;
      // Why nothing came of it may not hold any more.
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
      // In this order: what ended before the second question has stored its outcome before the third.
      const state = await this.#jobs.stateOf(order.id);
      const outcome = state === 'there' ? undefined : await this.#jobs.outcomeOf(order.id);
      if (outcome) return await this.#settle(pending, outcome);
      if (state === 'given up') return await this.#giveUp(pending);
      if (state === 'there') return;
      // Redis has lost it, or what came of it.
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
    const error = new DossierError('JOB_LOST', `the workers that took it did not come to an end with it: ${reason}`, {
      hint: 'look at the memory and the logs of the workers, and run it again',
    });
    this.#fail(pending, error);
  }

  /** What Redis refuses, as one that is full does, it may take later: the job is looked at again then. */
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
