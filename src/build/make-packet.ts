import { dirname } from 'node:path';
import { DossierError, type Problem } from '../errors.js';
import { type BoundPacket, bindPacket, type Candidate } from '../packet/bind.js';
import { type BlindKey, blindCandidates } from '../packet/blind.js';
import type { Packet } from '../packet/schema.js';
import { openPdf } from '../pdf/open.js';
import { type Refusal, readInside } from '../profile/inside.js';
import { type Kit, makeResume } from '../resume/resume.js';
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
        (choice.attachments ?? []).map(({ file, title }) => readAttachment(source, file, title)),
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

/** The largest PDF that is bound in, in bytes. */
const ATTACHMENT_LIMIT = 50 * 1024 * 1024;

const UNBOUND: Readonly<Record<Refusal, [(file: string) => string, hint: string]>> = {
  missing: [(file) => `there is no file ${file}`, 'attachments lie beside the packet file or below it'],
  outside: [(file) => `${file} is not inside the folder of the packet files`, 'copy it beside the packet file'],
  'no file': [(file) => `${file} is no file`, 'name a PDF beside the packet file or below it'],
  unreadable: [(file) => `${file} cannot be read`, 'look who may read it'],
  'too large': [
    (file) => `${file} is larger than ${ATTACHMENT_LIMIT / 1024 / 1024} MB`,
    'save it with smaller pictures',
  ],
};

/** A PDF that the packet file names; it must lie in the folder of the packet files, links followed. */
async function readAttachment(
  source: SourceFile,
  file: string,
  title: string,
): Promise<{ title: string; bytes: Uint8Array; pages: number }> {
  const bytes = await readInside(dirname(source.path), file, ATTACHMENT_LIMIT);
  if (typeof bytes === 'string') {
    const [message, hint] = UNBOUND[bytes];
    throw new DossierError('PACKET_INVALID', message(file), { where: { file: source.path }, hint });
  }
  const document = await openPdf(bytes, file);
  return { title, bytes, pages: document.getPageCount() };
}
