import { toContent } from '../content/content.js';
import type { Services } from '../document/model.js';
import type { DocumentOptions } from '../document/options.js';
import { makeResume } from '../document/resume.js';
import { DossierError, type Problem } from '../errors.js';
import { bindPacket as bind, type Candidate, openAttachedPdf } from '../packet/bind.js';
import { coverSheetOf } from '../packet/cover-sheet.js';
import { asOfMonth } from '../packet/qualifications.js';
import { readPacket } from '../packet/schema.js';
import { extractFiles } from '../pdf/attach.js';
import type { Standard } from '../pdf/standards.js';
import { openPdf } from '../pdf/syntax/open.js';
import type { Design } from '../profile/design.js';
import { DEFAULT_TEMPLATE, isJsonFile, slugOf } from '../profile/names.js';
import { readProfile } from '../profile/read.js';
import { checkDesign } from '../profile/read-design.js';
import type { Profile } from '../profile/schema.js';
import { mergeGroups } from '../profile/values.js';
import { type BrandSource, openBrandSource } from './brand.js';
import { type FileSource, openProfileSource, type ProfileSource, type Renderer, withRenderer } from './renderer.js';

/** A PDF that is bound after the résumé of a candidate. */
export interface PacketAttachment {
  title: string;
  pdf: Uint8Array;
}

/** A candidate, as a profile or as a finished PDF. */
export type PacketCandidate = (ProfileCandidate | PdfCandidate) & {
  attachments?: readonly PacketAttachment[];
} & PacketDetails;

/** Details of a candidate that are printed in the brief, if there is one. */
export interface PacketDetails {
  notice?: string;
  salaryExpectation?: string;
  workPermit?: string;
  comments?: string;
}

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
  /** Design options of the résumés that are rendered, over those of the profiles. */
  design?: Design;
  /** The house style of the front matter, and of the résumés that are rendered. */
  brand?: BrandSource;
  /**
   * Parts of the front matter; each is made unless it is `false`. Scorecards are `behind` the documents of their
   * candidates if not asked for elsewhere.
   */
  front?: {
    cover?: boolean;
    contents?: boolean;
    comparison?: boolean;
    /** A page about each candidate before the résumé; only made if it is `true`. */
    briefs?: boolean;
    scorecards?: boolean | 'behind' | 'before' | 'together';
  };
  /** The questions of the scorecards. */
  criteria?: readonly string[];
  /** The standard that the packet claims if it conforms to it; `a-3a` by default. */
  standard?: Standard;
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
  return withRenderer(options.renderer, async (given) => {
    const slugs = new Set<string>();
    const house = options.brand && (await openBrandSource(options.brand));
    const services = { ...given, brand: house?.brand };
    const own = options.design && checkDesign(options.design, 'options.design');
    const look: DocumentOptions = {
      design: mergeGroups(own, house?.enforced) as Design | undefined,
      ...(house?.below ? { defaults: { design: house.below } } : {}),
    };
    const opened = await Promise.all(candidates.map((candidate) => openCandidate(candidate, look, services)));
    const named = opened.map(({ candidate }) => ({ ...candidate, slug: uniqueSlug(candidate.slug, slugs) }));
    const listed = [...slugs].map((profile, index) => ({ profile, ...coverSheetOf(candidates[index] ?? {}) }));
    const packet = await checkedPacket(options, listed);
    const detailed = named.map((candidate, index) => {
      const coverSheet = coverSheetOf(packet.value.candidates[index] ?? {});
      return { ...candidate, ...(coverSheet ? { coverSheet } : {}) };
    });
    const [front, strip] = await Promise.all([
      services.templates.get('packet'),
      services.templates.get('packet-strip'),
    ]);
    const { title, bytes, pages, warnings } = await bind(packet.value, detailed, { front, strip }, services, {
      standard: options.standard,
    });
    return {
      title,
      bytes,
      pages,
      warnings: [...opened.flatMap((one) => one.warnings), ...packet.warnings, ...warnings],
    };
  });
}

/** Reads the options with the schema of packet files, so that a wrong value gives the same error as there. */
function checkedPacket(
  { renderer: _renderer, standard: _standard, brand: _brand, asOf, ...own }: PacketOptions,
  candidates: readonly { profile: string }[],
) {
  const file = { ...own, candidates };
  return readPacket(encode(JSON.stringify(file)), 'packet.json', {
    profiles: candidates.map(({ profile }) => profile),
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

interface OpenedCandidate {
  candidate: Candidate;
  warnings: Problem[];
}

async function openCandidate(
  candidate: PacketCandidate,
  look: DocumentOptions,
  services: Services,
): Promise<OpenedCandidate> {
  const made =
    'pdf' in candidate ? await openPdfCandidate(candidate) : await renderCandidate(candidate, look, services);
  const opened = (candidate.attachments ?? []).map(async ({ title, pdf }) => {
    const { warnings, ...attached } = await openAttachedPdf(pdf, title);
    return { attachment: { title, ...attached }, warnings };
  });
  const attached = await Promise.all(opened);
  const attachments = attached.map(({ attachment }) => attachment);
  return {
    candidate: { ...made.candidate, ...(attachments.length > 0 ? { attachments } : {}) },
    warnings: [...made.warnings, ...attached.flatMap(({ warnings }) => warnings)],
  };
}

async function renderCandidate(
  { source, details, variant, template }: ProfileCandidate,
  look: DocumentOptions,
  services: Services,
): Promise<OpenedCandidate> {
  const opened = await openProfileSource(source, details, await services.templates.names());
  const resume = await makeResume({ ...opened, variant, template, ...look, formats: ['pdf'] }, services);
  resume.taken?.();
  const [pdf] = resume.artifacts;
  if (!pdf) throw new Error(`${opened.slug} was rendered without a PDF`);
  const { content, profile } = resume;
  const { name, label, lang, image = '' } = content;
  const portrait = opened.pictures.get(image);
  const { bytes, pages = 0 } = pdf;
  const slug = slugOf(name) || opened.slug;
  return {
    candidate: { slug, name, label, portrait, lang, template: resume.template, profile, content, pdf: bytes, pages },
    warnings: [...opened.warnings, ...resume.warnings],
  };
}

/** Opens a finished résumé. One that Dossier made contains its profile, for the comparison. */
async function openPdfCandidate({ pdf, name, label }: PdfCandidate): Promise<OpenedCandidate> {
  const file = name === undefined ? 'the PDF of a candidate' : `the PDF of ${name}`;
  const { bytes, pages, warnings } = await openAttachedPdf(pdf, file);
  const own = await readOwnProfile(pdf, file);
  if (!own && !name?.trim())
    throw new DossierError('PACKET_INVALID', 'a candidate has no name, and the PDF was not made by Dossier', {
      hint: 'give the candidate a name',
    });
  const profile = own ?? readProfile(encode(JSON.stringify({ basics: { name, label } })), 'candidate.json').value;
  const content = toContent(profile, name ?? '');
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
      isForeign: own === undefined,
    },
    warnings,
  };
}

/** The profile in a résumé that Dossier made; undefined for any other PDF, such as a packet or an invoice. */
async function readOwnProfile(pdf: Uint8Array, file: string): Promise<Profile | undefined> {
  const files = (await extractFiles(pdf, file)).filter((attached) => isJsonFile(attached.name));
  const [attached] = files;
  if (!attached || files.length > 1 || !(await openPdf(pdf, file)).getCreator()?.startsWith('Dossier '))
    return undefined;
  return readProfile(attached.bytes, attached.name).value;
}

const encode = (text: string) => new TextEncoder().encode(text);
