import type { Problem } from '../errors.js';
import { type Chooseable, chooseProfiles } from '../packet/query.js';
import { type Packet, type PacketQuery, type ReadPacket, readPacket } from '../packet/schema.js';
import { parseDate } from '../profile/dates.js';
import { readProfile } from '../profile/read.js';
import type { Failure } from './build.js';
import { targetKey } from './cache.js';
import { readSourceFile, type SourceFile } from './discover.js';

/** A packet file that was read. */
export interface PlannedPacket {
  source: SourceFile;
  packet: Packet;
  /** Whether it chooses among all profiles. */
  asksAll: boolean;
  /** What was said as it was read. */
  warnings: Problem[];
  /** A problem of what stands at a path of its file. */
  problem: ReadPacket['problem'];
}

/** A résumé that a packet wants of a profile. */
export interface Needed {
  /** The same for packets that want the same. */
  key: string;
  variant: string | undefined;
  template: string | undefined;
}

/** Reads the packet files; those that cannot be used become failures. */
export async function planPackets(
  sources: readonly SourceFile[],
  profiles: readonly SourceFile[],
  report: { warnings: Problem[]; failures: Failure[] },
): Promise<PlannedPacket[]> {
  const planned: PlannedPacket[] = [];
  let all: Promise<Chooseable[]> | undefined;
  let asksAll = false;
  const find = async (query: PacketQuery, sort: string | undefined, date: string | undefined) => {
    asksAll = true;
    all ??= readAll(profiles);
    return chooseProfiles(await all, query, sort, parseDate(date ?? ''));
  };
  const slugs = profiles.map((source) => source.slug);
  for (const source of sources) {
    asksAll = false;
    try {
      const { value, ...read } = await readPacket(await readSourceFile(source), source.path, slugs, find);
      report.warnings.push(...read.warnings);
      planned.push({ source, packet: value, asksAll, ...read });
    } catch (error) {
      report.failures.push({ source: source.path, packet: source.slug, error });
    }
  }
  return planned;
}

/** The profiles that can be read; what is wrong with the others is said where they are rendered. */
async function readAll(sources: readonly SourceFile[]): Promise<Chooseable[]> {
  const read = sources.map(async (source) => ({
    slug: source.slug,
    profile: readProfile(await readSourceFile(source), source.path).value,
  }));
  return (await Promise.allSettled(read)).flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The résumés that packets want, by profile, each once. `template` is that of candidates that name none. */
export function neededBy(packets: readonly Packet[], template: string | undefined): Map<string, Needed[]> {
  const needed = new Map<string, Needed[]>();
  for (const candidate of packets.flatMap((packet) => packet.candidates)) {
    const wanted = candidate.template || (candidate.variant === undefined ? template : undefined);
    const key = targetKey(candidate.profile, candidate.variant, wanted);
    const list = needed.get(candidate.profile) ?? [];
    if (!list.some((need) => need.key === key)) list.push({ key, variant: candidate.variant, template: wanted });
    needed.set(candidate.profile, list);
  }
  return needed;
}
