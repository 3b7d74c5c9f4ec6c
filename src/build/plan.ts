import { isPrinted } from '../resume/formats.js';
import type { BuildReport } from './build.js';
import { type Cache, emptyCache, readCache } from './cache.js';
import { choose, type Discovered, discover, type SourceFile, strayOverlays } from './discover.js';
import { type Fresh, type Freshness, NOTHING_FRESH } from './fresh.js';
import { type Ground, Inputs } from './inputs.js';
import { type ManifestArtifact, readManifest } from './manifest.js';
import { JOURNAL_PATH, type Output } from './output.js';
import type { BuildRequest } from './request.js';
import type { Left } from './take-up.js';

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
  const found = await discover(request.profiles);
  const isWhole = request.named.length === 0 && !request.packets;
  const profiles = request.packets ? [] : isWhole ? found.profiles : choose(found.profiles, request.named);
  const packets = packetsOf(request, found);
  const inputs = new Inputs(ground, request.overlays);
  await inputs.prepare();
  const [read, listed, journal] = await Promise.all([
    readCache(output, identity.program),
    readManifest(output),
    output.read(JOURNAL_PATH),
  ]);
  const before = { cache: read, manifest: listed, left: undefined };
  const { cache, manifest, left } = journal ? (await import('./take-up.js')).takeUp(journal, before, output) : before;
  const { browser: findBrowser } = identity;
  const nothing = { fresh: NOTHING_FRESH, browser: findBrowser, isDone: false };
  const plan = { found, profiles, packets, inputs, cache, manifest, left, ...nothing };
  const anew = (browser: string): Plan => ({
    ...plan,
    cache: emptyCache(identity.program, browser),
    left: left && { ...left, profiles: new Set() },
  });
  if (identity.force || Object.keys(cache.profiles).length === 0) return anew('');
  const browser = isPrinted(request.formats) ? await findBrowser() : cache.browser;
  // What is known of another browser's PDFs says nothing of this one's.
  if (browser !== cache.browser) return anew(browser);
  const { Freshness } = await import('./fresh.js');
  const freshness = new Freshness(cache, inputs, output, manifest, found);
  const { formats, variants, letters } = request;
  const comparable = isSecret(request) ? [] : packets;
  const fresh = await freshness.find({
    profiles,
    packets: comparable,
    formats,
    variants,
    letters,
    asked: request,
    begin,
  });
  const isDone =
    found.errors.length === 0 &&
    !isSecret(request) &&
    profiles.every((source) => fresh.profiles.has(source.slug)) &&
    packets.every((source) => fresh.packets.has(source.slug));
  return { ...plan, fresh, freshness, isDone };
}

/**
 * The report of a run that has nothing to make, to remove or to write down; undefined where it has. It needs nothing of
 * what renders, which takes longer to load than a thousand profiles to compare.
 */
export async function standingReport(
  { isDone, found, cache, fresh, manifest, left }: Plan,
  overlays: string | undefined,
): Promise<BuildReport | undefined> {
  if (!isDone || left) return undefined;
  const { isGone, toKnown } = await import('./retire.js');
  const variantsOf = new Map(Object.entries(cache.profiles).map(([slug, { variants }]) => [slug, variants]));
  const known = toKnown(found, variantsOf);
  if (manifest.some((artifact) => isGone(artifact, known))) return undefined;
  const warnings = [...fresh.warnings, ...(await strayOverlays(overlays, found))];
  return { written: [], unchanged: fresh.paths, removed: [], warnings, failures: [] };
}

function packetsOf(request: BuildRequest, found: Discovered): SourceFile[] {
  if (!request.formats.includes('pdf')) return [];
  if (!request.packets) return found.packets;
  if ('packet' in request.packets) return [];
  return request.packets.named.length > 0 ? choose(found.packets, request.packets.named, 'packet') : found.packets;
}

/** Whether packets come out differently each time: in a secret order, or with a fresh key. */
function isSecret(request: BuildRequest): boolean {
  return (
    request.blind.all ||
    request.password !== undefined ||
    (request.packets !== undefined && 'packet' in request.packets)
  );
}
