import { isPrinted } from '../document/formats.js';
import type { Services } from '../document/model.js';
import { DossierError, type Problem } from '../errors.js';
import { Commit } from './commit.js';
import { choose, lackingOverlays, type SourceFile, strayOverlays } from './discover.js';
import type { Output } from './output.js';
import { neededBy, type PlannedPacket, planPackets } from './packets.js';
import type { Plan } from './plan.js';
import { renderProfile } from './profiles.js';
import type { BuildReport, Progress } from './report.js';
import type { BuildRequest } from './request.js';
import { PacketDocuments, runTargets, type Target } from './scheduler.js';
import { strangeDocuments } from './selection.js';

/** Failures that affect every profile in the same way. */
const OF_ALL = new Set(['BROWSER_MISSING', 'BROWSER_LAUNCH', 'QUEUE_UNREACHABLE', 'WORKER_MISSING']);

type Kind = 'profile' | 'packet';

/** A finished run. The download page is committed after it, since the page shows the finished folder. */
export interface Built {
  report: BuildReport;
  commit: Commit;
}

/** The parts of a run that its targets share. */
interface Run {
  request: BuildRequest;
  plan: Plan;
  services: Services;
  output: Output;
  commit: Commit;
  progress: Progress;
}

/**
 * Makes the stale targets of a plan: documents, and the packets that bind them. A profile or packet that fails is
 * reported and keeps its earlier files; the others are still made.
 *
 * @throws DossierError if nothing can be made at all: no browser, or no template of the given name
 */
export async function build(
  request: BuildRequest,
  plan: Plan,
  services: Services,
  output: Output,
  progress: Progress,
): Promise<Built> {
  const { found, stale } = plan;
  const profiles = plan.profiles.filter((source) => stale.has(source));
  const { planned, ...read } = await choosePackets(request, plan);
  const needed = neededBy(
    planned.map(({ packet }) => packet),
    request.template,
  );
  const others = found.profiles.filter((source) => needed.has(source.slug) && !profiles.includes(source));
  const { asked, state } = plan;
  const browser = async () => (isPrinted(request.formats) ? plan.browser().catch(() => '') : state.records.browser);
  // A single profile can be rebuilt as fast as it can be recovered.
  const isJournaled = profiles.length + others.length > 1;
  const { signal } = services;
  await using commit = new Commit({ request, plan, output, asked, browser, isJournaled, progress, signal });
  const run: Run = { request, plan, services, output, commit, progress };
  await commit.begin();
  commit.warn([
    ...read.warnings,
    ...(await strayOverlays(request.overlays, found)),
    ...lackingOverlays(request.overlays, plan.profiles),
  ]);
  for (const failure of read.failures) commit.report.failures.push(failure);
  progress.begin(profiles.length + planned.length);

  const documents = new PacketDocuments(planned, request.template);
  // A run that prints only one résumé does not need the browser while that résumé is finished.
  const isOnly = !plan.scope.isWhole && profiles.length === 1 && planned.length === 0;
  const printed = isOnly ? () => services.printer.rest() : undefined;
  const ofProfile = (source: SourceFile, isChosen: boolean): Target<Kind> => ({
    id: source.slug,
    kind: 'profile',
    dependsOn: [],
    make: () => makeProfile(run, source, { isChosen, needed: needed.get(source.slug) ?? [], printed }, documents),
  });
  const ofPacket = (packet: PlannedPacket): Target<Kind> => ({
    id: `packets/${packet.source.slug}`,
    kind: 'packet',
    dependsOn: packet.packet.candidates.map(({ profile }) => profile),
    make: () => makePacket(run, packet, documents),
  });
  const targets = [
    ...profiles.map((source) => ofProfile(source, true)),
    ...others.map((source) => ofProfile(source, false)),
    ...planned.map(ofPacket),
  ];
  try {
    await runTargets(targets, { profile: request.concurrency * 2, packet: 1 });
    for (const error of strangeDocuments(request, commit.documentsOf)) commit.fail({ source: request.profiles, error });
  } finally {
    await commit.settle();
    progress.end();
  }
  return { report: commit.report, commit };
}

async function makeProfile(
  { request, plan, services, commit, progress }: Run,
  source: SourceFile,
  own: { isChosen: boolean } & Pick<Parameters<typeof renderProfile>[1], 'needed' | 'printed'>,
  documents: PacketDocuments,
): Promise<void> {
  const { isChosen, ...rest } = own;
  try {
    const before = await plan.fingerprints.readProfile(source, []);
    const job = { ...request, ...rest, formats: isChosen ? request.formats : [] };
    const made = await renderProfile(source, job, services, { write: commit.write, pdfOf: plan.pdfOf });
    commit.warn([...made.warnings, ...made.documents.flatMap(({ warnings }) => warnings)]);
    documents.keep(made.candidates, made.lacking);
    if (made.failure) throw made.failure.error;
    await commit.profile(source, before, made);
  } catch (error) {
    // Without a browser or a queue nothing can be made: report one error, not one for each profile.
    if (error instanceof DossierError && OF_ALL.has(error.code)) throw error;
    commit.fail({ source: source.path, error });
  }
  if (isChosen) progress.advance(source.slug);
}

async function makePacket(
  { request, plan, services, output, commit, progress }: Run,
  packet: PlannedPacket,
  documents: PacketDocuments,
): Promise<void> {
  const { slug, path } = packet.source;
  try {
    const { writePacket } = await import('./write-packet.js');
    const context = { write: commit.write, asked: plan.asked, output, earlier: plan.manifest, found: plan.found };
    const made = await writePacket(packet, request, documents, services, context);
    commit.warn(made.warnings);
    commit.packet(made);
  } catch (error) {
    commit.fail({ source: path, packet: slug, error });
  }
  documents.release(packet);
  progress.advance(slug);
}

/** The stale packets of a run: those asked for, or in a run of named profiles, those that contain one of them. */
async function choosePackets(request: BuildRequest, { found, profiles, packets, stale }: Plan) {
  const { packets: asked } = request;
  if (asked && 'packet' in asked) {
    choose(
      found.profiles,
      asked.packet.candidates.map((candidate) => candidate.profile),
    );
    if (found.packets.some((source) => source.slug === asked.slug)) {
      throw new DossierError('USAGE', `a packet file named ${asked.slug} already exists`, {
        hint: 'choose another --title, or bind that packet by its name',
      });
    }
    const { slug, packet } = asked;
    const problem: PlannedPacket['problem'] = (_path, _part, what) => ({ ...what, where: { file: slug } });
    const planned: PlannedPacket = { source: { slug, path: slug }, packet, asksAll: false, warnings: [], problem };
    return { planned: [planned], warnings: [] as Problem[], failures: [] };
  }
  const read = await planPackets(
    packets.filter((source) => stale.has(source)),
    found.profiles,
    request.asOf,
  );
  if (asked) return read;
  const slugs = new Set(profiles.map((source) => source.slug));
  const isOfRun = ({ packet }: PlannedPacket) => packet.candidates.some((candidate) => slugs.has(candidate.profile));
  return { ...read, planned: read.planned.filter(isOfRun) };
}
