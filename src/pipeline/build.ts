import pMap from 'p-map';
import { isPrinted } from '../document/formats.js';
import type { Kit } from '../document/resume.js';
import { DossierError, type Problem } from '../errors.js';
import { Memory } from './build-state.js';
import { writeCache } from './cache.js';
import { choose, lackingOverlays, type SourceFile, strayOverlays } from './discover.js';
import { type Entry, Journal } from './journal.js';
import { MANIFEST_PATH, type ManifestArtifact, writeManifest } from './manifest.js';
import type { Output } from './output.js';
import { Binding } from './packet-scheduler.js';
import { neededBy, type PlannedPacket, planPackets } from './packets.js';
import type { Plan } from './plan.js';
import { markPrivate } from './privacy.js';
import { renderProfile, type Write } from './profiles.js';
import { isProtected, keepsProtected } from './protection.js';
import { retire, toKnown } from './prune.js';
import type { BuildRequest, Progress } from './request.js';
import { Staleness } from './staleness.js';
import { strangeDocuments } from './variants.js';
import { judge } from './verdict.js';
import { describeFolder, isFull } from './write-manifest.js';

/** The failures that every profile would have alike. */
const OF_ALL = new Set(['BROWSER_MISSING', 'BROWSER_LAUNCH', 'QUEUE_UNREACHABLE', 'WORKER_MISSING']);

/** A file that the run wrote. */
export type Written = ManifestArtifact;

/** What could not be made. */
export interface Failure {
  /** The file it should have come from. */
  source: string;
  /** The packet that it concerns, if any. */
  packet?: string;
  error: unknown;
}

export interface BuildReport {
  written: Written[];
  /** Paths of what stood already as it would have been made. */
  unchanged: string[];
  /** Files of profiles and packets that are gone. */
  removed: string[];
  /** Files that this run did not make and that no longer match their sources. */
  stale: string[];
  warnings: Problem[];
  failures: Failure[];
}

/**
 * Renders a folder of profiles and its packets into an output folder. A profile or packet that fails is reported and
 * leaves its earlier files as they are; the others are made all the same. What stands already is left alone.
 *
 * @throws DossierError where nothing can be made at all: no browser, no template of this name
 */
