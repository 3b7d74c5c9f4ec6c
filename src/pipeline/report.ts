import type { Problem } from '../errors.js';
import type { ManifestArtifact } from './manifest.js';

/** A source that could not be made into its artifacts. */
export interface Failure {
  /** The source file. */
  source: string;
  /** The packet affected, if any. */
  packet?: string;
  error: unknown;
}

/** The outcome of a run. Paths are below the output folder. */
export interface BuildReport {
  written: ManifestArtifact[];
  /** Artifacts that were up to date. */
  unchanged: string[];
  /** Artifacts whose profile or packet no longer exists. */
  removed: string[];
  /** Artifacts that this run did not make and that no longer match their sources. */
  stale: string[];
  warnings: Problem[];
  failures: Failure[];
}

/** Receives the progress of a run. */
export interface Progress {
  /** @param total profiles and packets to be made */
  begin(total: number): void;
  /** Called when a profile or packet is done, whether or not it failed. */
  advance(name: string): void;
  wrote(artifact: ManifestArtifact): void;
  failed(source: string): void;
  end(): void;
}
