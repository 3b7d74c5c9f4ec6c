import type { BlindKeys } from './blind-keys.js';
import { type Cache, profileOf, type Stored } from './cache.js';
import type { CurrentInputs } from './current-inputs.js';
import type { Discovered, SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import { packetName, packetPath } from './protection.js';

/** Decides whether the sources of artifacts of earlier runs have changed, by the records of those runs. */
export class Staleness {
  readonly #cache: Cache;
  readonly #current: CurrentInputs;
  readonly #keys: BlindKeys;
  readonly #packets: ReadonlyMap<string, SourceFile>;
  /** The keys of the recorded documents of each profile; computed on first use. */
  #keysOf: Map<string, string[]> | undefined;

  constructor(cache: Cache, current: CurrentInputs, keys: BlindKeys, { packets }: Pick<Discovered, 'packets'>) {
    this.#cache = cache;
    this.#current = current;
    this.#keys = keys;
    this.#packets = new Map(packets.map((source) => [source.slug, source]));
  }

  /**
   * `true` if an artifact is what its sources would give now, with the options it was made with, by the record of its
   * document or packet.
   */
  async isCurrent(artifact: ManifestArtifact): Promise<boolean> {
    const { path, sha256, profile = '', packet } = artifact;
    const isOf = (stored: Stored) => stored.path === path && stored.sha256 === sha256;
    if (packet !== undefined) {
      const known = Object.values(this.#cache.packets).find((one) => isOf(one.artifact));
      if (!known) return false;
      // A packet without a file has no source to read.
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

  /** `true` if a packet of an earlier run binds one of these profiles, or chooses among all. */
  async mayBind(path: string, slugs: ReadonlySet<string>): Promise<boolean> {
    const known = Object.values(this.#cache.packets).find(({ artifact }) => artifact.path === path);
    if (!known || slugs.size === 0) return false;
    if (known.asksAll) return true;
    const documents = known.blind ? await this.#keys.documentsOf(known.packet) : known.members;
    return documents.some((document) => slugs.has(profileOf(document)));
  }

  /** `true` if a packet's file has since been changed to ask for a packet without names, and that one was bound. */
  async isSuperseded({ path, packet = '' }: ManifestArtifact): Promise<boolean> {
    const blind = this.#cache.packets[packetName(packet, true)];
    if (path !== packetPath(packet, false) || blind?.blind !== 'file') return false;
    const source = this.#packets.get(packet);
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
