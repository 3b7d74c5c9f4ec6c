import { toContent } from '../content/content.js';
import type { Services } from '../document/model.js';
import { makeResume } from '../document/resume.js';
import type { Problem } from '../errors.js';
import { bindPacket as bind, type Candidate } from '../packet/bind.js';
import { asOfMonth } from '../packet/experience.js';
import { readPacket } from '../packet/schema.js';
import { extractFiles } from '../pdf/attach.js';
import { saveStable } from '../pdf/metadata.js';
import { openPdf, ownerRestrictions } from '../pdf/syntax/open.js';
import { DEFAULT_TEMPLATE, isJsonFile, slugOf } from '../profile/names.js';
import { readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { type Renderer, withRenderer } from './renderer.js';
import { type FileSource, openProfile, type ProfileSource } from './source.js';

/** A PDF that is bound after the résumé of a candidate. */
export interface PacketAttachment {
  title: string;
  pdf: Uint8Array;
}

/** A candidate, as a profile or as a finished PDF. */
export type PacketCandidate = (ProfileCandidate | PdfCandidate) & { attachments?: readonly PacketAttachment[] };

/** A candidate whose résumé is rendered. */
export interface ProfileCandidate {
  source: ProfileSource;
  /** Private details, merged over the profile. */
  details?: FileSource;
  variant?: string;
  template?: string;
}

/** A candidate whose résumé is a PDF. */
export interface PdfCandidate {
  pdf: Uint8Array;
  /** The candidate's name; may be absent for a PDF that Dossier made, which carries its profile. */
  name?: string;
  /** A line under the name, such as the current position. */
  label?: string;
}

/** The properties of a packet, as in a packet file. */
export interface PacketOptions {
  /** If absent, a renderer is created for this call and closed. */
  renderer?: Renderer;
  title: string;
  /** The role that the candidates are proposed for. */
  role?: string;
  /** The date of the packet, such as `2026-11-16`. */
  date?: string;
  /** The month up to which current jobs are counted, such as `2026-11`; that of the date, or else the current one. */
  asOf?: string;
  /** The language of the front matter (BCP 47); that of the candidates if absent. */
  locale?: string;
  page?: { size?: 'a4' | 'letter' };
  /** Parts of the front matter; each is made unless it is `false`. */
  front?: { cover?: boolean; contents?: boolean; comparison?: boolean; scorecards?: boolean };
  /** The questions of the scorecards. */
  criteria?: readonly string[];
}

/** A packet that has been bound. */
export interface BoundPacketFile {
  title: string;
  bytes: Uint8Array;
  pages: number;
  warnings: Problem[];
}

/**
 * Binds candidates into one PDF with a cover, contents, a comparison, scorecards, bookmarks and continuous page
 * numbers. Nothing is written to disk. Packets without names need a key that is kept between runs: use the command.
 *
 * @throws DossierError PACKET_INVALID or PDF_INVALID for what cannot be bound, and the errors of `renderProfile`
 */
export async function bindPacket(
  candidates: readonly PacketCandidate[],
  options: PacketOptions,
): Promise<BoundPacketFile> {
  return withRenderer(options.renderer, async (services) => {
    const opened: { candidate: Candidate; warnings: Problem[] }[] = [];
    const slugs = new Set<string>();
    for (const candidate of candidates) {
      const made = 'pdf' in candidate ? await openCandidate(candidate) : await makeCandidate(candidate, services);
      const attachments = await Promise.all((candidate.attachments ?? []).map(openAttachment));
      const slug = uniqueSlug(made.candidate.slug, slugs);
      opened.push({
        ...made,
        candidate: { ...made.candidate, slug, ...(attachments.length > 0 ? { attachments } : {}) },
      });
    }
    const packet = await checkedPacket(options, [...slugs]);
    const [front, strip] = await Promise.all([
      services.templates.get('packet'),
      services.templates.get('packet-strip'),
    ]);
    const bound = await bind(
      packet.value,
      opened.map(({ candidate }) => candidate),
      { front, strip },
      services,
    );
    const untagged = bound.parts
      .filter(({ tagged }) => !tagged)
      .map(({ title }): Problem => {
        const message = `${JSON.stringify(title)} has no tags: its pages are not read aloud in order`;
        return { severity: 'warning', message };
      });
    const warnings = [...opened.flatMap((one) => one.warnings), ...packet.warnings, ...untagged, ...bound.warnings];
    return { title: bound.title, bytes: bound.bytes, pages: bound.pages, warnings };
  });
}

/** Reads the options with the schema of packet files, so that a wrong value gives the same error as there. */
function checkedPacket({ renderer: _renderer, asOf, ...own }: PacketOptions, slugs: readonly string[]) {
  const file = { ...own, candidates: slugs };
  return readPacket(new TextEncoder().encode(JSON.stringify(file)), 'packet.json', {
    profiles: slugs,
    asOf: asOfMonth({ asked: asOf, epoch: undefined, now: new Date() }),
    find: async () => [],
  });
}

function uniqueSlug(slug: string, taken: Set<string>): string {
  let unique = slug;
  for (let number = 2; taken.has(unique); number++) unique = `${slug}-${number}`;
  taken.add(unique);
  return unique;
}

async function makeCandidate(
  { source, details, variant, template }: ProfileCandidate,
  services: Services,
): Promise<{ candidate: Candidate; warnings: Problem[] }> {
  const opened = await openProfile(source, details, await services.templates.names());
  const resume = await makeResume({ ...opened, variant, template, formats: ['pdf'] }, services);
  resume.taken?.();
  const [pdf] = resume.artifacts;
  if (!pdf) throw new Error(`${opened.slug} was rendered without a PDF`);
  const { content, profile } = resume;
  const { name, label, lang } = content;
  const { bytes, pages = 0 } = pdf;
  const slug = slugOf(name) || opened.slug;
  return {
    candidate: { slug, name, label, lang, template: resume.template, profile, content, pdf: bytes, pages },
    warnings: [...opened.warnings, ...resume.warnings],
  };
}

/** Opens a finished résumé. One that Dossier made carries its profile, for the comparison. */
async function openCandidate({
  pdf,
  name,
  label,
}: PdfCandidate): Promise<{ candidate: Candidate; warnings: Problem[] }> {
  const file = name === undefined ? 'the PDF of a candidate' : `the PDF of ${name}`;
  const { bytes, pages } = await openAttachment({ title: file, pdf });
  const [carried] = (await extractFiles(bytes, file)).filter((attached) => isJsonFile(attached.name));
  const profile: Profile = carried
    ? readProfile(carried.bytes, carried.name).value
    : readProfile(new TextEncoder().encode(JSON.stringify({ basics: { name, label } })), `${file}.json`).value;
  const content = toContent(profile, name ?? 'Candidate');
  const shown = name ?? content.name;
  return {
    candidate: {
      slug: slugOf(shown) || 'candidate',
      name: shown,
      label: label ?? content.label,
      lang: content.lang,
      template: DEFAULT_TEMPLATE,
      profile,
      content,
      pdf: bytes,
      pages,
      isForeign: carried === undefined,
    },
    warnings: [],
  };
}

async function openAttachment({
  title,
  pdf,
}: PacketAttachment): Promise<{ title: string; bytes: Uint8Array; pages: number }> {
  const document = await openPdf(pdf, title);
  const pages = document.getPageCount();
  // A PDF with owner restrictions is saved without them, so that it is not decrypted again when it is bound.
  return { title, pages, bytes: ownerRestrictions(document) ? await saveStable(document) : pdf };
}
