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
  for (const { title, dropped, tagged } of made.parts) {
    const warn = (message: string) =>
      report.warnings.push({ severity: 'warning', message, where: { file: source.path } });
    if (dropped.length > 0) warn(`left out of ${JSON.stringify(title)}: ${dropped.join(', ')}`);
    if (!tagged) warn(`${JSON.stringify(title)} has no tags, so screen readers may not read its pages in order`);
  }
  report.warnings.push(...made.warnings);
  if (made.findings.length > 0) {
    const message = `the packet is not PDF/UA-1: ${conditionsOf(made.findings)}`;
    report.warnings.push({ severity: 'warning', message, where: { file: source.path } });
  }
  return { ...made, warnings: report.warnings, candidates: blind?.known };
}

/** Lists the conditions that are not met, each once, in the order in which they were found. */
function conditionsOf(findings: BoundPacket['findings']): string {
  const named = [...new Set(findings.map(({ condition, message }) => `${message} (${condition})`))];
  const rest = named.length - MOST_CONDITIONS;
  return `${named.slice(0, MOST_CONDITIONS).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

/** The maximum number of conditions that one message names. */
const MOST_CONDITIONS = 4;

/** A packet, and the mapping from aliases to candidates if it is blind. */
type PacketResult = BoundPacket & { candidates: BlindKey['candidates'] | undefined };
