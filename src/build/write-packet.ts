import { dirname, resolve } from 'node:path';
import { DossierError, type Problem } from '../errors.js';
import type { Kit } from '../resume/resume.js';
import { BlindKeys } from './blind-keys.js';
import { makePacket } from './make-packet.js';
import type { ManifestArtifact } from './manifest.js';
import type { Printed } from './members.js';
import type { Output } from './output.js';
import { type PlannedPacket, wantedOf } from './packets.js';
import type { Write } from './profiles.js';
import { type Memory, pickAsked } from './remember.js';
import type { BuildRequest } from './request.js';

/** Where the results of a packet go. */
export interface PacketSink {
  report: { warnings: Problem[] };
  write: Write;
  memory: Memory;
  output: Output;
  /** The manifest before the run. */
  earlier: readonly ManifestArtifact[];
}

/**
 * Binds a packet of a run's résumés and writes it.
 *
 * @throws DossierError PACKET_PROTECTED where it would replace one that opens with a password only; USAGE where it is
 *   blind and bound already, and its key is missing
 */
export async function writePacket(
  planned: PlannedPacket,
  request: BuildRequest,
  printed: Printed,
  kit: Kit,
  { report, write, memory, output, earlier }: PacketSink,
): Promise<void> {
  const { source, packet, asksAll, warnings } = planned;
  const { keys, review, all } = request.blind;
  const blind = packet.blind ? 'file' : all ? 'option' : undefined;
  const isAdHoc = request.packets !== undefined && 'packet' in request.packets;
  const isProtected = request.password !== undefined;
  const path = `packets/${source.slug}${blind ? '.blind' : ''}.pdf`;
  if (!isProtected && !request.mayUnprotect) await requireUnprotected(path, output, earlier);
  const documents = packet.candidates.flatMap((candidate) =>
    wantedOf(candidate, request.template).map(({ key }) => key),
  );
  const attachments = packet.candidates.flatMap((candidate) =>
    (candidate.attachments ?? []).map(({ file }) => resolve(dirname(source.path), file)),
  );
  const kept = blind && (await keys.read(source.slug));
  if (blind && !kept && earlier.some((artifact) => artifact.path === path)) throw keyMissing(path);
  const known = blind && (kept ?? BlindKeys.create());
  // What a review has decided holds in later runs too, with or without its file.
  const key = known && { ...known, ...review?.decisions(source.slug) };
  const said = { warnings: [...warnings] };
  const made = await makePacket(planned, printed, request, kit, said, key, review);
  report.warnings.push(...said.warnings.slice(warnings.length));
  // Before the packet: one that was handed out while nobody knows who is who could never be bound again.
  if (key && made.candidates)
    await keys.write(source.slug, { ...key, candidates: made.candidates, documents, attachments });
  const artifact = await write(
    {
      path,
      kind: 'packet',
      pages: made.pages,
      title: made.title,
      packet: source.slug,
      ...(isAdHoc ? { adHoc: true as const } : {}),
      ...(packet.date ? { date: packet.date } : {}),
      ...(isProtected
        ? { protected: true as const }
        : blind
          ? {}
          : { candidates: packet.candidates.map(({ profile }) => profile) }),
    },
    request.password === undefined ? made.bytes : await protect(made.bytes, request.password),
  );
  memory.packet({
    source,
    known: {
      packet: source.slug,
      asked: pickAsked(request),
      // The output folder is handed out: that of a blind packet must not say whom it binds.
      members: blind ? [] : documents,
      attachments: blind ? [] : attachments,
      asksAll,
      isDated: Boolean(packet.date),
      blind,
      isAdHoc,
      isProtected,
      // Nor what may identify them.
      warnings: blind ? [] : said.warnings,
    },
    artifact,
  });
}

/** A blind packet is there, and nothing says who is who in it: bound anew, its candidates would get other letters. */
function keyMissing(path: string): DossierError {
  return new DossierError('USAGE', `${path} is bound already, and its key is missing`, {
    hint: 'give the key with --key, or restore it; to give the candidates new letters, remove that file',
  });
}

/** @throws DossierError PACKET_PROTECTED where a packet that opens with a password only is in the place of a new one */
async function requireUnprotected(path: string, output: Output, earlier: readonly ManifestArtifact[]): Promise<void> {
  const listed = earlier.find((artifact) => artifact.path === path);
  // A run that was killed may have written one that no manifest names (ISO 32000-2, 7.6.2).
  const isProtected = listed ? listed.protected === true : (await output.read(path))?.includes('/Encrypt') === true;
  if (!isProtected) return;
  throw new DossierError('PACKET_PROTECTED', `${path} is protected by a password, and is not replaced by one without`, {
    hint: 'give the password again, with --password or DOSSIER_PASSWORD; or replace it with --no-password',
  });
}

async function protect(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const { protectPdf } = await import('../pdf/protect.js');
  return protectPdf(bytes, password);
}
