import { readFile } from 'node:fs/promises';
import type { Problem } from '../errors.js';
import { type Packet, readPacket } from '../packet/schema.js';
import type { Failure } from './build.js';
import type { SourceFile } from './discover.js';

/** A packet file that was read. */
export interface PlannedPacket {
  source: SourceFile;
  packet: Packet;
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
  profiles: readonly string[],
  report: { warnings: Problem[]; failures: Failure[] },
): Promise<PlannedPacket[]> {
  const planned: PlannedPacket[] = [];
  for (const source of sources) {
    try {
      const { value, warnings } = readPacket(await readFile(source.path), source.path, profiles);
      report.warnings.push(...warnings);
      planned.push({ source, packet: value });
    } catch (error) {
      report.failures.push({ source: source.path, packet: source.slug, error });
    }
  }
  return planned;
}

/** The résumés that packets want, by profile, each once. `template` is that of candidates that name none. */
export function neededBy(packets: readonly Packet[], template: string | undefined): Map<string, Needed[]> {
  const needed = new Map<string, Needed[]>();
  for (const candidate of packets.flatMap((packet) => packet.candidates)) {
    const wanted = candidate.template || (candidate.variant === undefined ? template : undefined);
    const key = [candidate.profile, candidate.variant ?? '', wanted ?? ''].join('|');
    const list = needed.get(candidate.profile) ?? [];
    if (!list.some((need) => need.key === key)) list.push({ key, variant: candidate.variant, template: wanted });
    needed.set(candidate.profile, list);
  }
  return needed;
}
