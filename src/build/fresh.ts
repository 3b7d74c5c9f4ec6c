import pMap from 'p-map';
import type { Problem } from '../errors.js';
import type { Format } from '../resume/formats.js';
import { type Cache, isIntact, type Stored, targetKey } from './cache.js';
import type { Discovered, SourceFile } from './discover.js';
import type { Asked, Inputs } from './inputs.js';
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
  /** Called for what does not stand, as it is found. */
  begin(): void;
}

export const NOTHING_FRESH: Fresh = { profiles: new Set(), packets: new Set(), paths: [], warnings: [] };

/** More files open at once would exceed what systems allow. */
const FILES_AT_ONCE = 32;

/** Finds what stands as it would be made: by what it is made from, and by what lies in the output folder. */
export class Freshness {
  readonly #cache: Cache;
  readonly #inputs: Inputs;
  readonly #output: Output;
  readonly #manifest: ReadonlyMap<string, ManifestArtifact>;
  readonly #sources: ReadonlyMap<string, SourceFile>;
  readonly #digests = new Map<string, Promise<string | undefined>>();

  constructor(cache: Cache, inputs: Inputs, output: Output, manifest: readonly ManifestArtifact[], found: Discovered) {
    this.#cache = cache;
    this.#inputs = inputs;
    this.#output = output;
    this.#manifest = new Map(manifest.map((artifact) => [artifact.path, artifact]));
    this.#sources = new Map(found.profiles.map((source) => [source.slug, source]));
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

  async #packet(source: SourceFile, { asked }: FreshQuestion) {
    const known = this.#cache.packets[source.slug];
    if (!known || !(await this.#stands(known.artifact))) return undefined;
    const inputs = await this.ofPacket(source, known, asked);
    return inputs === known.inputs ? { stored: [known.artifact], warnings: known.warnings } : undefined;
  }

  /** Of a packet as it would be bound now. */
  async ofPacket(
    source: SourceFile,
    { members, attachments, asksAll }: { members: readonly string[]; attachments: readonly string[]; asksAll: boolean },
    asked: Asked,
  ): Promise<string> {
    const own = await Promise.all(members.map(async (key) => (await this.#inputsOf(key, asked)) ?? 'none'));
    const others = asksAll
      ? await pMap(this.#sources.values(), async (profile) => `${profile.slug} ${await this.#digestOf(profile)}`, {
          concurrency: FILES_AT_ONCE,
        })
      : [];
    return this.#inputs.ofPacket(source, own, attachments, others);
  }

  /** Of a résumé as it would be made now; undefined where nothing is known of it. */
  async #inputsOf(key: string, asked: Asked): Promise<string | undefined> {
    const [slug] = key.split('|');
    const source = this.#sources.get(slug ?? '');
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

  /** Whether an artifact lies there as it was written, and the manifest says so. */
  async #stands(stored: Stored): Promise<boolean> {
    const listed = this.#manifest.get(stored.path);
    if (listed?.sha256 !== stored.sha256 || listed.stale) return false;
    return isIntact(this.#output, stored);
  }
}
