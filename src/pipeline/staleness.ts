import { formatOfKind } from '../document/formats.js';
import type { BlindKeys } from './blind-keys.js';
import type { BuildState } from './build-state.js';
import type { Discovered } from './discover.js';
import { isSameFingerprint } from './fingerprint.js';
import type { Fingerprints } from './fingerprints.js';
import type { ManifestArtifact } from './manifest.js';
import type { SourceFile } from './profile-files.js';
import { packetName, packetPath } from './protection.js';
import { profileOf } from './records.js';
import type { Stored } from './stored.js';

/** The verdict on an artifact that a run did not make: up to date, to be marked as stale, or to be removed. */
export type Verdict = 'current' | 'stale' | 'outdated';

/** The sources in the scope of a run; artifacts of other sources are not touched. */
export interface Scope {
  /** `true` if the run covers everything in the folder of profiles. */
  isWhole: boolean;
  profiles: ReadonlySet<string>;
  packets: ReadonlySet<string>;
}

/** Decides whether the sources of artifacts of earlier runs have changed, by the records of those runs. */
export class Staleness {
  readonly #state: BuildState;
  readonly #fingerprints: Fingerprints;
  readonly #keys: BlindKeys;
  readonly #packets: ReadonlyMap<string, SourceFile>;
  /** The keys of the recorded documents of each profile; computed on first use. */
  #keysOf: Map<string, string[]> | undefined;

  constructor(
    state: BuildState,
    fingerprints: Fingerprints,
    keys: BlindKeys,
    { packets }: Pick<Discovered, 'packets'>,
  ) {
    this.#state = state;
    this.#fingerprints = fingerprints;
    this.#keys = keys;
    this.#packets = new Map(packets.map((source) => [source.slug, source]));
  }

  /**
   * Applies one rule to documents, packets and letters: an artifact that no longer matches its sources is stale. In a
   * format made on demand, it is removed once its profile has been rendered again, since the format was not requested
   * again.
   *
   * @param hasMade returns `true` for a profile that the run has rendered
   * @returns undefined for an artifact outside the scope of the run
   */
  async judge(
    artifact: ManifestArtifact,
    scope: Scope,
    hasMade: (slug: string) => boolean,
  ): Promise<Verdict | undefined> {
    const { packet, profile, path, kind } = artifact;
    if (packet !== undefined) {
      const isAsked = scope.isWhole || scope.packets.has(packet);
      if (!isAsked && !(await this.#mayBind(path, scope.profiles))) return undefined;
      if (isAsked && (await this.#isSuperseded(artifact))) return 'outdated';
    } else if (profile === undefined || !((scope.isWhole && !artifact.adHoc) || scope.profiles.has(profile))) {
      return undefined;
    }
    if (await this.#isCurrent(artifact)) return 'current';
    return profile !== undefined && formatOfKind(kind)?.isDefault === false && hasMade(profile) ? 'outdated' : 'stale';
  }

  /**
   * `true` if an artifact is what its sources would give now, with the options it was made with, by the record of its
   * document or packet.
   */
  async #isCurrent(artifact: ManifestArtifact): Promise<boolean> {
    const { path, sha256, profile = '', packet } = artifact;
    const isOf = (stored: Stored) => stored.path === path && stored.sha256 === sha256;
    const { packets, documents } = this.#state.records;
    if (packet !== undefined) {
      const known = Object.values(packets).find((one) => isOf(one.artifact));
      if (!known) return false;
      // A packet without a file has no source to read.
      const source = known.isAdHoc ? { slug: packet, path: packet } : this.#packets.get(packet);
      if (!source) return false;
      return isSameFingerprint(known.inputs, await this.#fingerprints.ofPacket(source, known, known.asked));
    }
    this.#keysOf ??= byProfile(Object.keys(documents));
    for (const key of this.#keysOf.get(profile) ?? []) {
      const record = documents[key];
      if (!record?.artifacts.some(isOf)) continue;
      if (isSameFingerprint(record.inputs, await this.#fingerprints.ofDocument(key, record.asked))) return true;
    }
    return false;
  }

  /** `true` if a packet of an earlier run binds one of these profiles, or chooses among all. */
  async #mayBind(path: string, slugs: ReadonlySet<string>): Promise<boolean> {
    const known = Object.values(this.#state.records.packets).find(({ artifact }) => artifact.path === path);
    if (!known || slugs.size === 0) return false;
    if (known.asksAll) return true;
    const documents = known.blind ? await this.#keys.documentsOf(known.packet) : known.members;
    return documents.some((document) => slugs.has(profileOf(document)));
  }

  /** `true` if a packet's file has since been changed to ask for a packet without names, and that one was bound. */
  async #isSuperseded({ path, packet = '' }: ManifestArtifact): Promise<boolean> {
    const blind = this.#state.records.packets[packetName(packet, true)];
    if (path !== packetPath(packet, false) || blind?.blind !== 'file') return false;
    const source = this.#packets.get(packet);
    if (!source) return false;
    return isSameFingerprint(blind.inputs, await this.#fingerprints.ofPacket(source, blind, blind.asked));
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
