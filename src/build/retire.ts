import type { BuildReport } from './build.js';
import type { Discovered, SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

/** What the whole folder holds. */
export interface Known {
  /** Names of profiles and packets; a file with an unusable name still counts. */
  profiles: ReadonlySet<string>;
  packets: ReadonlySet<string>;
  /** The variants of the profiles that could be read. */
  variantsOf: ReadonlyMap<string, readonly string[]>;
}

export function toKnown(found: Discovered, variantsOf: Known['variantsOf']): Known {
  const names = (sources: readonly SourceFile[]) =>
    new Set([...sources, ...found.refused].map((source) => source.slug));
  return { profiles: names(found.profiles), packets: names(found.packets), variantsOf };
}

/**
 * The manifest after a run: new entries over earlier ones; those of sources that are gone go with their files, and so do
 * those that a run has left behind.
 */
export async function retire(
  earlier: readonly ManifestArtifact[],
  report: Pick<BuildReport, 'written' | 'removed' | 'failures'>,
  known: Known | undefined,
  output: Output,
  isOutdated: (artifact: ManifestArtifact) => boolean,
): Promise<ManifestArtifact[]> {
  const kept = new Map(report.written.map((artifact) => [artifact.path, artifact]));
  const unbuilt = new Set(report.failures.map((failure) => failure.packet));
  for (const artifact of earlier) {
    if (kept.has(artifact.path)) continue;
    if ((known && isGone(artifact, known)) || isOutdated(artifact)) {
      await output.remove(artifact.path);
      report.removed.push(artifact.path);
    } else {
      kept.set(
        artifact.path,
        artifact.packet !== undefined && unbuilt.has(artifact.packet) ? { ...artifact, stale: true } : artifact,
      );
    }
  }
  return [...kept.values()];
}

/** Whether there is nothing any more that an artifact could come from. */
export function isGone(artifact: ManifestArtifact, { profiles, packets, variantsOf }: Known): boolean {
  // What the page consists of is known where the page is made.
  if (artifact.adHoc || artifact.kind === 'page' || artifact.kind === 'asset') return false;
  if (artifact.packet !== undefined) return !packets.has(artifact.packet);
  const slug = artifact.profile ?? '';
  if (!profiles.has(slug)) return true;
  const variants = variantsOf.get(slug);
  return artifact.variant !== undefined && variants !== undefined && !variants.includes(artifact.variant);
}
