import type { Format } from '../document/formats.js';
import type { DocumentOptions } from '../document/options.js';
import type { Problem } from '../errors.js';
import type { BuildState } from './build-state.js';
import { DOCUMENT_INPUTS, isSameFingerprint, PACKET_INPUTS, PROFILE_INPUTS, reasonOf } from './fingerprint.js';
import type { Fingerprints } from './fingerprints.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import type { SourceFile } from './profile-files.js';
import { packetName } from './protection.js';
import { documentKey } from './records.js';
import { filesOf } from './resume-path.js';
import { isIntact, type Stored } from './stored.js';
import { chooseDocuments, type DocumentChoice, formatsOf } from './variants.js';

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
