import { DEFAULT_FORMATS, FORMATS } from '../resume/formats.js';
import type { ManifestArtifact } from './manifest.js';
import type { BuildRequest } from './request.js';
import type { Staleness } from './staleness.js';

/** The verdict on an artifact that a run did not make: it is what its sources give, is to be marked, or to be removed. */
export type Verdict = 'current' | 'stale' | 'outdated';

/** The sources that a run is about; it leaves the artifacts of others alone. */
export interface Scope {
  isWhole: boolean;
  profiles: ReadonlySet<string>;
  packets: ReadonlySet<string>;
}

const ON_DEMAND: ReadonlySet<string> = new Set(FORMATS.filter((format) => !DEFAULT_FORMATS.includes(format)));

/** Whether a run is about everything in the folder of profiles. */
export function isWholeRun({ named, packets }: Pick<BuildRequest, 'named' | 'packets'>): boolean {
  return named.length === 0 && !packets;
}

/**
 * One rule for documents, packets and letters: what no longer is what its sources give is stale, and a format that is
 * made on demand is removed once its profile was made anew, since nobody asked for it again.
 *
 * @param hasMade whether the run has made a profile anew
 * @returns undefined for an artifact that the run is not about
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
  return profile !== undefined && ON_DEMAND.has(kind) && hasMade(profile) ? 'outdated' : 'stale';
}
