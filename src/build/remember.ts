import type { Problem } from '../errors.js';
import { DEFAULT_FORMATS, FORMATS } from '../resume/formats.js';
import { type Cache, type KnownPacket, targetKey, toStored } from './cache.js';
import type { Discovered, SourceFile } from './discover.js';
import { Freshness } from './fresh.js';
import type { Asked, Inputs } from './inputs.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

/** A résumé that was made in a run. */
export interface MadeTarget {
  variant: string | undefined;
  /** The template that was asked for, and the one that it is set in. */
  asked: string | undefined;
  template: string;
  warnings: Problem[];
  artifacts: ManifestArtifact[];
}

/** A packet that was bound in a run, and what it was bound of. */
export interface MadePacket {
  source: SourceFile;
  known: Omit<KnownPacket, 'inputs' | 'artifact'>;
  artifact: ManifestArtifact;
}

const ON_DEMAND: ReadonlySet<string> = new Set(FORMATS.filter((format) => !DEFAULT_FORMATS.includes(format)));

/** What a run has made, gathered for the next one. */
export class Memory {
  readonly #cache: Cache;
  readonly #inputs: Inputs;
  readonly #output: Output;
  readonly #packets: MadePacket[] = [];
  readonly #made = new Set<string>();

  constructor(cache: Cache, inputs: Inputs, output: Output) {
    this.#cache = cache;
    this.#inputs = inputs;
    this.#output = output;
  }

  /** A profile of which everything that was asked for has been made. */
  async profile(
    source: SourceFile,
    /** Of its file before it was read: one that has changed since is not what was made. */
    before: string | undefined,
    known: { variants: string[]; pictures: string[]; warnings: Problem[] },
    made: readonly MadeTarget[],
    asked: Asked,
  ): Promise<void> {
    if (before === undefined || before !== (await this.#inputs.ofProfile(source, []))) return;
    const digest = await this.#inputs.ofProfile(source, known.pictures);
    if (digest === undefined) return;
    const earlier = this.#cache.profiles[source.slug];
    this.#cache.profiles[source.slug] = { digest, ...known };
    this.#made.add(source.slug);
    // Of another content of the profile nothing holds any more.
    if (earlier?.digest !== digest) this.#forget(source.slug);
    for (const { variant, asked: template, ...target } of made) {
      const key = targetKey(source.slug, variant, template);
      const inputs = await this.#inputs.ofTarget(digest, key, target.template, asked);
      const stored = await Promise.all(target.artifacts.map((artifact) => toStored(this.#output, artifact)));
      const kept = this.#cache.targets[key];
      const others = kept?.inputs === inputs ? kept.artifacts : [];
      const artifacts = [...stored, ...others.filter((other) => !stored.some(({ path }) => path === other.path))];
      this.#cache.targets[key] = { inputs, template: target.template, warnings: target.warnings, artifacts };
    }
  }

  /**
   * Whether a file that is made on demand only is one of an earlier content of a profile that this run has made anew:
   * nobody asked for it again, and it would say what the profile no longer says.
   */
  isOutdated({ path, kind, profile = '' }: ManifestArtifact): boolean {
    if (!ON_DEMAND.has(kind) || !this.#made.has(profile)) return false;
    const targets = Object.entries(this.#cache.targets).filter(([key]) => key.startsWith(`${profile}|`));
    return !targets.some(([, { artifacts }]) => artifacts.some((stored) => stored.path === path));
  }

  packet(bound: MadePacket): void {
    this.#packets.push(bound);
  }

  /** The cache after the run: what is gone is left out, and packets stand on the résumés as they are now. */
  async settle(found: Discovered, asked: Asked, browser: string): Promise<Cache> {
    this.#cache.browser = browser;
    const slugs = new Set(found.profiles.map((source) => source.slug));
    for (const slug of Object.keys(this.#cache.profiles)) {
      if (slugs.has(slug)) continue;
      delete this.#cache.profiles[slug];
      this.#forget(slug);
    }
    const names = new Set(found.packets.map((source) => source.slug));
    for (const name of Object.keys(this.#cache.packets)) if (!names.has(name)) delete this.#cache.packets[name];
    const freshness = new Freshness(this.#cache, this.#inputs, this.#output, [], found);
    for (const { source, known, artifact } of this.#packets) {
      const inputs = await freshness.ofPacket(source, known, asked);
      this.#cache.packets[source.slug] = { inputs, ...known, artifact: await toStored(this.#output, artifact) };
    }
    return this.#cache;
  }

  #forget(slug: string): void {
    for (const key of Object.keys(this.#cache.targets)) if (key.startsWith(`${slug}|`)) delete this.#cache.targets[key];
  }
}
