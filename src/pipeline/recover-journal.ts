import { BuildState } from './build-state.js';
import { readEntries } from './journal.js';
import { isArtifactPath, type ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

/** The part of a killed run that its journal still describes. */
export interface Recovered {
  /** The number of valid bytes of the journal. */
  bytes: number;
  /** The profiles that the run rendered and recorded. */
  profiles: ReadonlySet<string>;
}

/** The output folder before a run. */
export interface EarlierOutput {
  state: BuildState;
  manifest: readonly ManifestArtifact[];
}

/**
 * Recovers the build state and the manifest after runs that were killed before they wrote them. Records written by a
 * different version of the program are ignored, but their files stay in the manifest.
 */
export function recoverJournal(
  journal: Buffer,
  { state, manifest }: EarlierOutput,
  output: Output,
): EarlierOutput & { recovered: Recovered } {
  const { entries, bytes } = readEntries(journal);
  const artifacts = new Map<string, ManifestArtifact>();
  const profiles = new Set<string>();
  const { program } = state.records;
  let known = state;
  let isOurs = false;
  for (const entry of entries) {
    if ('artifact' in entry) artifacts.set(entry.artifact.path, entry.artifact);
    else if ('run' in entry) {
      isOurs = entry.run.program === program;
      if (!isOurs || entry.run.browser === known.records.browser) continue;
      // The records of PDFs printed by another browser do not apply.
      known = BuildState.empty(program, entry.run.browser);
      profiles.clear();
    } else if (isOurs) {
      known.recordProfile(entry.profile);
      profiles.add(entry.profile.slug);
    }
  }
  const listed = new Map(manifest.map((artifact) => [artifact.path, artifact]));
  // An artifact of the journal may since have been removed.
  for (const [path, artifact] of artifacts)
    if (isArtifactPath(path) && output.file(path) !== undefined) listed.set(path, artifact);
  return { state: known, manifest: [...listed.values()], recovered: { bytes, profiles } };
}
