import { basename, dirname } from 'node:path';
import pMap from 'p-map';
import type { DocumentOptions } from '../document/options.js';
import { remember } from '../memo.js';
import { type Brand, brandOfDocuments, brandOfPackets } from '../profile/brand.js';
import { LIMITS, readContained } from '../profile/limits.js';
import type { BlindKeys } from './blind-keys.js';
import type { BuildState } from './build-state.js';
import type { Discovered, SourceFile } from './discover.js';
import {
  DOCUMENT_INPUTS,
  type DocumentInputs,
  fingerprintOf,
  PACKET_INPUTS,
  PROFILE_INPUTS,
  readProfileFiles,
} from './fingerprint-inputs.js';
import { digestOf, type InputFiles } from './inputs.js';
import { type Fingerprint, type PacketRecord, profileOf } from './records.js';

/** Limits the number of open files to what systems allow. */
export const FILES_AT_ONCE = 32;

interface FingerprintSources {
  files: InputFiles;
  /** The folder with overlays; undefined if private details are not merged. */
  overlays: string | undefined;
  keys: BlindKeys;
  /** The month up to which current jobs are counted. */
  asOf: string;
  /** The house style. */
  brand?: Brand | undefined;
}

/** Computes the fingerprints of profiles, documents and packets from their current inputs. Each is computed once. */
export class Fingerprints {
  readonly #state: BuildState;
  readonly #sources: FingerprintSources;
  readonly #profiles: ReadonlyMap<string, SourceFile>;
  /** The digests of the parts of the house style that documents and packets show; empty without one. */
  readonly #brand: { documents: string; packets: string };
  readonly #ofProfiles = new Map<string, Promise<Fingerprint | undefined>>();
  /** Fingerprints of documents, by their keys and the options of the run. */
  readonly #ofDocuments = new Map<string, Promise<Fingerprint | undefined>>();

  constructor(state: BuildState, sources: FingerprintSources, { profiles }: Pick<Discovered, 'profiles'>) {
    this.#state = state;
    this.#sources = sources;
    this.#profiles = new Map(profiles.map((source) => [source.slug, source]));
    const { brand } = sources;
    this.#brand = {
      documents: brand ? digestOf(JSON.stringify(brandOfDocuments(brand))) : '',
      packets: brand ? digestOf(JSON.stringify(brandOfPackets(brand))) : '',
    };
  }

  /** Removes the fingerprints of profiles that the run has rendered since, because their records have changed. */
  renew(slugs: Iterable<string>): void {
    for (const slug of slugs) this.#ofProfiles.delete(slug);
    this.#ofDocuments.clear();
  }

  /** The fingerprint of a profile with the pictures of its record; undefined if the profile cannot be read. */
  ofProfile(source: SourceFile): Promise<Fingerprint | undefined> {
    const pictures = this.#state.records.profiles[source.slug]?.pictures ?? [];
    return remember(this.#ofProfiles, source.slug, () => this.readProfile(source, pictures));
  }

  /** Computes the fingerprint of a profile from its current files. */
  async readProfile(source: SourceFile, pictures: readonly string[]): Promise<Fingerprint | undefined> {
    const { files, overlays } = this.#sources;
    const read = await readProfileFiles(source, overlays, pictures);
    return read && fingerprintOf(read, PROFILE_INPUTS, files);
  }

  /** The fingerprint of a document; undefined if the document has no record. */
  ofDocument(key: string, asked: DocumentOptions): Promise<Fingerprint | undefined> {
    const name = JSON.stringify([key, asked]);
    return remember(this.#ofDocuments, name, async () => {
      const source = this.#profiles.get(profileOf(key));
      const record = this.#state.records.documents[key];
      const profile = source && (await this.ofProfile(source));
      return profile && record && this.document(profile, key, record, asked);
    });
  }

  document(profile: Fingerprint, key: string, used: DocumentInputs, asked: DocumentOptions): Promise<Fingerprint> {
    const { template, fonts = [], printsMonth } = used;
    const asOf = printsMonth ? this.#sources.asOf : undefined;
    const target = { profile, key, template, fonts, asOf, asked, brand: this.#brand.documents };
    return fingerprintOf(target, DOCUMENT_INPUTS, this.#sources.files);
  }

  async ofPacket(
    source: SourceFile,
    { packet, blind, members, attachments, asksAll, isDated }: Omit<PacketRecord, 'inputs' | 'artifact'>,
    asked: DocumentOptions,
  ): Promise<Fingerprint> {
    const { files, keys, asOf } = this.#sources;
    const key = blind && (await keys.read(packet).catch(() => undefined));
    const documents = blind ? (key?.documents ?? []) : members;
    const concurrency = { concurrency: FILES_AT_ONCE };
    const list = async (one: SourceFile) => `${one.slug} ${JSON.stringify(await this.ofProfile(one))}`;
    const target = {
      source,
      file: await readContained(dirname(source.path), basename(source.path), LIMITS.bytes),
      documents: await Promise.all(documents.map((one) => this.ofDocument(one, asked))),
      attachments: blind ? (key?.attachments ?? []) : attachments,
      profiles: asksAll ? await pMap(this.#profiles.values(), list, concurrency) : [],
      key: blind ? [JSON.stringify([key?.seed, key?.candidates, key?.allow, key?.words])] : [],
      asOf: isDated ? undefined : asOf,
      brand: this.#brand.packets,
    };
    return fingerprintOf(target, PACKET_INPUTS, files, blind ? `${packet} ${key?.seed ?? ''}` : undefined);
  }
}
