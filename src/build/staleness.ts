import type { BlindKeys } from './blind-keys.js';
import { type Cache, profileOf, type Stored } from './cache.js';
import type { CurrentInputs } from './current-inputs.js';
import type { Discovered, SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';

/** Tells of artifacts of earlier runs whether their sources have changed since, by the records of these runs. */
export class Staleness {
  readonly #cache: Cache;
  readonly #current: CurrentInputs;
  readonly #keys: BlindKeys;
  readonly #packets: ReadonlyMap<string, SourceFile>;
  /** The keys of the documents that are recorded of each profile; made when it is first asked for. */
  #keysOf: Map<string, string[]> | undefined;

  constructor(cache: Cache, current: CurrentInputs, keys: BlindKeys, { packets }: Pick<Discovered, 'packets'>) {
    this.#cache = cache;
    this.#current = current;
    this.#keys = keys;
    this.#packets = new Map(packets.map((source) => [source.slug, source]));
  }

  /**
   * Whether an artifact is what its sources would give now, with the options that it was made with: by the record of the
   * document or packet that it belongs to.
   */
  async isCurrent(artifact: ManifestArtifact): Promise<boolean> {
    const { path, sha256, profile = '', packet } = artifact;
    const isOf = (stored: Stored) => stored.path === path && stored.sha256 === sha256;
    if (packet !== undefined) {
      const known = Object.values(this.#cache.packets).find((one) => isOf(one.artifact));
      if (!known) return false;
      // Nothing is read of a packet that has no file.
      const source = known.isAdHoc ? { slug: packet, path: packet } : this.#packets.get(packet);
      return source !== undefined && (await this.#current.ofPacket(source, known, known.asked)) === known.inputs;
    }
    this.#keysOf ??= byProfile(Object.keys(this.#cache.targets));
    for (const key of this.#keysOf.get(profile) ?? []) {
      const target = this.#cache.targets[key];
      if (!target?.artifacts.some(isOf)) continue;
      if ((await this.#current.ofDocument(key, target.asked)) === target.inputs) return true;
    }
    return false;
  }

  /** Whether a packet of an earlier run binds one of some profiles, or chooses among all. */
  async mayBind(path: string, slugs: ReadonlySet<string>): Promise<boolean> {
    const known = Object.values(this.#cache.packets).find(({ artifact }) => artifact.path === path);
    if (!known || slugs.size === 0) return false;
    if (known.asksAll) return true;
    const key = known.blind && (await this.#keys.read(known.packet).catch(() => undefined));
    const documents = known.blind ? (key?.documents ?? []) : known.members;
    return documents.some((document) => slugs.has(profileOf(document)));
  }

  /** Whether a packet's file asks since for one without names, and that was bound. */
  async isSuperseded({ path, packet }: ManifestArtifact): Promise<boolean> {
    const blind = this.#cache.packets[`${packet}.blind`];
    if (path !== `packets/${packet}.pdf` || blind?.blind !== 'file') return false;
    const source = this.#packets.get(packet ?? '');
    return source !== undefined && (await this.#current.ofPacket(source, blind, blind.asked)) === blind.inputs;
  }
}

function byProfile(keys: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const group = groups.get(profileOf(key));
    if (group) group.push(key);
    else groups.set(profileOf(key), [key]);
  }
  return groups;
}
