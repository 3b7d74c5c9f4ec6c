import { wordsFor } from '../content/words.js';
import type { Services } from '../document/model.js';
import { makeResume } from '../document/resume.js';
import type { Problem } from '../errors.js';
import { type Candidate, packetLanguage } from '../packet/bind.js';
import { blindCandidates } from '../packet/blind/candidates.js';
import type { BlindKey, Decisions } from '../packet/blind/decisions.js';
import type { Redactor } from '../packet/blind/redactor.js';
import { type ReviewFinding, summarize, summarizePlaces } from '../packet/blind/review.js';
import type { Packet } from '../packet/schema.js';
import type { PacketParts } from './members.js';

/** Decisions about texts that may identify candidates, and the checklist that collects the undecided ones. */
export interface BlindReview {
  file: string;
  decisions(packet: string): Decisions;
  record(packet: string, found: readonly { alias: string; review: readonly ReviewFinding[] }[]): void;
}

/** The options for blinding one packet. */
interface PacketBlinding extends BlindKey, Decisions {
  checklist: BlindReview | undefined;
  /** `true` if private details were merged, so that warnings must not quote the profiles. */
  redact: boolean;
  /** The number of pages that each résumé should fill. */
  pages: number | undefined;
}

/** A packet that names nobody. */
interface BlindPacket {
  packet: Packet;
  /** Printed again without the candidates' names, in the secret order. */
  candidates: Candidate[];
  /** Maps every alias that was ever given to its profile. */
  known: BlindKey['candidates'];
}

/**
 * Removes the candidates' names from a packet: from their résumés, the titles of their documents, and the packet's
 * title.
 *
 * @throws DossierError as printing does
 */
export async function blindPacket(
  { source, packet }: PacketParts,
  candidates: readonly Candidate[],
  { seed, candidates: earlier, allow, words, checklist, redact, pages }: PacketBlinding,
  services: Services,
  report: { warnings: Problem[] },
): Promise<BlindPacket> {
  const wanted = typeof packet.blind === 'object' ? packet.blind : {};
  const { candidates: blind, known } = await blindCandidates(candidates, {
    words: [...(wanted.words ?? []), ...words],
    allow: [...(wanted.allow ?? []), ...allow],
    employers: wanted.employers === true,
    schools: wanted.schools === true,
    seed,
    earlier,
    called: wordsFor(packetLanguage(packet, candidates)).packet.alias,
  });
  checklist?.record(source.slug, blind);
  const warn = (message: string, hint: string) =>
    report.warnings.push({ severity: 'warning', message, hint, where: { file: source.path } });
  const redactors = blind.map(({ redactor }) => redactor);
  if (redactors.some((redactor) => redactor.matches(source.slug.replaceAll('-', ' '))))
    warn(
      'the name of the packet file, which is also that of the PDF, contains the name of a candidate',
      'rename the packet file',
    );
  const { name = '', confidentiality = '', contact } = services.brand ?? {};
  const lines = [name, confidentiality, contact?.name ?? ''];
  if (redactors.some((redactor) => lines.some((line) => redactor.matches(line))))
    warn(
      'the brand in dossier.yaml, which every packet shows, contains the name of a candidate',
      'change the name, the lines or the contact of the brand, or do not bind the packet blind',
    );
  for (const { alias, review } of blind) {
    if (review.length === 0) continue;
    const hint = checklist
      ? `record your decisions in ${checklist.file}, and run the command again`
      : redact
        ? 'review them with --review FILE; private details are not shown here'
        : 'add words to remove to blind.words and words to keep to blind.allow, or decide with --review FILE';
    warn(`${alias}: ${redact ? summarizePlaces(review) : summarize(review)}`, hint);
  }
  const shown = blind.map(async ({ origin, alias, letters, slug, profile, coverSheet }): Promise<Candidate> => {
    const named = candidates.find((candidate) => candidate.slug === origin);
    const { template, attachments } = named ?? {};
    const resume = await makeResume(
      { slug, profile, pictures: new Map(), formats: ['pdf'], template, pages, redact },
      services,
    );
    resume.taken?.();
    const [pdf] = resume.artifacts;
    if (!named || !pdf) throw new Error(`${alias} was not printed`);
    const titled = attachments?.map((each) => ({ ...each, title: withoutAll(each.title, redactors) }));
    const { label, lang } = resume.content;
    return {
      slug,
      name: alias,
      initials: letters,
      coverSheet,
      label,
      lang,
      template: resume.template,
      profile: resume.profile,
      content: resume.content,
      pdf: pdf.bytes,
      pages: pdf.pages ?? 0,
      ...(titled ? { attachments: titled } : {}),
    };
  });
  return { packet: withoutNames(packet, redactors), candidates: await Promise.all(shown), known };
}

/** A packet whose own texts name no candidate. */
function withoutNames(packet: Packet, redactors: readonly Redactor[]): Packet {
  const without = (text: string) => withoutAll(text, redactors);
  return {
    ...packet,
    title: without(packet.title),
    ...(packet.role ? { role: without(packet.role) } : {}),
    ...(packet.criteria ? { criteria: packet.criteria.map(without) } : {}),
  };
}

/** A title without the name of any candidate. */
function withoutAll(text: string, redactors: readonly Redactor[]): string {
  return redactors.reduce((result, redactor) => redactor.redactText(result, 'title'), text);
}
