import { directionOf, languageOf } from '../content/locale.js';
import type { Content } from '../content/model.js';
import type { Services } from '../document/model.js';
import type { Problem } from '../errors.js';
import { NUMBER_CHARACTERS } from '../pdf/fonts/truetype.js';
import { saveStable } from '../pdf/metadata.js';
import { blindDocument } from '../pdf/privacy/blind-attachment.js';
import type { Standard } from '../pdf/standards.js';
import { type OpenPdf, openPdf, ownerRestrictions } from '../pdf/syntax/open.js';
import { explainVerdict } from '../pdf/verdict.js';
import type { Design } from '../profile/design.js';
import type { Place } from '../profile/places.js';
import type { Profile } from '../profile/schema.js';
import { paperFor } from '../template/page.js';
import type { LoadedTemplate } from '../template/store.js';
import { type AssembledPacket, assemblePacket, type BoundAttachment } from './assemble.js';
import type { CoverSheet } from './cover-sheet.js';
import { printFront } from './print-front.js';
import { printTemplate } from './print-template.js';
import type { Packet } from './schema.js';
import { skillPlaces } from './skill-places.js';

/** A candidate whose résumé is ready to be bound. */
export interface Candidate {
  slug: string;
  name: string;
  label: string | undefined;
  /** The portrait as a data: address; absent in a blind packet. */
  portrait?: string | undefined;
  /** The letters shown in place of a portrait; those of the name if absent. */
  initials?: string | undefined;
  /** Details that the packet file gives of the candidate. */
  coverSheet?: CoverSheet | undefined;
  lang: string;
  /** The template that the résumé is set in. */
  template: string;
  profile: Profile;
  content: Content;
  pdf: Uint8Array;
  pages: number;
  /** `true` if Dossier did not print the résumé. */
  isForeign?: boolean;
  /** The candidate's own documents, bound after the résumé. */
  attachments?: BoundAttachment[];
}

export interface BoundPacket extends AssembledPacket {
  title: string;
  /** Warnings about characters that no font can draw, parts that were left out or have no tags, and PDF/UA. */
  warnings: Problem[];
}

/** The templates of a packet: its front matter, and the strips at the foot of its pages. */
interface PacketTemplates {
  front: LoadedTemplate;
  strip: LoadedTemplate;
}

/** The language of a packet: its own, else the language that all its candidates share, else English. */
export function packetLanguage(packet: Packet, candidates: readonly Candidate[]): string {
  if (packet.locale) return packet.locale;
  const [first = 'en', ...others] = new Set(candidates.map(({ lang }) => lang));
  if (others.length === 0) return first;
  const language = languageOf(first);
  return others.every((lang) => languageOf(lang) === language) ? language : 'en';
}

interface BindOptions {
  /** Returns the position of a character in the packet's file. */
  placeOf?: (character: string) => Place;
  /** The standard to claim; `a-3a` by default. */
  standard?: Standard | undefined;
  /** The design options of the command, whose colours and fonts the front matter has. */
  design?: Design | undefined;
}

/**
 * Binds front matter and the candidates' résumés into one PDF with continuous page numbers.
 *
 * @throws DossierError GLYPH_MISSING, and the errors of printing and binding
 */
export async function bindPacket(
  packet: Packet,
  candidates: readonly Candidate[],
  templates: PacketTemplates,
  services: Services,
  { placeOf = () => ({}), standard, design }: BindOptions = {},
): Promise<BoundPacket> {
  const lang = packetLanguage(packet, candidates);
  const stated = packet.locale || (candidates.every(({ profile }) => profile.meta?.locale) ? lang : undefined);
  const paper = paperFor(packet.page?.size, stated, templates.front.template.options);
  const names = candidates.map((candidate) => candidate.name);
  const info = {
    title: packet.title,
    subject: packet.role,
    keywords: names,
    lang,
    direction: directionOf(lang),
    creator: services.creator,
    date: packet.date || services.date,
    standard,
  };
  const strip = { title: packet.title, lang, direction: directionOf(lang), setting: {}, tagged: false };
  const [{ document, view, sheets, warnings }, strips] = await Promise.all([
    printFront(packet, candidates, templates.front, services, { lang, paper, placeOf, design }),
    printTemplate(templates.strip, { names, numbers: NUMBER_CHARACTERS }, strip, services),
  ]);
  const bound = candidates.map((candidate, page) => {
    const skills = view.comparison?.rows[page]?.skills ?? [];
    const locate = (document: OpenPdf) => skillPlaces(document, candidate.content, skills);
    return { ...candidate, ...sheets[page], strip: [0, page] as const, ...(skills.length > 0 ? { locate } : {}) };
  });
  const assembled = await assemblePacket({ info, front: document, candidates: bound, strips: [strips.pdf] });
  return {
    title: packet.title,
    warnings: [...partWarnings(assembled), ...warnings, ...standardWarnings(assembled, standard)],
    ...assembled,
  };
}

/** Warns about what was left out of the parts of a packet, and about parts without tags. */
function partWarnings({ parts }: AssembledPacket): Problem[] {
  return parts
    .flatMap(({ title, dropped, tagged }) => [
      ...(dropped.length > 0 ? [`left out of ${JSON.stringify(title)}: ${dropped.join(', ')}`] : []),
      ...(tagged ? [] : [`${JSON.stringify(title)} has no tags, so screen readers may not read its pages in order`]),
    ])
    .map((message) => ({ severity: 'warning', message }));
}

/** Warns about a packet that claims no standard, or only PDF/UA. */
function standardWarnings({ verdict }: AssembledPacket, standard: Standard | undefined): Problem[] {
  const reason = explainVerdict(verdict, standard);
  return reason ? [{ severity: 'warning', message: `the packet ${reason}` }] : [];
}

/** A PDF from elsewhere that is ready to be bound. */
interface AttachedPdf {
  bytes: Uint8Array;
  pages: number;
  warnings: Pick<Problem, 'severity' | 'message' | 'hint'>[];
}

/**
 * Opens a PDF from elsewhere to bind it, and removes what identifies a person in it if the packet is blind.
 *
 * @param file the name of the PDF in messages
 * @throws DossierError PDF_INVALID
 */
export async function openAttachedPdf(bytes: Uint8Array, file: string, isBlind = false): Promise<AttachedPdf> {
  const document = await openPdf(bytes, file);
  const pages = document.getPageCount();
  const restrictions = ownerRestrictions(document);
  const warnings = restrictionNote(file, restrictions ?? []);
  if (!isBlind && !restrictions) return { bytes, pages, warnings };
  if (isBlind) blindDocument(document);
  // A decrypted PDF is saved, so that it is not decrypted again when it is bound.
  return { bytes: await saveStable(document), pages, warnings };
}

/** Warns that a PDF is bound although its owner restricts it; a packet has either one encryption or none. */
function restrictionNote(file: string, restrictions: readonly string[]): AttachedPdf['warnings'] {
  if (restrictions.length === 0) return [];
  const list = restrictions.join(', ').replace(/, ([^,]+)$/, ' or $1');
  const message = `the owner of ${file} does not permit ${list}, but the packet does not keep this restriction`;
  return [{ severity: 'warning', message, hint: 'make sure that you may share it, or save it without restrictions' }];
}
