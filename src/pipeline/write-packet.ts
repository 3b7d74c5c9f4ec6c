import type { Services } from '../document/model.js';
import type { DocumentOptions } from '../document/options.js';
import { DossierError, type Problem } from '../errors.js';
import { type BoundPacket, bindPacket } from '../packet/bind.js';
import type { BlindKey, Decisions } from '../packet/blind/decisions.js';
import type { Standard } from '../pdf/standards.js';
import type { Design } from '../profile/design.js';
import { type BlindReview, blindPacket } from './blind-packet.js';
import type { SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import { gatherCandidates, type PacketParts, type PrintedDocuments } from './members.js';
import { type PlannedPacket, wantedOf } from './packets.js';
import type { Write } from './profiles.js';
import { keepsProtected, type PacketState, packetPath, requireUnprotected } from './protection.js';
import type { PacketRecord } from './records.js';
import type { BuildRequest } from './request.js';

/** A packet that was bound and written. */
export interface MadePacket {
  source: SourceFile;
  record: Omit<PacketRecord, 'inputs' | 'artifact'>;
  artifact: ManifestArtifact;
  /** The warnings of binding; those of reading the packet file are reported earlier. */
  warnings: Problem[];
}

interface PacketRun extends PacketState {
  write: Write;
  asked: DocumentOptions;
}

/**
 * Binds a packet from the documents of a run and writes it.
 *
 * @throws DossierError PACKET_PROTECTED if it would replace a packet that opens only with a password; USAGE if it is
 *   blind, was bound before, and its key is missing
 */
export async function writePacket(
  planned: PlannedPacket,
  request: BuildRequest,
  printed: PrintedDocuments,
  services: Services,
  { write, asked, ...state }: PacketRun,
): Promise<MadePacket> {
  const { source, packet, asksAll, warnings } = planned;
  const { keys, review, all } = request.blind;
  const blind = packet.blind ? 'file' : all ? 'option' : undefined;
  const isAdHoc = request.packets !== undefined && 'packet' in request.packets;
  const { output, earlier } = state;
  const path = packetPath(source.slug, blind !== undefined);
  if (keepsProtected(request)) await requireUnprotected(source.slug, blind !== undefined, state);
  const isProtected = request.password !== undefined;
  const documents = packet.candidates.flatMap((candidate) =>
    wantedOf(candidate, packet, request.template).map(({ key }) => key),
  );
  const attachments = packet.candidates.flatMap((candidate) => (candidate.attachments ?? []).map(({ file }) => file));
  const kept = blind && (await keys.read(source.slug));
  if (blind && !kept && (earlier.some((artifact) => artifact.path === path) || (await output.read(path))))
    throw keyMissing(path);
  const known = blind && (kept ?? (await keys.create(source.slug)));
  // The decisions of a review are saved for later runs, which may not have its file.
  const key = known && { ...known, ...review?.decisions(source.slug) };
  const made = await makePacket(planned, printed, request, services, key, review);
  // The key is written before the packet: without the mapping, a packet that was handed out could never be bound again.
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
  const record: MadePacket['record'] = {
    packet: source.slug,
    asked,
    // The output folder is handed out, so the record of a blind packet must not name its candidates.
    members: blind ? [] : documents,
    attachments: blind ? [] : attachments,
    asksAll,
    isDated: Boolean(packet.date),
    blind,
    isAdHoc,
    isProtected,
    // Warnings may identify them as well.
    warnings: blind ? [] : [...warnings, ...made.warnings],
  };
  return { source, record, artifact, warnings: made.warnings };
}

/** The error for a blind packet whose key is missing: without it, the candidates would get other letters. */
function keyMissing(path: string): DossierError {
  return new DossierError('USAGE', `${path} already exists, but its key is missing`, {
    hint: 'set the key with --key, or restore it; to give the candidates new aliases, remove that file',
  });
}

async function protect(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const { protectPdf } = await import('../pdf/finish.js');
  return protectPdf(bytes, password);
}

/** Options of a run that affect every résumé. */
export interface PacketOptions {
  template?: string | undefined;
  /** The folder with overlays, if private details were merged. */
  overlays?: string | undefined;
  pages?: number | undefined;
  /** The standard that the packet claims if it conforms to it. */
  standard?: Standard | undefined;
  /** The design options of the command. */
  design?: Design | undefined;
}

/**
 * Binds a packet from the résumés of a run.
 *
 * @throws DossierError the errors of `gatherCandidates`
 */
export async function makePacket(
  planned: PacketParts,
  printed: PrintedDocuments,
  asked: PacketOptions,
  services: Services,
  key?: BlindKey & Decisions,
  checklist?: BlindReview,
): Promise<PacketResult> {
  const { source, packet } = planned;
  const report = { warnings: [] as Problem[] };
  const candidates = await gatherCandidates(planned, printed, asked.template, key !== undefined, report);
  const [front, strip] = await Promise.all([services.templates.get('packet'), services.templates.get('packet-strip')]);
  const { pages, overlays, standard, design } = asked;
  const blinding = key && { ...key, checklist, pages, redact: overlays !== undefined };
  const blind = blinding && (await blindPacket(planned, candidates, blinding, services, report));
  const { packet: shown, candidates: bound } = blind ?? { packet, candidates };
  const placeOf = (character: string) => {
    const key = (['title', 'role', 'criteria'] as const).find((name) => String(packet[name] ?? '').includes(character));
    const { where, frame } = planned.problem(key ? [key] : [], 'value', { severity: 'error', message: '' });
    return { ...(where ? { where } : {}), ...(frame ? { frame } : {}) };
  };
  const made = await bindPacket(shown, bound, { front, strip }, services, { placeOf, standard, design });
  const where = { file: source.path };
  report.warnings.push(...made.warnings.map((warning) => ({ where, ...warning })));
  return { ...made, warnings: report.warnings, candidates: blind?.known };
}

/** A packet, and the mapping from aliases to candidates if it is blind. */
type PacketResult = BoundPacket & { candidates: BlindKey['candidates'] | undefined };
