import { join } from 'node:path';
import pMap from 'p-map';
import { isPrinted } from '../document/formats.js';
import { type DocumentOptions, documentOptionsOf } from '../document/options.js';
import { DossierError, type Problem } from '../errors.js';
import { BuildState } from './build-state.js';
import { BEGIN_HINT, choose, type Discovered, discover, type SourceFile } from './discover.js';
import { FILES_AT_ONCE, Fingerprints } from './fingerprints.js';
import { type Ground, InputFiles } from './inputs.js';
import type { Recovered } from './journal.js';
import { type ManifestArtifact, readListing } from './manifest.js';
import { JOURNAL_PATH, type Output } from './output.js';
import { requireSameKind } from './privacy.js';
import type { BuildRequest } from './request.js';
import { type Scope, type Status, StatusReader } from './up-to-date.js';

/** The plan of a run: its sources, each up to date or stale, and the records of earlier runs. */
export interface Plan {
  found: Discovered;
  /** The profiles and packet files in the scope of the run. */
  profiles: SourceFile[];
  packets: SourceFile[];
  /** The sources whose artifacts are up to date. */
  upToDate: ReadonlySet<SourceFile>;
  /** The reasons why the other sources are stale, in the order of profiles and packets. */
  stale: ReadonlyMap<SourceFile, string>;
  /** The sorted paths of artifacts that are up to date, and the warnings of the runs that made them. */
  unchanged: readonly string[];
  warnings: readonly Problem[];
  asked: DocumentOptions;
  scope: Scope;
  state: BuildState;
  /** The artifacts in the output folder. */
  manifest: readonly ManifestArtifact[];
  /** Set if earlier runs were killed; state and manifest then include the artifacts of those runs. */
  recovered?: Recovered | undefined;
  fingerprints: Fingerprints;
  /** Returns the PDF of a document that is up to date, by the document's key. */
  pdfOf(key: string): Promise<{ bytes: Uint8Array; pages: number } | undefined>;
  /** Returns the identity of the browser that prints the PDFs. */
  browser(): Promise<string>;
  /** `true` if nothing has to be made. */
  isDone: boolean;
}

/** The program and browser of a run, which must match those of earlier runs for their records to apply. */
export interface Identity {
  /** The digest of the program and its dependencies. */
  program: string;
  /** Returns the identity of the browser that would print PDFs; called only if earlier PDFs are compared. */
  browser(): Promise<string>;
  /** `true` to rebuild everything. */
  force: boolean;
}

