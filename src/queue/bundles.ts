import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Services } from '../document/model.js';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { type Compiled, Compiler, type Shipped, type Template } from '../template/load.js';
import type { LoadedTemplate } from '../template/store.js';
import { bundleKey, KEPT } from './builds.js';

/** A template with its partials and styles, serialized, with the digest of the bytes. */
interface Bundle {
  digest: string;
  bytes: string;
}

/** Sends templates to Redis, each once, however many résumés use it. */
export class SentBundles {
  readonly #redis: Redis;
  readonly #bundles = new Map<Template, Bundle>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Sends a template unless it was sent before; returns the digest under which workers find it. */
  async send(template: Template): Promise<string> {
    const known = this.#bundles.get(template);
    if (known) return known.digest;
    const bytes = JSON.stringify(template);
    const bundle = { bytes, digest: createHash('sha256').update(bytes).digest('hex') };
    this.#bundles.set(template, bundle);
    // A template that Redis refuses now is sent again with the next renewal.
    await this.#redis.set(bundleKey(bundle.digest), bytes, 'EX', KEPT, 'NX').catch(() => undefined);
    return bundle.digest;
  }

  /** Extends the expiry of the templates that were sent, and sends again those that Redis has lost. */
  async renew(): Promise<void> {
    for (const { digest, bytes } of this.#bundles.values()) {
      const key = bundleKey(digest);
      if ((await this.#redis.expire(key, KEPT)) === 0) await this.#redis.set(key, bytes, 'EX', KEPT);
    }
  }
}

/** The number of compiled templates that a worker keeps. */
const KEPT_COMPILED = 32;

/** Fetches templates that were sent, and keeps them compiled. */
export class FetchedBundles {
  readonly #redis: Redis;
  readonly #compiler: Compiler;
  readonly #loaded = new Map<string, Promise<LoadedTemplate>>();

  constructor(redis: Redis, shipped: () => Promise<Shipped>) {
    this.#redis = redis;
    this.#compiler = new Compiler(shipped);
  }

  /** The templates that a job names, in the form that `makeFiles` expects. */
  of(bundles: Readonly<Record<string, string>>): Services['templates'] {
    const names = Object.keys(bundles);
    return {
      names: async () => names,
      check: async () => undefined,
      get: (name) => {
        const digest = bundles[name];
        if (digest === undefined) throw new Error(`the job contains no template ${name}`);
        return this.#get(digest);
      },
    };
  }

  #get(digest: string): Promise<LoadedTemplate> {
    const known = this.#loaded.get(digest);
    if (known) {
      // Moved to the end: the least recently used template is dropped first.
      this.#loaded.delete(digest);
      this.#loaded.set(digest, known);
      return known;
    }
    const [oldest] = this.#loaded.keys();
    if (oldest !== undefined && this.#loaded.size >= KEPT_COMPILED) this.#loaded.delete(oldest);
    return remember(this.#loaded, digest, () => this.#load(digest));
  }

  async #load(digest: string): Promise<LoadedTemplate> {
    const bytes = await this.#redis.getBuffer(bundleKey(digest));
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== digest)
      throw new DossierError('JOB_LOST', 'the template of a job is no longer in Redis', {
        hint: 'run the command again',
      });
    const template = JSON.parse(bytes.toString('utf8')) as Template;
    const compiled: Compiled = await this.#compiler.compile(template);
    return { template, compiled };
  }
}
