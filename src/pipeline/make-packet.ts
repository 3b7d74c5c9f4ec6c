import type { Services } from '../document/model.js';
import type { Problem } from '../errors.js';
import { type BoundPacket, bindPacket } from '../packet/bind.js';
import type { BlindKey, Decisions } from '../packet/blind/decisions.js';
import { type BlindReview, blindPacket } from './blind-packet.js';
import { gatherCandidates, type PacketParts, type PrintedDocuments } from './members.js';

/** Options of a run that affect every résumé. */
export interface PacketOptions {
  template?: string | undefined;
  /** The folder with overlays, if private details were merged. */
  overlays?: string | undefined;
  pages?: number | undefined;
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
  const { pages, overlays } = asked;
  const blinding = key && { ...key, checklist, pages, redact: overlays !== undefined };
  const blind = blinding && (await blindPacket(planned, candidates, blinding, services, report));
  const { packet: shown, candidates: bound } = blind ?? { packet, candidates };
  const made = await bindPacket(shown, bound, { front, strip }, services, (character) => {
    const key = (['title', 'role', 'criteria'] as const).find((name) => String(packet[name] ?? '').includes(character));
    const { where, frame } = planned.problem(key ? [key] : [], 'value', { severity: 'error', message: '' });
    return { ...(where ? { where } : {}), ...(frame ? { frame } : {}) };
  });
  const where = { file: source.path };
  report.warnings.push(...made.warnings.map((warning) => ({ where, ...warning })));
  return { ...made, warnings: report.warnings, candidates: blind?.known };
}

/** A packet, and the mapping from aliases to candidates if it is blind. */
type PacketResult = BoundPacket & { candidates: BlindKey['candidates'] | undefined };
