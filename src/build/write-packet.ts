import { dirname, resolve } from 'node:path';
import type { Problem } from '../errors.js';
import type { Kit } from '../resume/resume.js';
import { makePacket } from './make-packet.js';
import type { Printed } from './members.js';
import { type PlannedPacket, wantedOf } from './packets.js';
import type { Write } from './profiles.js';
import type { Memory } from './remember.js';
import type { BuildRequest } from './request.js';

/** Where the results of a packet go. */
export interface PacketSink {
  report: { warnings: Problem[] };
  write: Write;
  memory: Memory;
}

/** Binds a packet of a run's résumés and writes it. */
export async function writePacket(
  planned: PlannedPacket,
  request: BuildRequest,
  printed: Printed,
  kit: Kit,
  { report, write, memory }: PacketSink,
): Promise<void> {
  const { source, packet, asksAll, warnings } = planned;
  const isBlind = request.blind.all || Boolean(packet.blind);
  const isAdHoc = request.packets !== undefined && 'packet' in request.packets;
  const said = { warnings: [...warnings] };
  const made = await makePacket(planned, printed, request, kit, said, isBlind ? request.blind : undefined);
  report.warnings.push(...said.warnings.slice(warnings.length));
  const artifact = await write(
    {
      path: `packets/${source.slug}${isBlind ? '.blind' : ''}.pdf`,
      kind: 'packet',
      pages: made.pages,
      title: made.title,
      packet: source.slug,
      ...(isAdHoc ? { adHoc: true as const } : {}),
      ...(packet.date ? { date: packet.date } : {}),
      ...(request.password
        ? { protected: true as const }
        : isBlind
          ? {}
          : { candidates: packet.candidates.map(({ profile }) => profile) }),
    },
    request.password ? await protect(made.bytes, request.password) : made.bytes,
  );
  // A secret order and a fresh key differ each time: such packets are made anew.
  if (isBlind || isAdHoc || request.password) return;
  const members = packet.candidates.flatMap((candidate) => wantedOf(candidate, request.template).map(({ key }) => key));
  const attachments = packet.candidates.flatMap((candidate) =>
    (candidate.attachments ?? []).map(({ file }) => resolve(dirname(source.path), file)),
  );
  memory.packet({ source, known: { members, attachments, asksAll, warnings: said.warnings }, artifact });
}

async function protect(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const { protectPdf } = await import('../pdf/protect.js');
  return protectPdf(bytes, password);
}
