import pMap from 'p-map';
import type { DocumentOptions } from '../document/options.js';
import type { Problem } from '../errors.js';
import type { SourceFile } from './discover.js';
import { isSameFingerprint } from './fingerprint-inputs.js';
import { FILES_AT_ONCE } from './fingerprints.js';
import { digestOf } from './inputs.js';
import { Journal } from './journal.js';
import { MANIFEST_PATH, type ManifestArtifact, writeManifest } from './manifest.js';
import type { Output } from './output.js';
import type { Plan } from './plan.js';
import { markPrivate } from './privacy.js';
import type { MadeProfile, Write } from './profiles.js';
import { isProtected, keepsProtected, packetName } from './protection.js';
import { prune, toKnown } from './prune.js';
import { type Fingerprint, type PageRecord, type ProfileRecords, type Stored, toStored } from './records.js';
import type { BuildReport, Failure, Progress } from './report.js';
import type { BuildRequest } from './request.js';
import { Staleness } from './up-to-date.js';
import { describeFolder, isFull } from './write-manifest.js';
import type { MadePacket } from './write-packet.js';

interface CommitOptions {
  request: BuildRequest;
  plan: Plan;
  output: Output;
  asked: DocumentOptions;
  /** Returns the identity of the browser that prints the PDFs. */
  browser(): Promise<string>;
  /** `true` if artifacts are journaled; a single profile can be rebuilt as fast as it can be recovered. */
  isJournaled: boolean;
  progress: Progress;
  signal: AbortSignal | undefined;
}

/** The files of the download page, including those that did not have to be written. */
export interface PageFiles {
  /** The manifest before the page was made. */
  manifest: readonly ManifestArtifact[];
  made: ReadonlyMap<string, ManifestArtifact>;
  written: ReadonlySet<string>;
  /** Returns the record of a file that was up to date. */
  storedOf(path: string): Stored | undefined;
}

/** `true` for a file of the download page. */
export function isOfPage({ kind }: Pick<ManifestArtifact, 'kind'>): boolean {
  return kind === 'page' || kind === 'asset';
}

/**
 * Records the results of a run as they arrive. It is the only writer of the output folder. Artifacts are written and
 * journaled immediately, so that memory use stays flat and a killed run can be resumed; manifest, build state and
 * removals follow at the end.
 */
export class Commit implements AsyncDisposable {
  readonly report: BuildReport;
  readonly #options: CommitOptions;
  readonly #journal: Journal;
  readonly #isPrivate: boolean;
  readonly #packets: MadePacket[] = [];
  /** Profiles rendered by this run or by the killed run that it resumes. */
  readonly #made: Set<string>;
  /** The documents of the readable profiles. */
  readonly #documentsOf: Map<string, readonly string[]>;

