import pMap from 'p-map';
import type { Problem } from '../errors.js';
import type { Format } from '../resume/formats.js';
import type { BlindKeys } from './blind-keys.js';
import { type Asked, type Cache, isIntact, type KnownPacket, type Stored, targetKey } from './cache.js';
import type { Discovered, SourceFile } from './discover.js';
import type { Inputs } from './inputs.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import { filesOf } from './resume-path.js';
import { chooseDocuments, type DocumentChoice, formatsOf } from './variants.js';

/** What of a run is made already. */
export interface Fresh {
  /** Profiles all of whose artifacts stand. */
  profiles: ReadonlySet<string>;
  packets: ReadonlySet<string>;
  /** The paths of what stands. */
  paths: string[];
  /** What was said when it was made. */
  warnings: Problem[];
}

export interface FreshQuestion extends DocumentChoice {
  /** The profiles and packets that the run is about. */
  profiles: readonly SourceFile[];
  packets: readonly SourceFile[];
  formats: readonly Format[];
  asked: Asked;
  /** Whether every packet is to be bound without names, whatever its file says. */
  isBlind: boolean;
  /** Called for what does not stand, as it is found. */
  begin(): void;
}

export const NOTHING_FRESH: Fresh = { profiles: new Set(), packets: new Set(), paths: [], warnings: [] };

/** More files open at once would exceed what systems allow. */
const FILES_AT_ONCE = 32;

/** What artifacts are compared by. */
export interface ComparisonParts {
  inputs: Inputs;
  output: Output;
  keys: BlindKeys;
  /** The month to which open jobs count. */
  asOf: string;
}

/** Finds the artifacts that are up to date: by what they are made from, and by what is in the output folder. */
export class Freshness {
  readonly #cache: Cache;
  readonly #inputs: Inputs;
  readonly #output: Output;
  readonly #manifest: ReadonlyMap<string, ManifestArtifact>;
  readonly #sources: ReadonlyMap<string, SourceFile>;
  readonly #packets: ReadonlyMap<string, SourceFile>;
  readonly #keys: BlindKeys;
  readonly #asOf: string;
  /** The keys of the documents that are recorded of each profile; made when it is first asked for. */
  #keysOf: Map<string, string[]> | undefined;
  readonly #digests = new Map<string, Promise<string | undefined>>();
  /** The digests of documents as they would be made now, by what is asked and their keys. */
  readonly #documents = new Map<string, Promise<string | undefined>>();

  constructor(
    cache: Cache,
    { inputs, output, keys, asOf }: ComparisonParts,
    manifest: readonly ManifestArtifact[],
    found: Discovered,
  ) {
    this.#cache = cache;
    this.#inputs = inputs;
    this.#output = output;
    this.#keys = keys;
    this.#asOf = asOf;
    this.#manifest = new Map(manifest.map((artifact) => [artifact.path, artifact]));
    this.#sources = new Map(found.profiles.map((source) => [source.slug, source]));
    this.#packets = new Map(found.packets.map((source) => [source.slug, source]));
  }

  /** Compares anew the profiles that the run has made since: their records have changed. */
  renew(slugs: Iterable<string>): void {
    for (const slug of slugs) this.#digests.delete(slug);
    this.#documents.clear();
    this.#keysOf = undefined;
  }