/**
 * Finds the targets of a run, and compares each with its record.
 *
 * @param begin called as soon as a stale target is found
 * @throws DossierError PROFILE_MISSING if a folder or profile does not exist
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
  const files = new InputFiles(ground);
  await files.prepare();
  const earlier = await readEarlier(output, identity.program);
  const { manifest, listing, recovered } = earlier;
  if (isWhole && found.profiles.length === 0 && found.errors.length === 0 && manifest.length === 0)
    throw new DossierError('PROFILE_MISSING', `there are no profiles in ${request.profiles}`, { hint: BEGIN_HINT });
  requireSameKind(output, listing && { ...listing, artifacts: manifest }, request.overlays !== undefined);

  const { state, reason } = await chooseState(earlier.state, request, identity);
  const isAnew = reason !== undefined;
  const asked = documentOptionsOf(request);
  const fingerprints = new Fingerprints(
    state,
    { files, overlays: request.overlays, keys: request.blind.keys, asOf: request.asOf, brand: request.brand },
    found,
  );
  const reader = new StatusReader(state, fingerprints, output, manifest);
  const isBlind = request.blind.all;
  const always = reason ?? reasonOfPackets(request);
  const ofProfile = async (source: SourceFile): Promise<Status> =>
    isAnew ? { reason } : reader.ofProfile(source, { ...pickDocuments(request), asked });
  const ofPacket = async (source: SourceFile): Promise<Status> =>
    always ? { reason: always } : reader.ofPacket(source, { asked, isBlind });
  const look = (sources: readonly SourceFile[], status: (source: SourceFile) => Promise<Status>) =>
    pMap(
      sources,
      async (source): Promise<[SourceFile, Status]> => {
        const found = await status(source);
        if (found.reason !== undefined && !isAnew) begin();
        return [source, found];
      },
      { concurrency: FILES_AT_ONCE },
    );
  const statuses = [...(await look(profiles, ofProfile)), ...(await look(packets, ofPacket))];
  const current = statuses.flatMap(([, status]) => (status.reason === undefined ? [status] : []));
  const stale = new Map(statuses.flatMap(([source, { reason: why }]) => (why === undefined ? [] : [[source, why]])));
  // A run of named profiles checks every packet, but only says something about those it binds again.
  const isAsked = (source: SourceFile) => request.named.length === 0 || profiles.includes(source);
  const slugs = (sources: readonly SourceFile[]) => new Set(sources.map(({ slug }) => slug));
  return {
    found,
    profiles,
    packets,
    upToDate: new Set(statuses.flatMap(([source, status]) => (status.reason === undefined ? [source] : []))),
    stale,
    unchanged: current.flatMap(({ artifacts }) => artifacts.map(({ path }) => path)).sort(),
    warnings: statuses.flatMap(([source, status]) => (isAsked(source) && 'warnings' in status ? status.warnings : [])),
    asked,
    scope: { isWhole, profiles: slugs(profiles), packets: request.packets ? slugs(packets) : new Set() },
    state,
    manifest,
    recovered: recovered && (isAnew ? { ...recovered, profiles: new Set() } : recovered),
    fingerprints,
    pdfOf: async (key) => (isAnew ? undefined : reader.pdfOf(key, asked)),
    browser: identity.browser,
    isDone: found.errors.length === 0 && stale.size === 0 && !reasonOfPackets(request),
  };
}

/** Reads the state and the manifest of the output folder, including the recovered artifacts of killed runs. */
async function readEarlier(output: Output, program: string) {
  const [state, listing, journal] = await Promise.all([
    BuildState.load(output, program),
    readListing(output),
    output.read(JOURNAL_PATH),
  ]);
  const before = { state, manifest: listing?.artifacts ?? [], recovered: undefined };
  if (!journal) return { ...before, listing };
  const { recoverJournal } = await import('./journal.js');
  return { ...recoverJournal(journal, before, output), listing };
}

/** The state that targets are compared with, and the reason if all of them are stale. */
async function chooseState(
  state: BuildState,
  { formats }: BuildRequest,
  { program, browser: findBrowser, force }: Identity,
): Promise<{ state: BuildState; reason?: string }> {
  if (state.isEmpty)
    return { state: BuildState.empty(program), reason: 'this version of Dossier has not rendered it yet' };
  const { browser: before } = state.records;
  const browser = isPrinted(formats) ? await findBrowser() : before;
  // The records of PDFs printed by another browser do not apply.
  if (browser !== before) return { state: BuildState.empty(program, browser), reason: 'the browser changed' };
  if (!force) return { state };
  // Artifacts outside this run are still compared with their sources at the end.
  state.forgetPage();
  return { state, reason: '--force rebuilds everything' };
}

function pickDocuments({ formats, variants, letters }: BuildRequest) {
  return { formats, variants, letters };
}

function packetsOf(request: BuildRequest, found: Discovered): SourceFile[] {
  if (!request.formats.includes('pdf')) return [];
  if (!request.packets) return found.packets;
  if ('packet' in request.packets) return [];
  const { named } = request.packets;
  if (named.length === 0 && found.packets.length === 0 && found.errors.length === 0)
    throw new DossierError('USAGE', `there are no packet files in ${join(request.profiles, 'packets')}`, {
      hint: 'create one, or give profiles and a title: dossier packet jane-doe john-roe --title "Two engineers"',
    });
  return named.length > 0 ? choose(found.packets, named, 'packet') : found.packets;
}

/** The reason why packets must be rebuilt in any case; undefined if there is none. */
function reasonOfPackets({ password, packets, blind }: BuildRequest): string | undefined {
  if (password !== undefined) return 'protected packets are always rebuilt';
  if (blind.review !== undefined) return '--review updates its checklist';
  return packets !== undefined && 'packet' in packets ? 'it has no packet file' : undefined;
}
