import { type Format, formatOfKind } from '../document/formats.js';
import type { DocumentOptions } from '../document/options.js';
import type { Problem } from '../errors.js';
import type { BlindKeys } from './blind-keys.js';
import type { BuildState } from './build-state.js';
import type { Discovered, SourceFile } from './discover.js';
import { DOCUMENT_INPUTS, isSameFingerprint, PACKET_INPUTS, PROFILE_INPUTS, reasonOf } from './fingerprint-inputs.js';
import type { Fingerprints } from './fingerprints.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import { packetName, packetPath } from './protection.js';
import { documentKey, isIntact, profileOf, type Stored } from './records.js';
import { chooseDocuments, type DocumentChoice, filesOf, formatsOf } from './selection.js';

/**
 * The status of a target: its artifacts and the warnings of the run that made it if it is up to date, else the reason
 * why it is stale.
 */
export type Status =
  | { reason?: undefined; artifacts: readonly Stored[]; warnings: readonly Problem[] }
  | { reason: string };

/** The artifacts of a profile that a run asks for. */
interface WantedArtifacts extends DocumentChoice {
  formats: readonly Format[];
  asked: DocumentOptions;
}

/** Compares targets with their records, by their fingerprints and by the files of the output folder. */
export class StatusReader {
  readonly #state: BuildState;
  readonly #fingerprints: Fingerprints;
  readonly #output: Output;
  readonly #manifest: ReadonlyMap<string, ManifestArtifact>;

  constructor(state: BuildState, fingerprints: Fingerprints, output: Output, manifest: readonly ManifestArtifact[]) {
    this.#state = state;
    this.#fingerprints = fingerprints;
    this.#output = output;
    this.#manifest = new Map(manifest.map((artifact) => [artifact.path, artifact]));
  }

  /** The status of all requested documents of a profile. */
  async ofProfile(source: SourceFile, { asked, formats, ...choice }: WantedArtifacts): Promise<Status> {
    const known = this.#state.records.profiles[source.slug];
    if (!known) return { reason: 'there is no record of it' };
    const now = await this.#fingerprints.ofProfile(source);
    if (!now) return { reason: 'it cannot be read' };
    if (!isSameFingerprint(known.inputs, now)) return { reason: reasonOf(PROFILE_INPUTS, known.inputs, now) };
    const artifacts: Stored[] = [];
    const warnings = [...known.warnings];
    for (const variant of chooseDocuments(known.variants, choice)) {
      const key = documentKey(source.slug, variant, asked.template);
      const record = this.#state.records.documents[key];
      const inputs = record && (await this.#fingerprints.ofDocument(key, asked));
      if (!record || !inputs) return { reason: `${nameOf(variant)} was not rendered with these options` };
      if (!isSameFingerprint(record.inputs, inputs))
        return { reason: reasonOf(DOCUMENT_INPUTS, record.inputs, inputs) };
      for (const format of formatsOf(variant, formats)) {
        const files = filesOf(record.artifacts, { slug: source.slug, variant, format });
        if (files.length === 0) return { reason: `${nameOf(variant)} was not rendered as ${format}` };
        const changed = await this.#changed(files);
        if (changed) return { reason: `${changed.path} was changed or removed` };
        artifacts.push(...files);
      }
      warnings.push(...record.warnings);
    }
    return { artifacts, warnings };
  }

  /** @param isBlind `true` if every packet is bound without names, regardless of its file */
  async ofPacket(
    source: SourceFile,
    { asked, isBlind }: { asked: DocumentOptions; isBlind: boolean },
  ): Promise<Status> {
    let reason = 'there is no record of it';
    for (const isNameless of [false, true]) {
      const known = this.#state.records.packets[packetName(source.slug, isNameless)];
      if (!known || known.isAdHoc) continue;
      if (isBlind ? known.blind === undefined : known.blind === 'option') continue;
      // A protected packet is never up to date: a run without a password would otherwise leave it in place.
      if (known.isProtected) reason = 'it is protected';
      else if (await this.#changed([known.artifact])) reason = `${known.artifact.path} was changed or removed`;
      else {
        const now = await this.#fingerprints.ofPacket(source, known, asked);
        if (isSameFingerprint(known.inputs, now)) return { artifacts: [known.artifact], warnings: known.warnings };
        reason = reasonOf(PACKET_INPUTS, known.inputs, now);
      }
    }
    return { reason };
  }

  /** Returns the PDF of a document that is up to date, to be bound again. */
  async pdfOf(key: string, asked: DocumentOptions): Promise<{ bytes: Uint8Array; pages: number } | undefined> {
    const record = this.#state.records.documents[key];
    const pdf = record?.artifacts.find(({ path }) => path.endsWith('.pdf'));
    if (!record || !pdf || (await this.#changed([pdf]))) return undefined;
    if (!isSameFingerprint(record.inputs, await this.#fingerprints.ofDocument(key, asked))) return undefined;
    const bytes = await this.#output.read(pdf.path);
    const pages = this.#manifest.get(pdf.path)?.pages;
    return bytes && pages !== undefined ? { bytes, pages } : undefined;
  }

  /** The first file that differs from its record, or that the manifest does not list. */
  async #changed(files: readonly Stored[]): Promise<Stored | undefined> {
    for (const file of files) {
      if (this.#manifest.get(file.path)?.sha256 !== file.sha256 || !(await isIntact(this.#output, file))) return file;
    }
    return undefined;
  }
}

function nameOf(variant: string | undefined): string {
  return variant === undefined ? 'the résumé' : `"${variant}"`;
}

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
