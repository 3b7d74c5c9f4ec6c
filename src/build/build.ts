import pMap from 'p-map';
import { DossierError, type Problem } from '../errors.js';
import type { Candidate } from '../packet/bind.js';
import type { Packet } from '../packet/schema.js';
import type { Format } from '../resume/formats.js';
import type { Kit } from '../resume/resume.js';
import { choose, type Discovered, discover, type SourceFile, strayOverlays } from './discover.js';
import type { BlindRun } from './make-packet.js';
import { type ManifestArtifact, readManifest, writeManifest } from './manifest.js';
import type { Output } from './output.js';
import { neededBy, type PlannedPacket, planPackets } from './packets.js';
import { renderProfile } from './profiles.js';
import type { Progress } from './progress.js';
import { retire } from './retire.js';
import { strangeVariants, type VariantChoice } from './variants.js';

export interface BuildRequest {
  /** The folder with profiles/*.yaml and its subfolder packets/. */
  profiles: string;
  /** The folder with overlays; private details are merged only where it is given. */
  overlays?: string | undefined;
  /** Profiles by name; all where there are none. */
  named: readonly string[];
  /** Only these packets and no résumés, instead of the profiles named. */
  packets?: PacketChoice | undefined;
  formats: readonly Format[];
  template?: string | undefined;
  variants: VariantChoice;
  /** Pages to fill, whatever profiles and variants say. */
  pages?: number | undefined;
  /** PDFs carry the whole profile. */
  embedSource?: boolean | undefined;
  /** How packets that ask for it (or all) are blinded. */
  blind: BlindRun & { all: boolean };
  /** Packets are encrypted with it. */
  password?: string | undefined;
  concurrency: number;
}

/** The failures that every profile would have alike. */
const BROWSERLESS = new Set(['BROWSER_MISSING', 'BROWSER_LAUNCH']);

/** Packet files by name (all where there are none), or one made up of profiles. */
export type PacketChoice = { named: readonly string[] } | { slug: string; packet: Packet };

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
  /** Files of profiles and packets that are gone. */
  removed: string[];
  warnings: Problem[];
  failures: Failure[];
}

/**
 * Renders a folder of profiles and its packets into an output folder. A profile or packet that fails is reported and
 * leaves its earlier files as they are; the others are made all the same.
 *
 * @throws DossierError where nothing can be made at all: no such folder, no such profile
 */
export async function build(request: BuildRequest, kit: Kit, output: Output, progress: Progress): Promise<BuildReport> {
  const found = await discover(request.profiles);
  const whole = request.named.length === 0 && !request.packets;
  const chosen = request.packets ? [] : whole ? found.profiles : choose(found.profiles, request.named);
  const report: BuildReport = {
    written: [],
    removed: [],
    warnings: [],
    failures: found.errors.map((error) => ({
      source: error.where?.file ?? '',
      error,
    })),
  };
  const packets = await choosePackets(request, found, chosen, report);
  const needed = neededBy(
    packets.map(({ packet }) => packet),
    request.template,
  );
  const others = found.profiles.filter((source) => needed.has(source.slug) && !chosen.includes(source));
  const bound = new Map<string, Candidate>();
  const lacking = new Map<string, unknown>();
  const variantsOf = new Map<string, readonly string[]>();

  report.warnings.push(...(await strayOverlays(request.overlays, found)));
  progress.begin(chosen.length + packets.length);
  const earlier = await readManifest(output);
  const write = async (artifact: Omit<Written, 'sha256' | 'bytes'>, bytes: Uint8Array) => {
    kit.signal?.throwIfAborted();
    const written = {
      ...artifact,
      ...(await output.write(artifact.path, bytes)),
    };
    report.written.push(written);
    progress.wrote(written);
  };
  const failed = (failure: Failure) => {
    if (kit.signal?.aborted) throw failure.error;
    report.failures.push(failure);
    progress.failed(failure.source);
  };
  try {
    const one = async (source: SourceFile, isChosen: boolean) => {
      try {
        const formats = isChosen ? request.formats : [];
        await renderProfile(source, { ...request, formats, needed: needed.get(source.slug) ?? [] }, kit, {
          write,
          knows: (slug, names) => variantsOf.set(slug, names),
          warn: (problems) => report.warnings.push(...problems),
          keep: (key, candidate) => bound.set(key, candidate),
          lack: (key, error) => lacking.set(key, error),
        });
      } catch (error) {
        // Without a browser nothing can be printed: that is one error, and not one for each profile.
        if (error instanceof DossierError && BROWSERLESS.has(error.code)) throw error;
        failed({ source: source.path, error });
      }
      if (isChosen) progress.advance(source.slug);
    };
    const work = [
      ...chosen.map((source) => [source, true] as const),
      ...others.map((source) => [source, false] as const),
    ];
    await pMap(work, ([source, isChosen]) => one(source, isChosen), {
      concurrency: request.concurrency * 2,
      stopOnError: true,
    });
    for (const error of strangeVariants(request.variants, variantsOf)) failed({ source: request.profiles, error });
    for (const { source, packet } of packets) {
      try {
        const isBlind = request.blind.all || Boolean(packet.blind);
        const { makePacket } = await import('./make-packet.js');
        const made = await makePacket(
          source,
          packet,
          { bound, lacking },
          request,
          kit,
          report,
          isBlind ? request.blind : undefined,
        );
        await write(
          {
            path: `packets/${source.slug}${isBlind ? '.blind' : ''}.pdf`,
            kind: 'packet',
            pages: made.pages,
            title: made.title,
            packet: source.slug,
            ...(request.packets && 'packet' in request.packets ? { adHoc: true as const } : {}),
          },
          request.password ? await protect(made.bytes, request.password) : made.bytes,
        );
      } catch (error) {
        failed({ source: source.path, packet: source.slug, error });
      }
      progress.advance(source.slug);
    }
  } finally {
    await output.tidy();
    // What is in the folder is described even after a run that was stopped.
    const kept = await retire(
      earlier,
      report,
      whole && !kit.signal?.aborted ? { found, variantsOf } : undefined,
      output,
    );
    await writeManifest(output, kept);
    progress.end();
  }
  return report;
}

async function protect(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const { protectPdf } = await import('../pdf/protect.js');
  return protectPdf(bytes, password);
}

/** The packets of a run: those asked for, or on a run of profiles those that hold one of them. */
async function choosePackets(
  request: BuildRequest,
  found: Discovered,
  chosen: readonly SourceFile[],
  report: BuildReport,
): Promise<PlannedPacket[]> {
  const { packets } = request;
  if (packets && 'packet' in packets) {
    choose(
      found.profiles,
      packets.packet.candidates.map((candidate) => candidate.profile),
    );
    if (found.packets.some((source) => source.slug === packets.slug)) {
      throw new DossierError('USAGE', `there is a packet file for ${packets.slug} already`, {
        hint: 'choose another --title, or name that packet',
      });
    }
    return [{ source: { slug: packets.slug, path: packets.slug }, packet: packets.packet }];
  }
  if (packets) {
    const files = packets.named.length > 0 ? choose(found.packets, packets.named, 'packet') : found.packets;
    return planPackets(files, found.profiles, report);
  }
  if (!request.formats.includes('pdf')) return [];
  const planned = await planPackets(found.packets, found.profiles, report);
  const slugs = new Set(chosen.map((source) => source.slug));
  return planned.filter(({ packet }) => packet.candidates.some((candidate) => slugs.has(candidate.profile)));
}
