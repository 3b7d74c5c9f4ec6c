import { formatOfKind } from '../document/formats.js';
import type { ManifestArtifact } from './manifest.js';
import type { Staleness } from './staleness.js';

/** The verdict on an artifact that a run did not make: up to date, to be marked as stale, or to be removed. */
export type Verdict = 'current' | 'stale' | 'outdated';

/** The sources in the scope of a run; artifacts of other sources are not touched. */
export interface Scope {
  /** `true` if the run covers everything in the folder of profiles. */
  isWhole: boolean;
  profiles: ReadonlySet<string>;
  packets: ReadonlySet<string>;
}

/**
 * Applies one rule to documents, packets and letters: an artifact that no longer matches its sources is stale. In a
 * format made on demand, it is removed once its profile has been rendered again, since nobody asked for that format
 * again.
 *
 * @param hasMade `true` for a profile that the run has rendered
 * @returns undefined for an artifact outside the scope of the run
 */
export async function judge(
  artifact: ManifestArtifact,
  staleness: Staleness,
  scope: Scope,
  hasMade: (slug: string) => boolean,
): Promise<Verdict | undefined> {
  const { packet, profile, path, kind } = artifact;
  if (packet !== undefined) {
    const isAsked = scope.isWhole || scope.packets.has(packet);
    if (!isAsked && !(await staleness.mayBind(path, scope.profiles))) return undefined;
    if (isAsked && (await staleness.isSuperseded(artifact))) return 'outdated';
  } else if (profile === undefined || !((scope.isWhole && !artifact.adHoc) || scope.profiles.has(profile))) {
    return undefined;
  }
  if (await staleness.isCurrent(artifact)) return 'current';
  return profile !== undefined && formatOfKind(kind)?.isDefault === false && hasMade(profile) ? 'outdated' : 'stale';
}