  async find(question: FreshQuestion): Promise<Fresh> {
    const fresh = {
      profiles: new Set<string>(),
      packets: new Set<string>(),
      paths: [] as string[],
      warnings: [] as Problem[],
    };
    const keep = (set: Set<string>, slug: string, found: { stored: Stored[]; warnings: Problem[] } | undefined) => {
      if (!found) return question.begin();
      set.add(slug);
      fresh.paths.push(...found.stored.map((stored) => stored.path));
      fresh.warnings.push(...found.warnings);
    };
    const concurrency = { concurrency: FILES_AT_ONCE };
    await pMap(
      question.profiles,
      async (source) => keep(fresh.profiles, source.slug, await this.#profile(source, question)),
      concurrency,
    );
    await pMap(
      question.packets,
      async (source) => keep(fresh.packets, source.slug, await this.#packet(source, question)),
      concurrency,
    );
    return { ...fresh, paths: fresh.paths.sort() };
  }

  /** The PDF of a résumé that stands, to be bound again. */
  async pdfOf(key: string, asked: Asked): Promise<{ bytes: Uint8Array; pages: number } | undefined> {
    const target = this.#cache.targets[key];
    const pdf = target?.artifacts.find(({ path }) => path.endsWith('.pdf'));
    if (!target || !pdf || (await this.#inputsOf(key, asked)) !== target.inputs) return undefined;
    if (!(await this.#stands(pdf))) return undefined;
    const bytes = await this.#output.read(pdf.path);
    const pages = this.#manifest.get(pdf.path)?.pages;
    return bytes && pages !== undefined ? { bytes, pages } : undefined;
  }

  async #profile(source: SourceFile, question: FreshQuestion) {
    const { formats, asked } = question;
    const known = this.#cache.profiles[source.slug];
    if (!known || (await this.#digestOf(source)) !== known.digest) return undefined;
    const stored: Stored[] = [];
    const warnings = [...known.warnings];
    for (const variant of chooseDocuments(known.variants, question)) {
      const key = targetKey(source.slug, variant, asked.template);
      const target = this.#cache.targets[key];
      if (!target || (await this.#inputsOf(key, asked)) !== target.inputs) return undefined;
      for (const format of formatsOf(variant, formats)) {
        const files = filesOf(target.artifacts, { slug: source.slug, variant, format });
        const stand = await Promise.all(files.map((file) => this.#stands(file)));
        if (files.length === 0 || stand.includes(false)) return undefined;
        stored.push(...files);
      }
      warnings.push(...target.warnings);
    }
    return { stored, warnings };
  }

  async #packet(source: SourceFile, { asked, isBlind }: FreshQuestion) {
    for (const known of [this.#cache.packets[source.slug], this.#cache.packets[`${source.slug}.blind`]]) {
      // Without a password, the run would leave a packet that opens with one: nothing says that it is the same one.
      if (!known || known.isAdHoc || known.isProtected) continue;
      if (isBlind ? known.blind === undefined : known.blind === 'option') continue;
      if (!(await this.#stands(known.artifact))) continue;
      if ((await this.ofPacket(source, known, asked)) === known.inputs)
        return { stored: [known.artifact], warnings: known.warnings };
    }
    return undefined;
  }

  /** The digest of a packet as it would be bound now. */
  async ofPacket(
    source: SourceFile,
    { packet, blind, members, attachments, asksAll, isDated }: Omit<KnownPacket, 'inputs' | 'artifact'>,
    asked: Asked,
  ): Promise<string> {
    const key = blind && (await this.#keys.read(packet).catch(() => undefined));
    const documents = blind ? (key?.documents ?? []) : members;
    const own = await Promise.all(documents.map(async (one) => (await this.#inputsOf(one, asked)) ?? 'none'));
    const others = asksAll
      ? await pMap(this.#sources.values(), async (profile) => `${profile.slug} ${await this.#digestOf(profile)}`, {
          concurrency: FILES_AT_ONCE,
        })
      : [];
    const secret = blind ? [JSON.stringify([key?.seed, key?.candidates])] : [];
    const month = isDated ? [] : [this.#asOf];
    return this.#inputs.ofPacket(source, own, attachments, [...others, ...secret, ...month]);
  }

  /**
   * Whether an artifact is what its sources would give now, with the options that it was made with: by the record of the
   * document or packet that it belongs to.
   */
  async isCurrent(artifact: ManifestArtifact): Promise<boolean> {
    const { path, sha256, profile = '' } = artifact;
    const isOf = (stored: Stored) => stored.path === path && stored.sha256 === sha256;
    if (artifact.packet !== undefined) {
      const known = Object.values(this.#cache.packets).find((one) => isOf(one.artifact));
      const source = known && this.#packets.get(known.packet);
      if (!known || (!source && !known.isAdHoc)) return false;
      return (await this.ofPacket(source ?? adHocSource(known.packet), known, known.asked)) === known.inputs;
    }
    this.#keysOf ??= byProfile(Object.keys(this.#cache.targets));
    for (const key of this.#keysOf.get(profile) ?? []) {
      const target = this.#cache.targets[key];
      if (target?.artifacts.some(isOf) && (await this.#inputsOf(key, target.asked)) === target.inputs) return true;
    }
    return false;
  }

  /** The profiles that a packet of an earlier run binds; undefined where nothing is recorded of it. */
  async membersOf(path: string): Promise<string[] | undefined> {
    const known = Object.values(this.#cache.packets).find(({ artifact }) => artifact.path === path);
    const documents = known?.blind
      ? (await this.#keys.read(known.packet).catch(() => undefined))?.documents
      : known?.members;
    return documents?.map(slugOf);
  }

  /** Whether a packet's file asks since for one without names, and that was bound. */
  async isSuperseded({ path, packet }: ManifestArtifact): Promise<boolean> {
    const blind = this.#cache.packets[`${packet}.blind`];
    if (path !== `packets/${packet}.pdf` || blind?.blind !== 'file') return false;
    const source = this.#packets.get(packet ?? '');
    return source !== undefined && (await this.ofPacket(source, blind, blind.asked)) === blind.inputs;
  }

  /** The digest of a document as it would be made now; undefined where nothing is recorded of it. */
  #inputsOf(key: string, asked: Asked): Promise<string | undefined> {
    const name = JSON.stringify([key, asked.template, asked.pages, asked.embedSource]);
    const known = this.#documents.get(name) ?? this.#findInputs(key, asked);
    this.#documents.set(name, known);
    return known;
  }

  async #findInputs(key: string, asked: Asked): Promise<string | undefined> {
    const source = this.#sources.get(slugOf(key));
    const target = this.#cache.targets[key];
    const digest = source && (await this.#digestOf(source));
    if (digest === undefined || !target) return undefined;
    return this.#inputs.ofTarget(digest, key, target.template, asked);
  }

  #digestOf(source: SourceFile): Promise<string | undefined> {
    const known = this.#digests.get(source.slug);
    if (known) return known;
    const digest = this.#inputs.ofProfile(source, this.#cache.profiles[source.slug]?.pictures ?? []);
    this.#digests.set(source.slug, digest);
    return digest;
  }

  /** Whether an artifact is in the folder as it was written, and the manifest says so. */
  async #stands(stored: Stored): Promise<boolean> {
    if (this.#manifest.get(stored.path)?.sha256 !== stored.sha256) return false;
    return isIntact(this.#output, stored);
  }
}

function byProfile(keys: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const group = groups.get(slugOf(key));
    if (group) group.push(key);
    else groups.set(slugOf(key), [key]);
  }
  return groups;
}

/** The profile of a document, by its key. */
function slugOf(key: string): string {
  return key.split('|')[0] ?? '';
}

/** The place of a packet that has no file: nothing is read there. */
function adHocSource(slug: string): SourceFile {
  return { slug, path: slug };
}
