import { type Discovered, lackingOverlays, type SourceFile, strayOverlays } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import type { Plan } from './plan.js';
import { keepsProtected } from './protection.js';
import type { BuildReport } from './report.js';
import type { BuildRequest } from './request.js';
import { strangeDocuments } from './selection.js';
import { Staleness, type Verdict } from './up-to-date.js';

/** The sources of the whole folder. */
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

/** The decisions and effects that removing artifacts needs. */
interface Pruning {
  output: Pick<Output, 'remove'>;
  /** `true` for an artifact that is marked as stale instead of removed. */
  isKept(artifact: ManifestArtifact): Promise<boolean>;
}

/**
 * The manifest after a run: new entries replace earlier ones. Entries of deleted sources are removed with their files;
 * entries that no longer match their sources are marked as stale, or removed if their format is made on demand.
 *
 * @param judge called for each artifact that the run did not make and whose source still exists; returns undefined for
 *   an artifact outside the scope of the run
 */
export async function prune(
  earlier: readonly ManifestArtifact[],
  report: Pick<BuildReport, 'written' | 'removed' | 'stale'>,
  known: Known | undefined,
  { output, isKept }: Pruning,
  judge: (artifact: ManifestArtifact) => Promise<Verdict | undefined>,
): Promise<ManifestArtifact[]> {
  const kept = new Map(report.written.map((artifact) => [artifact.path, artifact]));
  for (const artifact of earlier) {
    const { path, stale, ...unmarked } = artifact;
    if (kept.has(path)) continue;
    const verdict = known && isGone(artifact, known) ? 'outdated' : await judge(artifact);
    if (verdict === 'outdated' && (await isKept(artifact))) {
      kept.set(path, { ...artifact, stale: true });
      report.stale.push(path);
    } else if (verdict === 'outdated') {
      await output.remove(path);
      report.removed.push(path);
    } else if (verdict === 'stale' || (verdict === undefined && stale)) {
      kept.set(path, { ...artifact, stale: true });
      report.stale.push(path);
    } else kept.set(path, { path, ...unmarked });
  }
  return [...kept.values()];
}

/** `true` if no source of an artifact exists any more. */
export function isGone(artifact: ManifestArtifact, { profiles, packets, variantsOf }: Known): boolean {
  // The files of the page are checked where the page is made.
  if (artifact.adHoc || artifact.kind === 'page' || artifact.kind === 'asset') return false;
  if (artifact.packet !== undefined) return !packets.has(artifact.packet);
  const slug = artifact.profile ?? '';
  if (!profiles.has(slug)) return true;
  const variants = variantsOf.get(slug);
  return artifact.variant !== undefined && variants !== undefined && !variants.includes(artifact.variant);
}

/**
 * Returns the report of a run that has nothing to make, remove, mark or record; undefined for any other run. It loads
 * no rendering code, because loading that takes longer than comparing a thousand profiles.
 */
export async function idleReport(plan: Plan, request: BuildRequest): Promise<BuildReport | undefined> {
  const { isDone, found, profiles, state, fingerprints, unchanged, manifest, recovered, scope } = plan;
  if (!isDone || recovered) return undefined;
  const staleness = new Staleness(state, fingerprints, request.blind.keys, found);
  const documentsOf = new Map(Object.entries(state.records.profiles).map(([slug, { variants }]) => [slug, variants]));
  const known = toKnown(found, documentsOf);
  const stale: string[] = [];
  for (const artifact of manifest) {
    const isGoneNow = scope.isWhole && isGone(artifact, known);
    if (isGoneNow && !(artifact.protected && keepsProtected(request))) return undefined;
    const verdict = await staleness.judge(artifact, scope, () => false);
    if (verdict === 'outdated') return undefined;
    if (verdict !== undefined && (verdict === 'stale') !== (artifact.stale === true)) return undefined;
    if (artifact.stale) stale.push(artifact.path);
  }
  const lacking = lackingOverlays(request.overlays, profiles);
  const warnings = [...plan.warnings, ...(await strayOverlays(request.overlays, found)), ...lacking];
  const failures = strangeDocuments(request, documentsOf).map((error) => ({ source: request.profiles, error }));
  return { written: [], unchanged: [...unchanged], removed: [], stale, warnings, failures };
}
