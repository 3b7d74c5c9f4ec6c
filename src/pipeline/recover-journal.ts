import { type Cache, emptyCache, remember } from './cache.js';
import { readEntries } from './journal.js';
import { isArtifactPath, type ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

/** What a run that was killed has left. */
export interface Left {
  /** How much of its journal counts. */
  bytes: number;
  /** The profiles that it made and that are known of it. */
  profiles: ReadonlySet<string>;
}

/** What lay in the output folder before a run. */
export interface Earlier {
  cache: Cache;
  manifest: readonly ManifestArtifact[];
}

/**
 * Recovers the cache and the manifest after runs that were killed before they wrote them. Entries written by a
 * different version of the program are ignored in the cache, but their files stay in the manifest.
 */
export function takeUp(journal: Buffer, { cache, manifest }: Earlier, output: Output): Earlier & { left: Left } {
  const { entries, bytes } = readEntries(journal);
  const artifacts = new Map<string, ManifestArtifact>();
  const profiles = new Set<string>();
  let known = cache;
  let isOurs = false;
  for (const entry of entries) {
    if ('artifact' in entry) artifacts.set(entry.artifact.path, entry.artifact);
    else if ('run' in entry) {
      isOurs = entry.run.program === cache.program;
      if (!isOurs || entry.run.browser === known.browser) continue;
      // What is known of another browser's PDFs says nothing of this one's.
      known = emptyCache(cache.program, entry.run.browser);
      profiles.clear();
    } else if (isOurs) {
      remember(known, entry.known);
      profiles.add(entry.known.slug);
    }
  }
  const listed = new Map(manifest.map((artifact) => [artifact.path, artifact]));
  // What was written may have been removed since.
  for (const [path, artifact] of artifacts)
    if (isArtifactPath(path) && output.file(path) !== undefined) listed.set(path, artifact);
  return { cache: known, manifest: [...listed.values()], left: { bytes, profiles } };
}
