import { wordsFor } from '../content/words.js';
import type { Problem } from '../errors.js';
import { type BoundPacket, bindPacket, type Candidate, packetLanguage } from '../packet/bind.js';
import { blindCandidates } from '../packet/blind/candidates.js';
import type { Decisions } from '../packet/blind/decisions.js';
import type { BlindKey } from '../packet/blind/key.js';
import { type Finding, summarize } from '../packet/blind/review.js';
import type { Packet } from '../packet/schema.js';
import { type Kit, makeResume } from '../resume/resume.js';
import type { SourceFile } from './discover.js';
import { gatherCandidates, type PacketParts, type Printed } from './members.js';

/** What the run asks of every résumé. */
export interface Asked {
  template?: string | undefined;
  pages?: number | undefined;
}

/**
 * Binds a packet from the résumés of a run.
 *
 * @throws DossierError as gathering its candidates does
 */
export async function makePacket(
  planned: PacketParts,
  printed: Printed,
  asked: Asked,
  kit: Kit,
  report: { warnings: Problem[] },
  key?: BlindKey & Decisions,
  checklist?: BlindReview,
): Promise<MadePacket> {
  const { source, packet } = planned;
  const candidates = await gatherCandidates(planned, printed, asked.template, key !== undefined);
  const [front, strip] = await Promise.all([kit.templates.get('packet'), kit.templates.get('packet-strip')]);
  const blind = key && (await blinded(source, packet, candidates, key, checklist, asked.pages, kit, report));
  const shown = blind?.shown ?? candidates;
  const made = await bindPacket(packet, shown, { front, strip }, kit, (character) => {
    const key = (['title', 'role', 'criteria'] as const).find((name) => String(packet[name] ?? '').includes(character));
    const { where, frame } = planned.problem(key ? [key] : [], 'value', { severity: 'error', message: '' });
    return { ...(where ? { where } : {}), ...(frame ? { frame } : {}) };
  });
  for (const { title, dropped, tagged } of made.parts) {
    const warn = (message: string) =>
      report.warnings.push({ severity: 'warning', message, where: { file: source.path } });
    if (dropped.length > 0) warn(`of ${JSON.stringify(title)} this was left out: ${dropped.join(', ')}`);
    if (!tagged) warn(`${JSON.stringify(title)} has no tags: its pages are not read aloud in order`);
  }
  for (const { condition, message } of made.findings) {
    report.warnings.push({
      severity: 'warning',
      message: `the packet is not PDF/UA-1: ${message} (${condition})`,
      where: { file: source.path },
    });
  }
  return { ...made, candidates: blind?.known };
}

/** A packet, and who is who in it where it is blind. */
export type MadePacket = BoundPacket & { candidates: BlindKey['candidates'] | undefined };

/** Decisions about what may identify candidates, and a place for what is still to be decided. */
export interface BlindReview {
  file: string;
  decisions(packet: string): Decisions;
  record(packet: string, found: readonly { alias: string; review: readonly Finding[] }[]): void;
}

/** The candidates printed anew without their names, in the secret order. */
async function blinded(
  source: SourceFile,
  packet: Packet,
  candidates: readonly Candidate[],
  { seed, candidates: earlier, allow, words }: BlindKey & Decisions,
  checklist: BlindReview | undefined,
  pages: number | undefined,
  kit: Kit,
  report: { warnings: Problem[] },
): Promise<{ shown: Candidate[]; known: BlindKey['candidates'] }> {
  const wanted = typeof packet.blind === 'object' ? packet.blind : {};
  const blinding = {
    words: [...(wanted.words ?? []), ...words],
    allow: [...(wanted.allow ?? []), ...allow],
    employers: wanted.employers === true,
    schools: wanted.schools === true,
    seed,
    earlier,
    called: wordsFor(packetLanguage(packet, candidates)).packet.alias,
  };
  const { candidates: blind, known: aliases } = await blindCandidates(candidates, blinding);
  checklist?.record(source.slug, blind);
  const shown = await Promise.all(
    blind.map(async ({ origin, alias, slug, profile, review, redactor }) => {
      const known = candidates.find((candidate) => candidate.slug === origin);
      const resume = await makeResume(
        { slug, profile, pictures: new Map(), formats: ['pdf'], template: known?.template, pages },
        kit,
      );
      resume.taken?.();
      const [pdf] = resume.artifacts;
      if (!known || !pdf) throw new Error(`${alias} was not printed`);
      if (review.length > 0) {
        report.warnings.push({
          severity: 'warning',
          message: `${alias}: ${summarize(review)}`,
          where: { file: source.path },
          hint: checklist
            ? `decide in ${checklist.file}, and run the command again`
            : 'add what must go to blind.words and what may stay to blind.allow, or decide with --review FILE',
        });
      }
      const { label, lang } = resume.content;
      const attachments = known.attachments?.map((each) => ({
        ...each,
        title: redactor.redactText(each.title, 'title'),
      }));
      const attached = attachments ? { attachments } : {};
      return {
        slug,
        name: alias,
        label,
        lang,
        template: resume.template,
        profile: resume.profile,
        content: resume.content,
        pdf: pdf.bytes,
        pages: pdf.pages ?? 0,
        ...attached,
      };
    }),
  );
  return { shown, known: aliases };
}