  constructor(options: CommitOptions) {
    const { plan, request, output } = options;
    const { records } = plan.state;
    this.#options = options;
    this.#isPrivate = request.overlays !== undefined;
    this.#made = new Set(plan.recovered?.profiles);
    this.#documentsOf = new Map(
      plan.profiles
        .filter((source) => plan.upToDate.has(source))
        .map(({ slug }) => [slug, records.profiles[slug]?.variants ?? []]),
    );
    this.report = {
      written: [],
      unchanged: [...plan.unchanged],
      removed: [],
      stale: [],
      warnings: [...plan.warnings],
      failures: plan.found.errors.map((error) => ({ source: error.where?.file ?? '', error })),
    };
    const run = async () => ({ program: records.program, browser: await options.browser() });
    this.#journal = new Journal(output, plan.recovered?.bytes, run);
  }

  /**
   * Prepares the folder. Without this, the files of a run that is killed before it writes a manifest would be
   * unidentified.
   */
  async begin(): Promise<void> {
    const { output } = this.#options;
    this.#options.plan.state.invalidatePage();
    if (this.#isPrivate) await markPrivate(output);
    else if (output.file(MANIFEST_PATH) === undefined) await writeManifest(output, []);
  }

  /** Writes an artifact, and returns its manifest entry. */
  readonly write: Write = async (artifact, bytes) => {
    const { output, progress, signal } = this.#options;
    signal?.throwIfAborted();
    const written = { ...artifact, ...(await output.write(artifact.path, bytes)), private: this.#isPrivate };
    this.report.written.push(written);
    if (this.#options.isJournaled) this.#journal.add({ artifact: written });
    progress.wrote(written);
    return written;
  };

  warn(problems: readonly Problem[]): void {
    this.report.warnings.push(...problems);
  }

  /** @throws the error of the failure if the run was stopped */
  fail(failure: Failure): void {
    if (this.#options.signal?.aborted) throw failure.error;
    this.report.failures.push(failure);
    this.#options.progress.failed(failure.source);
  }

  /**
   * Records a profile whose documents are written, unless it has changed since it was read.
   *
   * @param before its fingerprint before it was read, without pictures
   */
  async profile(source: SourceFile, before: Fingerprint | undefined, made: MadeProfile): Promise<void> {
    const { plan, output, asked } = this.#options;
    const { fingerprints } = plan;
    this.#documentsOf.set(source.slug, made.variants);
    if (!isSameFingerprint(before, await fingerprints.readProfile(source, []))) return;
    const inputs = await fingerprints.readProfile(source, made.pictures);
    if (!inputs) return;
    const documents: ProfileRecords['documents'] = {};
    for (const { key, warnings, artifacts: written, ...used } of made.documents) {
      const own = await fingerprints.document(inputs, key, used, asked);
      const stored = await Promise.all(written.map((artifact) => toStored(output, artifact)));
      const kept = documents[key] ?? plan.state.records.documents[key];
      const others = isSameFingerprint(kept?.inputs, own) ? (kept?.artifacts ?? []) : [];
      const artifacts = [...stored, ...others.filter((other) => !stored.some(({ path }) => path === other.path))];
      documents[key] = { inputs: own, asked, ...used, warnings, artifacts };
    }
    const { variants, pictures, warnings } = made;
    const record = { slug: source.slug, profile: { inputs, variants, pictures, warnings }, documents };
    plan.state.recordProfile(record);
    this.#made.add(source.slug);
    if (this.#options.isJournaled) this.#journal.add({ profile: record });
  }

  /** Records a packet. Its fingerprint is computed at the end, when its documents are recorded. */
  packet(made: MadePacket): void {
    this.#packets.push(made);
  }

  /** The documents (variants and letters) of each readable profile. */
  get documentsOf(): ReadonlyMap<string, readonly string[]> {
    return this.#documentsOf;
  }

  /**
   * Finishes the folder, even after a run that was stopped: prunes artifacts, and writes the manifest and the build
   * state.
   */
  async settle(): Promise<void> {
    const { request, plan, output, signal } = this.#options;
    const { state, found, fingerprints, scope, manifest } = plan;
    await output.tidy();
    state.setBrowser(await this.#options.browser());
    state.retain(found);
    fingerprints.renew(this.#made);
    for (const { source, record, artifact } of this.#packets)
      state.recordPacket(packetName(record.packet, record.blind !== undefined), {
        inputs: await fingerprints.ofPacket(source, record, record.asked),
        ...record,
        artifact: await toStored(output, artifact),
      });
    const staleness = new Staleness(state, fingerprints, request.blind.keys, found);
    const known = scope.isWhole && !signal?.aborted ? toKnown(found, this.#documentsOf) : undefined;
    const isKept = async (artifact: ManifestArtifact) =>
      keepsProtected(request) && (await isProtected(artifact, output));
    const pruned = await prune(manifest, this.report, known, { output, isKept }, (artifact) =>
      staleness.judge(artifact, scope, (slug) => this.#made.has(slug)),
    );
    await describeFolder(output, pruned, this.report);
    await this.#save();
  }

  /**
   * Records the download page, which is made after everything else has been committed. If the disk is full, the files
   * written last are removed to make space for the manifest.
   *
   * @param record undefined if the page is incomplete; its earlier files are then kept
   * @returns the paths of files that the page no longer has
   * @throws DossierError OUTPUT_WRITE
   */
  async page(files: PageFiles, record: Omit<PageRecord, 'artifacts'> | undefined): Promise<string[]> {
    const { plan, output } = this.#options;
    await output.tidy();
    const old = files.manifest.filter((artifact) => isOfPage(artifact) && !files.made.has(artifact.path));
    const removed = record ? old.map(({ path }) => path) : [];
    for (const path of removed) await output.remove(path);
    const others = files.manifest.filter((artifact) => !isOfPage(artifact));
    const written = [...files.written].flatMap((path) => files.made.get(path) ?? []);
    const report = { written, failures: [] as Failure[] };
    await describeFolder(output, [...others, ...files.made.values(), ...(record ? [] : old)], report);
    const [lacking] = report.failures;
    if (record && lacking) throw lacking.error;
    if (record) {
      const made = [...files.made.values()];
      const store = (artifact: ManifestArtifact) => files.storedOf(artifact.path) ?? toStored(output, artifact);
      const artifacts = await pMap(made, store, { concurrency: FILES_AT_ONCE });
      const manifest = digestOf((await output.read(MANIFEST_PATH)) ?? '');
      plan.state.recordPage({ ...record, inputs: { ...record.inputs, manifest }, artifacts });
    }
    await this.#save();
    return removed;
  }

  /**
   * Saves the build state. On a full disk, the error is ignored: the next run then rebuilds everything, but the results
   * of this run are still reported.
   */
  async #save(): Promise<void> {
    try {
      await this.#options.plan.state.save(this.#options.output);
      await this.#journal.remove();
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal[Symbol.asyncDispose]();
  }
}
