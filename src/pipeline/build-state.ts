import type { Problem } from '../errors.js';
import {
  type Asked,
  type Cache,
  forget,
  type KnownOfProfile,
  type KnownPacket,
  remember,
  targetKey,
  toStored,
} from './cache.js';
import type { CurrentInputs } from './current-inputs.js';
import type { Discovered, SourceFile } from './discover.js';
import type { Inputs } from './inputs.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import { packetName } from './protection.js';

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

/** What a run has made, gathered for the next one. */
export class Memory {
  readonly #cache: Cache;
  readonly #inputs: Inputs;
  readonly #current: CurrentInputs;
  readonly #output: Output;
  readonly #packets: MadePacket[] = [];
  readonly #made: Set<string>;

  /** @param made profiles that a run that was killed has made, and this one goes on from */
  constructor(
    cache: Cache,
    { inputs, current, output }: { inputs: Inputs; current: CurrentInputs; output: Output },
    made: Iterable<string> = [],
  ) {
    this.#cache = cache;
    this.#inputs = inputs;
    this.#current = current;
    this.#output = output;
    this.#made = new Set(made);
  }

  /**
   * A profile of which everything that was asked for has been made.
   *
   * @returns what is known of it now; undefined where it has changed meanwhile
   */
  async profile(
    source: SourceFile,
    /** Of its file before it was read: one that has changed since is not what was made. */
    before: string | undefined,
    { variants, pictures, warnings }: { variants: string[]; pictures: string[]; warnings: Problem[] },
    made: readonly MadeTarget[],
    asked: Asked,
  ): Promise<KnownOfProfile | undefined> {
    if (before === undefined || before !== (await this.#inputs.ofProfile(source, []))) return undefined;
    const digest = await this.#inputs.ofProfile(source, pictures);
    if (digest === undefined) return undefined;
    const targets: KnownOfProfile['targets'] = {};
    for (const { variant, asked: template, ...target } of made) {
      const key = targetKey(source.slug, variant, template);
      const inputs = await this.#inputs.ofTarget(digest, key, target.template, asked);
      const stored = await Promise.all(target.artifacts.map((artifact) => toStored(this.#output, artifact)));
      const kept = targets[key] ?? this.#cache.targets[key];
      const others = kept?.inputs === inputs ? kept.artifacts : [];
      const artifacts = [...stored, ...others.filter((other) => !stored.some(({ path }) => path === other.path))];
      targets[key] = {
        inputs,
        asked: pickAsked(asked),
        template: target.template,
        warnings: target.warnings,
        artifacts,
      };
    }
    const known = { slug: source.slug, profile: { digest, variants, pictures, warnings }, targets };
    remember(this.#cache, known);
    this.#made.add(source.slug);
    return known;
  }

  /** `true` if this run, or the killed run that it continues, has rendered a profile. */
  hasMade(slug: string): boolean {
    return this.#made.has(slug);
  }

  packet(bound: MadePacket): void {
    this.#packets.push(bound);
  }

  /** The cache after the run, without records of artifacts that no longer exist. */
  async settle(found: Discovered, browser: string): Promise<Cache> {
    this.#cache.browser = browser;
    const slugs = new Set(found.profiles.map((source) => source.slug));
    for (const slug of Object.keys(this.#cache.profiles)) {
      if (!slugs.has(slug)) forget(this.#cache, slug);
    }
    const names = new Set(found.packets.map((source) => source.slug));
    for (const [name, known] of Object.entries(this.#cache.packets))
      if (!known.isAdHoc && !names.has(known.packet)) delete this.#cache.packets[name];
    this.#current.renew(this.#made);
    for (const { source, known, artifact } of this.#packets) {
      const inputs = await this.#current.ofPacket(source, known, known.asked);
      this.#cache.packets[packetName(known.packet, known.blind !== undefined)] = {
        inputs,
        ...known,
        artifact: await toStored(this.#output, artifact),
      };
    }
    return this.#cache;
  }
}

/** Only those options of a run that affect every document. */
export function pickAsked({ template, pages, embedSource }: Asked): Asked {
  return { template, pages, embedSource };
}