export async function build(
  request: BuildRequest,
  plan: Plan,
  kit: Kit,
  output: Output,
  progress: Progress,
): Promise<BuildReport> {
  const { found, fresh, inputs } = plan;
  const { isWhole } = plan.scope;
  const stale = plan.profiles.filter((source) => !fresh.profiles.has(source.slug));
  const report: BuildReport = {
    written: [],
    unchanged: fresh.paths,
    removed: [],
    stale: [],
    warnings: [...fresh.warnings],
    failures: found.errors.map((error) => ({ source: error.where?.file ?? '', error })),
  };
  const packets = await choosePackets(request, plan, report);
  const needed = neededBy(
    packets.map(({ packet }) => packet),
    request.template,
  );
  const others = found.profiles.filter((source) => needed.has(source.slug) && !stale.includes(source));
  const standing = Object.entries(plan.cache.profiles).filter(([slug]) => fresh.profiles.has(slug));
  const variantsOf = new Map<string, readonly string[]>(standing.map(([slug, { variants }]) => [slug, variants]));
  const isPrivate = request.overlays !== undefined;
  const { keys } = request.blind;
  const memory = new Memory(plan.cache, { inputs, current: plan.current, output }, plan.left?.profiles);
  const browser = async () => (isPrinted(request.formats) ? plan.browser().catch(() => '') : plan.cache.browser);
  const { program } = plan.cache;
  await using journal = new Journal(output, plan.left?.bytes, async () => ({ program, browser: await browser() }));
  // One profile is made again as soon as it is looked for.
  const note = (entry: Entry) => stale.length + others.length > 1 && journal.add(entry);

  if (isPrivate) await markPrivate(output);
  // Files of a run that is killed before it writes a manifest would be unidentified.
  else if (output.file(MANIFEST_PATH) === undefined) await writeManifest(output, []);
  report.warnings.push(...(await strayOverlays(request.overlays, found)));
  report.warnings.push(...lackingOverlays(request.overlays, plan.profiles));
  progress.begin(stale.length + packets.length);
  const write: Write = async (artifact, bytes) => {
    kit.signal?.throwIfAborted();
    const written = { ...artifact, ...(await output.write(artifact.path, bytes)), private: isPrivate };
    report.written.push(written);
    note({ artifact: written });
    progress.wrote(written);
    return written;
  };
  const failed = (failure: Failure) => {
    if (kit.signal?.aborted) throw failure.error;
    report.failures.push(failure);
    progress.failed(failure.source);
  };
  // What prints one résumé needs no browser any more while that is finished.
  const onlyOne = !isWhole && stale.length === 1 && packets.length === 0;
  const rest = () => kit.printer.rest();
  const one = async (source: SourceFile, isChosen: boolean) => {
    try {
      const before = await inputs.ofProfile(source, []);
      const formats = isChosen ? request.formats : [];
      const job = { ...request, formats, needed: needed.get(source.slug) ?? [], printed: onlyOne ? rest : undefined };
      const made = await renderProfile(source, job, kit, {
        write,
        standing: async (key) => plan.freshness?.pdfOf(key, request),
        warn: (problems) => report.warnings.push(...problems),
        keep: (key, candidate) => binding.keep(key, candidate),
        lack: (key, error) => binding.lack(key, error),
      });
      variantsOf.set(source.slug, made.variants);
      const known = await memory.profile(source, before, made, made.targets, request);
      if (known) note({ known });
    } catch (error) {
      // Without a browser or a queue nothing can be made: that is one error, and not one for each profile.
      if (error instanceof DossierError && OF_ALL.has(error.code)) throw error;
      failed({ source: source.path, error });
    }
    if (isChosen) progress.advance(source.slug);
    binding.done(source.slug);
  };
  const work = [...stale.map((source) => [source, true] as const), ...others.map((source) => [source, false] as const)];
  const coming = new Set(work.map(([{ slug }]) => slug));
  const binding = new Binding(packets, request.template, coming, async (packet, printed) => {
    try {
      const { writePacket } = await import('./write-packet.js');
      await writePacket(packet, request, printed, kit, {
        report,
        write,
        memory,
        output,
        earlier: plan.manifest,
        found,
      });
    } catch (error) {
      failed({ source: packet.source.path, packet: packet.source.slug, error });
    }
    progress.advance(packet.source.slug);
  });
  try {
    const concurrency = request.concurrency * 2;
    await pMap(work, ([source, isChosen]) => one(source, isChosen), { concurrency, stopOnError: true });
    for (const error of strangeDocuments(request, variantsOf)) failed({ source: request.profiles, error });
    await binding.settle();
  } finally {
    await binding.stop();
    await output.tidy();
    // What is in the folder is described even after a run that was stopped.
    const cache = await memory.settle(found, await browser());
    const staleness = new Staleness(cache, plan.current, keys, found);
    const known = isWhole && !kit.signal?.aborted ? toKnown(found, variantsOf) : undefined;
    const isKept = async (artifact: ManifestArtifact) =>
      keepsProtected(request) && (await isProtected(artifact, output));
    const judged = await retire(plan.manifest, report, known, { output, isKept }, (artifact) =>
      judge(artifact, staleness, plan.scope, (slug) => memory.hasMade(slug)),
    );
    await describeFolder(output, judged, report);
    // Without it the next run makes all again, which is no reason to hide what this one has made.
    await writeCache(output, cache).then(
      () => journal.remove(),
      (error: unknown) => {
        if (!isFull(error)) throw error;
      },
    );
    progress.end();
  }
  return report;
}

/** The packets of a run that do not stand: those asked for, or on a run of profiles those that hold one of them. */
async function choosePackets(
  request: BuildRequest,
  { found, profiles, packets, fresh }: Plan,
  report: BuildReport,
): Promise<PlannedPacket[]> {
  const { packets: asked } = request;
  if (asked && 'packet' in asked) {
    choose(
      found.profiles,
      asked.packet.candidates.map((candidate) => candidate.profile),
    );
    if (found.packets.some((source) => source.slug === asked.slug)) {
      throw new DossierError('USAGE', `there is a packet file for ${asked.slug} already`, {
        hint: 'choose another --title, or name that packet',
      });
    }
    const { slug, packet } = asked;
    const problem: PlannedPacket['problem'] = (_path, _part, what) => ({ ...what, where: { file: slug } });
    return [{ source: { slug, path: slug }, packet, asksAll: false, warnings: [], problem }];
  }
  const stale = packets.filter((source) => !fresh.packets.has(source.slug));
  const planned = await planPackets(stale, found.profiles, request.asOf, report);
  if (asked) return planned;
  const slugs = new Set(profiles.map((source) => source.slug));
  return planned.filter(({ packet }) => packet.candidates.some((candidate) => slugs.has(candidate.profile)));
}
