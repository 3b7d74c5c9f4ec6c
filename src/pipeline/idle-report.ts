import { lackingOverlays, strayOverlays } from './discover.js';
import type { Plan } from './plan.js';
import { keepsProtected } from './protection.js';
import { isGone, toKnown } from './prune.js';
import type { BuildReport } from './report.js';
import type { BuildRequest } from './request.js';
import { Staleness } from './staleness.js';
import { strangeDocuments } from './variants.js';

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
