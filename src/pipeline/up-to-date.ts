import pMap from 'p-map';
import type { Format } from '../document/formats.js';
import type { Problem } from '../errors.js';
import { type Asked, type Cache, isIntact, type Stored, targetKey } from './cache.js';
import { type CurrentInputs, FILES_AT_ONCE } from './current-inputs.js';
import type { SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import { packetName } from './protection.js';
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
  /** `true` if every packet is bound without names, regardless of its file. */
  isBlind: boolean;
  /** Called for what does not stand, as it is found. */
  begin(): void;
}

export const NOTHING_FRESH: Fresh = { profiles: new Set(), packets: new Set(), paths: [], warnings: [] };

/** Finds the artifacts that are up to date, by their inputs and by the content of the output folder. */
export class Freshness {
  readonly #cache: Cache;
  readonly #current: CurrentInputs;
  readonly #output: Output;
  readonly #manifest: ReadonlyMap<string, ManifestArtifact>;

  constructor(cache: Cache, current: CurrentInputs, output: Output, manifest: readonly ManifestArtifact[]) {
    this.#cache = cache;
    this.#current = current;
    this.#output = output;
    this.#manifest = new Map(manifest.map((artifact) => [artifact.path, artifact]));
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
    if (!target || !pdf || (await this.#current.ofDocument(key, asked)) !== target.inputs) return undefined;
    if (!(await this.#stands(pdf))) return undefined;
    const bytes = await this.#output.read(pdf.path);
    const pages = this.#manifest.get(pdf.path)?.pages;
    return bytes && pages !== undefined ? { bytes, pages } : undefined;
  }

  async #profile(source: SourceFile, question: FreshQuestion) {
    const { formats, asked } = question;
    const known = this.#cache.profiles[source.slug];
    if (!known || (await this.#current.ofProfile(source)) !== known.digest) return undefined;
    const stored: Stored[] = [];
    const warnings = [...known.warnings];
    for (const variant of chooseDocuments(known.variants, question)) {
      const key = targetKey(source.slug, variant, asked.template);
      const target = this.#cache.targets[key];
      if (!target || (await this.#current.ofDocument(key, asked)) !== target.inputs) return undefined;
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
    for (const isNameless of [false, true]) {
      const known = this.#cache.packets[packetName(source.slug, isNameless)];
      // A protected packet is never up to date: a run without a password would otherwise leave it in place.
      if (!known || known.isAdHoc || known.isProtected) continue;
      if (isBlind ? known.blind === undefined : known.blind === 'option') continue;
      if (!(await this.#stands(known.artifact))) continue;
      if ((await this.#current.ofPacket(source, known, asked)) === known.inputs)
        return { stored: [known.artifact], warnings: known.warnings };
    }
    return undefined;
  }

  /** `true` if an artifact in the folder is unchanged since it was written, and the manifest lists it. */
  async #stands(stored: Stored): Promise<boolean> {
    if (this.#manifest.get(stored.path)?.sha256 !== stored.sha256) return false;
    return isIntact(this.#output, stored);
  }
}
