import { DossierError, type Problem } from '../errors.js';
import { type BoundPacket, bindPacket, type Candidate } from '../packet/bind.js';
import { type BlindKey, blindCandidates } from '../packet/blind.js';
import type { Packet } from '../packet/schema.js';
import { openPdf } from '../pdf/open.js';
import { type Kit, makeResume } from '../resume/resume.js';
import { readAttachment } from './attachment.js';
import type { SourceFile } from './discover.js';
import { neededBy } from './packets.js';

/** The résumés of a run that packets want, and why some could not be made. */
export interface Printed {
  bound: ReadonlyMap<string, Candidate>;
  lacking: ReadonlyMap<string, unknown>;
}

/** What the run asks of every résumé. */
export interface Asked {
  template?: string | undefined;
  pages?: number | undefined;
}

/**
 * Binds a packet from the résumés of a run.
 *
 * @throws DossierError PACKET_STALE where a candidate failed, PACKET_INVALID or PDF_INVALID where an attachment cannot
 *   be used
 */
export async function makePacket(
  source: SourceFile,
  packet: Packet,
  { bound, lacking }: Printed,
  asked: Asked,
  kit: Kit,
  report: { warnings: Problem[] },
  blinding?: BlindRun,
): Promise<BoundPacket> {
  const needs = neededBy([packet], asked.template);
  const candidates = await Promise.all(
    packet.candidates.map(async (choice): Promise<Candidate> => {
      const key = needs.get(choice.profile)?.[0]?.key ?? '';
      const candidate = bound.get(key);
      const reason = lacking.get(key);
      if (reason instanceof DossierError) {
        throw new DossierError(reason.code, `${choice.profile}: ${reason.message}`, {
          where: { file: source.path },
          hint: reason.hint,
          cause: reason,
        });
      }
      if (reason !== undefined) throw reason;
      if (!candidate) {
        const message = `the packet ${source.slug} is not built, because the profile ${choice.profile} failed`;
        const hint = 'mend that profile; an earlier packet stays as it is and is marked stale';
        throw new DossierError('PACKET_STALE', message, { where: { file: source.path }, hint });
      }
      if (blinding && choice.attachments?.some((attachment) => !attachment.blindSafe)) {
        const hint = 'look through it, and write blindSafe: true if nothing in it says who the candidate is';
        throw new DossierError('PACKET_INVALID', `a document of ${choice.profile} may say who that is`, {
          where: { file: source.path },
          hint,
        });
      }
      const attachments = await Promise.all(
        (choice.attachments ?? []).map(async ({ file, title }) => {
          const bytes = await readAttachment(source, file);
          return { title, bytes, pages: (await openPdf(bytes, file)).getPageCount() };
        }),
      );
      return attachments.length > 0 ? { ...candidate, attachments } : candidate;
    }),
  );
  const [front, strip] = await Promise.all([kit.templates.get('packet'), kit.templates.get('packet-strip')]);
  const shown = blinding ? await blinded(source, packet, candidates, blinding, asked.pages, kit, report) : candidates;
  const made = await bindPacket(packet, shown, { front, strip }, kit);
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
  return made;
}

/** How a run blinds packets: the secret seed, and where the key is kept. */
export interface BlindRun {
  seed: string;
  keep(key: BlindKey): void;
}

/** The candidates printed anew without their names, in the secret order. */
async function blinded(
  source: SourceFile,
  packet: Packet,
  candidates: readonly Candidate[],
  { seed, keep }: BlindRun,
  pages: number | undefined,
  kit: Kit,
  report: { warnings: Problem[] },
): Promise<Candidate[]> {
  const wanted = typeof packet.blind === 'object' ? packet.blind : {};
  const blinding = {
    words: wanted.words ?? [],
    employers: wanted.employers === true,
    schools: wanted.schools === true,
    seed,
  };
  const blind = await blindCandidates(candidates, blinding);
  keep({ seed, candidates: Object.fromEntries(blind.map(({ alias, origin }) => [alias, origin])) });
  return Promise.all(
    blind.map(async ({ origin, alias, slug, profile, review }) => {
      const known = candidates.find((candidate) => candidate.slug === origin);
      const resume = await makeResume(
        { slug, profile, pictures: new Map(), formats: ['pdf'], template: known?.template, pages },
        kit,
      );
      const [pdf] = resume.artifacts;
      if (!known || !pdf) throw new Error(`${alias} was not printed`);
      report.warnings.push({
        severity: 'warning',
        message: `${alias}: look whether these give the person away: ${review.join(', ') || 'nothing found'}`,
        where: { file: source.path },
        hint: 'add what must go to blind.words',
      });
      const { label, lang } = resume.content;
      const attached = known.attachments ? { attachments: known.attachments } : {};
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
}
