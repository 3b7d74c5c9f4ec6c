import { DossierError, type Problem } from '../errors.js';
import { once } from '../memo.js';
import { toAsOf } from '../packet/qualifications.js';
import { type Chooseable, chooseProfiles, type PacketQuery } from '../packet/query.js';
import { type Packet, type ReadPacket, readPacket } from '../packet/schema.js';
import type { Design } from '../profile/design.js';
import { letterDocument } from '../profile/documents.js';
import { readProfile } from '../profile/read.js';
import { readSourceFile, type SourceFile } from './discover.js';
import { documentKey } from './records.js';
import type { Failure } from './report.js';

/** A packet file that was read. */
export interface PlannedPacket {
  source: SourceFile;
  packet: Packet;
  /** `true` if its query selects from all profiles. */
  asksAll: boolean;
  /** The warnings of reading its file. */
  warnings: Problem[];
  /** Creates a problem that points to a path in its file. */
  problem: ReadPacket['problem'];
}

/** A résumé or a letter of a profile that a packet needs. */
export interface Needed {
  /** Equal for packets that need the same document. */
  key: string;
  /** A variant, or the name that `letterDocument` gives a letter. */
  variant: string | undefined;
  template: string | undefined;
  /** The design options of the packet; absent if it has none. */
  design?: Design | undefined;
}

/**
 * Reads the packet files; invalid ones become failures.
 *
 * @param asOf the month up to which current jobs are counted in packets without a date
 */
export async function planPackets(
  sources: readonly SourceFile[],
  profiles: readonly SourceFile[],
  asOf: string,
): Promise<{ planned: PlannedPacket[]; warnings: Problem[]; failures: Failure[] }> {
  const planned: PlannedPacket[] = [];
  const warnings: Problem[] = [];
  const failures: Failure[] = [];
  const all = once(() => readAll(profiles));
  let asksAll = false;
  /** The profiles that match the query of the packet being read. */
  let found: string[] = [];
  const find = async (query: PacketQuery, sort: string | undefined, month: string) => {
    asksAll = true;
    const chosen = chooseProfiles(await all(), query, sort, toAsOf(month));
    found = chosen;
    return chosen;
  };
  const slugs = profiles.map((source) => source.slug);
  for (const source of sources) {
    asksAll = false;
    try {
      const { value, ...read } = await readPacket(await readSourceFile(source), source.path, {
        profiles: slugs,
        asOf,
        find,
      });
      const listed: Problem[] = asksAll ? [chosenNote(source, found, value.asOf)] : [];
      read.warnings.push(...listed);
      warnings.push(...read.warnings);
      planned.push({ source, packet: value, asksAll, ...read });
    } catch (error) {
      failures.push({ source: source.path, packet: source.slug, error });
    }
  }
  return { planned, warnings, failures };
}

/** A note that lists the profiles selected by a query; nothing else names them before the packet is read. */
function chosenNote({ path }: SourceFile, chosen: readonly string[], asOf: string): Problem {
  return {
    severity: 'note',
    message: `the query selects ${chosen.length}: ${chosen.join(', ')} (as of ${asOf})`,
    where: { file: path },
  };
}

/**
 * Reads all profiles of the folder. If one cannot be read, the query fails, because a packet that lacks a matching
 * candidate would look complete.
 *
 * @throws DossierError PACKET_STALE if one cannot be read; its own error is reported when it is rendered
 */
async function readAll(sources: readonly SourceFile[]): Promise<Chooseable[]> {
  const read = await Promise.allSettled(
    sources.map(async (source) => ({
      slug: source.slug,
      profile: readProfile(await readSourceFile(source), source.path).value,
    })),
  );
  const broken = sources.filter((_, index) => read[index]?.status === 'rejected').map(({ path }) => path);
  if (broken.length > 0)
    throw new DossierError(
      'PACKET_STALE',
      `the packet selects from all profiles, but cannot read ${broken.join(', ')}`,
      {
        hint: 'fix these profiles; an existing packet is kept and marked as stale',
      },
    );
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The documents that packets need, by profile, without duplicates. `template` applies to candidates that name none. */
export function neededBy(packets: readonly Packet[], template: string | undefined): Map<string, Needed[]> {
  const needed = new Map<string, Needed[]>();
  for (const [packet, candidate] of packets.flatMap((each) => each.candidates.map((one) => [each, one] as const))) {
    const list = needed.get(candidate.profile) ?? [];
    for (const need of wantedOf(candidate, packet, template))
      if (!list.some(({ key }) => key === need.key)) list.push(need);
    needed.set(candidate.profile, list);
  }
  return needed;
}

/** The documents of a candidate that a packet needs: the résumé, then the letters in order. */
export function wantedOf(
  candidate: Packet['candidates'][number],
  { design }: Pick<Packet, 'design'>,
  template: string | undefined,
): [resume: Needed, ...letters: Needed[]] {
  const { profile, variant } = candidate;
  const wanted = candidate.template || (variant === undefined ? template : undefined);
  const need = (document: string | undefined): Needed => ({
    key: documentKey(profile, document, wanted, design),
    variant: document,
    template: wanted,
    ...(design ? { design } : {}),
  });
  return [need(variant), ...(candidate.letters ?? []).map((name) => need(letterDocument(name)))];
}
