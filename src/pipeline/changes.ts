import type { ManifestArtifact } from './manifest.js';

/** What became of a file from one run to the next. */
export type Change = 'added' | 'changed' | 'removed' | 'unchanged';

export interface ChangedArtifact {
  change: Change;
  /** As it is now; one that is removed, as it was. */
  artifact: ManifestArtifact;
}

/** Two manifests -> what became of every file, in the order of paths. */
export function compareManifests(
  before: readonly ManifestArtifact[],
  now: readonly ManifestArtifact[],
): ChangedArtifact[] {
  const old = new Map(before.map((artifact) => [artifact.path, artifact]));
  const kept = new Set(now.map(({ path }) => path));
  const changeOf = ({ path, sha256 }: ManifestArtifact): Change => {
    const earlier = old.get(path);
    if (!earlier) return 'added';
    return earlier.sha256 === sha256 ? 'unchanged' : 'changed';
  };
  return [
    ...now.map((artifact) => ({ change: changeOf(artifact), artifact })),
    ...before.filter(({ path }) => !kept.has(path)).map((artifact) => ({ change: 'removed' as const, artifact })),
  ].sort((a, b) => (a.artifact.path < b.artifact.path ? -1 : 1));
}
