import { join } from 'node:path';
import { isPrinted } from '../document/formats.js';
import { DossierError } from '../errors.js';
import type { BuildReport } from './build.js';
import { type Cache, emptyCache, readCache } from './cache.js';
import { CurrentInputs } from './current-inputs.js';
import {
  BEGIN_HINT,
  choose,
  type Discovered,
  discover,
  lackingOverlays,
  type SourceFile,
  strayOverlays,
} from './discover.js';
import { type Ground, Inputs } from './inputs.js';
import { type ManifestArtifact, readListing } from './manifest.js';
import { JOURNAL_PATH, type Output } from './output.js';
import { requireSameKind } from './privacy.js';
import { keepsProtected } from './protection.js';
import type { Left } from './recover-journal.js';
import type { BuildRequest } from './request.js';
import { type Fresh, Freshness, NOTHING_FRESH } from './up-to-date.js';
import { strangeDocuments } from './variants.js';
import { judge, type Scope } from './verdict.js';

/** What a run has before it, found without loading what renders. */
export interface Plan {
  found: Discovered;
  /** The profiles that the run is about. */
  profiles: SourceFile[];
  /** The packet files that the run is about. */
  packets: SourceFile[];
  fresh: Fresh;
  /** Absent where nothing is known of earlier runs. */
  freshness?: Freshness;
  cache: Cache;
  /** What lies in the output folder. */
  manifest: readonly ManifestArtifact[];
  /** Where a run was killed: cache and manifest say what it made, and have yet to be written. */
  left?: Left | undefined;
  inputs: Inputs;
  /** The digests of the current inputs of artifacts. */
  current: CurrentInputs;
  scope: Scope;
  /** The browser that PDFs are printed with. */
  browser(): Promise<string>;
  /** Whether nothing is left to be made. */
  isDone: boolean;
}

/** What earlier runs are compared by. */
export interface Identity {
  /** The program with all that it brings along. */
  program: string;
  /** The browser that PDFs would be printed with; asked for only where earlier PDFs are compared. */
  browser(): Promise<string>;
  /** Whether all is to be made again. */
  force: boolean;
}

/**
 * Finds what a run is about, and what of it stands already.
 *
 * @param begin called as soon as anything is found that has to be made
 * @throws DossierError PROFILE_MISSING: no such folder, no such profile
 */
