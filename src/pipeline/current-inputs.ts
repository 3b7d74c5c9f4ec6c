import pMap from 'p-map';
import { remember } from '../memo.js';
import type { BlindKeys } from './blind-keys.js';
import { type Asked, type Cache, type KnownPacket, profileOf } from './cache.js';
import type { Discovered, SourceFile } from './discover.js';
import type { Inputs } from './inputs.js';

/** Limits the number of open files to what systems allow. */
export const FILES_AT_ONCE = 32;

/** The services that read the inputs of artifacts. */
export interface InputParts {
  inputs: Inputs;
  keys: BlindKeys;
  /** The month to which open jobs are counted. */
  asOf: string;
}

/** Computes the digests of the current inputs of documents and packets, each of them once. */
export class CurrentInputs {
  readonly #cache: Cache;
  readonly #parts: InputParts;
  readonly #profiles: ReadonlyMap<string, SourceFile>;
  readonly #digests = new Map<string, Promise<string | undefined>>();
  /** The digests of documents, by their keys and the options of the run. */
  readonly #documents = new Map<string, Promise<string | undefined>>();

  constructor(cache: Cache, parts: InputParts, { profiles }: Pick<Discovered, 'profiles'>) {
    this.#cache = cache;
    this.#parts = parts;
    this.#profiles = new Map(profiles.map((source) => [source.slug, source]));
  }

  /** Forgets the digests of profiles that the run has rendered since, because their records have changed. */
  renew(slugs: Iterable<string>): void {
    for (const slug of slugs) this.#digests.delete(slug);
    this.#documents.clear();
  }

  /** The digest of a profile, its overlay and its pictures; undefined if it cannot be read. */
  ofProfile(source: SourceFile): Promise<string | undefined> {
    const pictures = this.#cache.profiles[source.slug]?.pictures ?? [];
    return remember(this.#digests, source.slug, () => this.#parts.inputs.ofProfile(source, pictures));
  }

  /** The digest of a document's inputs; undefined if the document has no record. */
  ofDocument(key: string, asked: Asked): Promise<string | undefined> {
    const name = JSON.stringify([key, asked.template, asked.pages, asked.embedSource]);
    return remember(this.#documents, name, () => this.#findDocument(key, asked));
  }

  async #findDocument(key: string, asked: Asked): Promise<string | undefined> {
    const source = this.#profiles.get(profileOf(key));
    const target = this.#cache.targets[key];
    const digest = source && (await this.ofProfile(source));
    if (digest === undefined || !target) return undefined;
    return this.#parts.inputs.ofTarget(digest, key, target.template, asked);
  }

  /** The digest of a packet's inputs. */
  async ofPacket(
    source: SourceFile,
    { packet, blind, members, attachments, asksAll, isDated }: Omit<KnownPacket, 'inputs' | 'artifact'>,
    asked: Asked,
  ): Promise<string> {
    const { inputs, keys, asOf } = this.#parts;
    const key = blind && (await keys.read(packet).catch(() => undefined));
    const documents = blind ? (key?.documents ?? []) : members;
    const own = await Promise.all(documents.map(async (one) => (await this.ofDocument(one, asked)) ?? 'none'));
    const others = asksAll
      ? await pMap(this.#profiles.values(), async (profile) => `${profile.slug} ${await this.ofProfile(profile)}`, {
          concurrency: FILES_AT_ONCE,
        })
      : [];
    const secret = blind ? [JSON.stringify([key?.seed, key?.candidates, key?.allow, key?.words])] : [];
    const month = isDated ? [] : [asOf];
    const files = blind ? (key?.attachments ?? []) : attachments;
    return inputs.ofPacket(source, own, files, [...others, ...secret, ...month]);
  }
}