export async function planRun(
  request: BuildRequest,
  output: Output,
  ground: Ground,
  identity: Identity,
  begin: () => void = () => undefined,
): Promise<Plan> {
  const found = await discover(request.profiles, request.files);
  const isWhole = request.named.length === 0 && !request.packets;
  const profiles = request.packets ? [] : isWhole ? found.profiles : choose(found.profiles, request.named);
  const packets = packetsOf(request, found);
  if (request.packets && 'named' in request.packets && found.packets.length === 0 && found.errors.length === 0)
    throw new DossierError('USAGE', `there are no packet files in ${join(request.profiles, 'packets')}`, {
      hint: 'write one, or name profiles and a --title: dossier packet jane-doe john-roe --title "Two engineers"',
    });
  const inputs = new Inputs(ground, request.overlays);
  await inputs.prepare();
  const [read, listed, journal] = await Promise.all([
    readCache(output, identity.program),
    readListing(output),
    output.read(JOURNAL_PATH),
  ]);
  const before = { cache: read, manifest: listed?.artifacts ?? [], left: undefined };
  const { cache, manifest, left } = journal
    ? (await import('./recover-journal.js')).takeUp(journal, before, output)
    : before;
  if (isWhole && found.profiles.length === 0 && found.errors.length === 0 && manifest.length === 0)
    throw new DossierError('PROFILE_MISSING', `there are no profiles in ${request.profiles}`, { hint: BEGIN_HINT });
  requireSameKind(output, listed && { ...listed, artifacts: manifest }, request.overlays !== undefined);
  const { browser: findBrowser } = identity;
  const slugs = (sources: readonly SourceFile[]) => new Set(sources.map(({ slug }) => slug));
  const scope: Scope = { isWhole, profiles: slugs(profiles), packets: request.packets ? slugs(packets) : new Set() };
  const nothing = { fresh: NOTHING_FRESH, browser: findBrowser, isDone: false };
  const parts = { inputs, keys: request.blind.keys, asOf: request.asOf };
  const current = new CurrentInputs(cache, parts, found);
  const plan = { found, profiles, packets, inputs, current, cache, manifest, left, scope, ...nothing };
  const anew = (browser: string): Plan => {
    const empty = emptyCache(identity.program, browser);
    const nobody = left && { ...left, profiles: new Set<string>() };
    return { ...plan, cache: empty, current: new CurrentInputs(empty, parts, found), left: nobody };
  };
  if (Object.keys(cache.profiles).length === 0) return anew('');
  const browser = isPrinted(request.formats) ? await findBrowser() : cache.browser;
  // What is known of another browser's PDFs says nothing of this one's.
  if (browser !== cache.browser) return anew(browser);
  // Nothing is reused, but artifacts that this run does not make are still compared with their sources at the end.
  if (identity.force) {
    delete cache.page;
    return { ...plan, left: left && { ...left, profiles: new Set() } };
  }
  const freshness = new Freshness(cache, current, output, manifest);
  const { formats, variants, letters } = request;
  const isUnique = isNeverTheSame(request);
  const fresh = await freshness.find({
    profiles,
    packets: isUnique ? [] : packets,
    isBlind: request.blind.all,
    formats,
    variants,
    letters,
    asked: request,
    begin,
  });
  const isDone =
    found.errors.length === 0 &&
    !isUnique &&
    profiles.every((source) => fresh.profiles.has(source.slug)) &&
    packets.every((source) => fresh.packets.has(source.slug));
  return { ...plan, fresh, freshness, isDone };
}

/**
 * The report of a run that has nothing to make, remove, mark or record; undefined for any other run. It loads no
 * rendering code, which takes longer than comparing a thousand profiles.
 */
export async function standingReport(
  { isDone, found, profiles, cache, current, fresh, manifest, left, scope }: Plan,
  request: BuildRequest,
): Promise<BuildReport | undefined> {
  if (!isDone || left) return undefined;
  const [{ isGone, toKnown }, { Staleness }] = await Promise.all([import('./prune.js'), import('./staleness.js')]);
  const staleness = new Staleness(cache, current, request.blind.keys, found);
  const variantsOf = new Map(Object.entries(cache.profiles).map(([slug, { variants }]) => [slug, variants]));
  const known = toKnown(found, variantsOf);
  const stale: string[] = [];
  for (const artifact of manifest) {
    const isGoneNow = scope.isWhole && isGone(artifact, known);
    if (isGoneNow && !(artifact.protected && keepsProtected(request))) return undefined;
    const verdict = await judge(artifact, staleness, scope, () => false);
    if (verdict === 'outdated') return undefined;
    if (verdict !== undefined && (verdict === 'stale') !== (artifact.stale === true)) return undefined;
    if (artifact.stale) stale.push(artifact.path);
  }
  const lacking = lackingOverlays(request.overlays, profiles);
  const warnings = [...fresh.warnings, ...(await strayOverlays(request.overlays, found)), ...lacking];
  const failures = strangeDocuments(request, variantsOf).map((error) => ({ source: request.profiles, error }));
  return { written: [], unchanged: fresh.paths, removed: [], stale, warnings, failures };
}

function packetsOf(request: BuildRequest, found: Discovered): SourceFile[] {
  if (!request.formats.includes('pdf')) return [];
  if (!request.packets) return found.packets;
  if ('packet' in request.packets) return [];
  return request.packets.named.length > 0 ? choose(found.packets, request.packets.named, 'packet') : found.packets;
}

/** `true` if packets must be bound again in any case: with a new encryption key, without a file, or for a review. */
function isNeverTheSame({ password, packets, blind }: BuildRequest): boolean {
  return password !== undefined || blind.review !== undefined || (packets !== undefined && 'packet' in packets);
}
