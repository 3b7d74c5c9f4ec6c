import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Format, formatNamed } from '../document/formats.js';
import type { Resume, Services } from '../document/model.js';
import { type NamedBytes, type OpenedProfile, openProfile } from '../document/open-profile.js';
import { type DocumentOptions, documentOptionsOf } from '../document/options.js';
import { makeResume } from '../document/resume.js';
import { DossierError, type Problem } from '../errors.js';
import type { Candidate } from '../packet/bind.js';
import type { Design } from '../profile/design.js';
import { documentsOf } from '../profile/documents.js';
import { mergeGroups } from '../profile/values.js';
import { fontPackages } from '../template/families.js';
import { pictureSources } from '../template/pictures.js';
import type { Pictures } from '../template/view.js';
import { overlaysOf, readSourceFile, type SourceFile } from './discover.js';
import type { DocumentInputs } from './fingerprint-inputs.js';
import type { ManifestArtifact } from './manifest.js';
import type { Needed } from './packets.js';
import { documentKey } from './records.js';
import { chooseDocuments, type DocumentChoice, resumePath } from './selection.js';

interface ProfileJob extends DocumentChoice, DocumentOptions {
  overlays?: string | undefined;
  /** The formats to write; empty if only packets need the profile. */
  formats: readonly Format[];
  needed: readonly Needed[];
  /** As in `BuildRequest`. */
  atsGate?: number | undefined;
  /** Called as soon as nothing more of the profile will be printed, if that is known before it is finished. */
  printed?: (() => void) | undefined;
}

/** Writes an artifact, and returns its manifest entry. */
export type Write = (
  artifact: Omit<ManifestArtifact, 'sha256' | 'bytes'>,
  bytes: Uint8Array,
) => Promise<ManifestArtifact>;

/** The parts of a run that rendering a profile needs. */
interface ProfileContext {
  write: Write;
  /** Returns the PDF of a document that is up to date, by the document's key. */
  pdfOf(key: string): Promise<{ bytes: Uint8Array; pages: number } | undefined>;
}

/** A document that a run made. */
interface MadeDocument extends DocumentInputs {
  key: string;
  warnings: Problem[];
  artifacts: ManifestArtifact[];
}

/** The result of rendering a profile. */
export interface MadeProfile {
  variants: string[];
  /** The pictures that the profile names. */
  pictures: string[];
  warnings: Problem[];
  documents: MadeDocument[];
  /** The documents that packets need, by their keys, and the reasons why others could not be made. */
  candidates: ReadonlyMap<string, Candidate>;
  lacking: ReadonlyMap<string, unknown>;
  /** The error that stopped the profile; documents made before it are written. */
  failure?: { error: unknown };
}

/** Renders the documents of one profile file, and the PDFs of it that packets need. */
export async function renderProfile(
  source: SourceFile,
  job: ProfileJob,
  services: Services,
  { write, pdfOf }: ProfileContext,
): Promise<MadeProfile> {
  const opened = await openSource(source, job.overlays, await services.templates.names());
  const { profile, pictures, places, warnings, redact } = opened;
  const at = placedIn(source);
  const { slug } = source;
  const options = documentOptionsOf(job);
  const { template } = options;
  const main = { slug, profile, pictures, places, redact, ...options };
  const variants = documentsOf(profile);
  const documents: MadeDocument[] = [];
  const candidates = new Map<string, Candidate>();
  const lacking = new Map<string, unknown>();
  let needed = job.needed;
  const chosen = job.formats.length > 0 ? chooseDocuments(variants, job) : [];
  const made = { variants, pictures: pictureSources(profile), warnings, documents, candidates, lacking };

  const judge = async ({ content }: Resume, variant: string | undefined, pdf: Uint8Array) => {
    if (job.atsGate === undefined) return;
    const { requireReadable } = await import('./ats-gate.js');
    await requireReadable(pdf, { content, variant, redact }, job.atsGate, source);
  };
  const makeDocument = async (variant: string | undefined, isLast: boolean) => {
    const printed = isLast && needed.length === 0 ? job.printed : undefined;
    const resume = await makeResume({ ...main, variant, formats: job.formats, printed }, services);
    using _ = { [Symbol.dispose]: () => resume.taken?.() };
    const pdf = resume.artifacts.find(({ format }) => format === 'pdf');
    if (pdf) await judge(resume, variant, pdf.bytes);
    const own = (problem: Problem): Problem =>
      variant === undefined ? problem : { ...problem, message: `variant ${variant}: ${problem.message}` };
    const artifacts: ManifestArtifact[] = [];
    const document = { key: documentKey(slug, variant, template), ...inputsOf(resume), artifacts };
    documents.push({ ...document, warnings: resume.warnings.map(own).map(at) });
    for (const artifact of resume.artifacts)
      artifacts.push(await write(describe(source, variant, resume, artifact), artifact.bytes));
    const served = needed.filter((need) => serves(need, variant, resume));
    for (const need of served) candidates.set(need.key, toCandidate(source, resume, pictures));
    needed = needed.filter((need) => !served.includes(need));
    for (const need of served) if (need.template !== template) documents.push(documentOf(need, resume));
  };
  try {
    for (const [index, variant] of chosen.entries()) await makeDocument(variant, index === chosen.length - 1);
  } catch (error) {
    return { ...made, failure: { error } };
  }
  for (const need of needed) {
    const design = mergeGroups(need.design, options.design) as Design | undefined;
    const wanted = { ...main, variant: need.variant, template: need.template ?? template, design };
    try {
      const pdf = await pdfOf(need.key);
      const resume = await makeResume({ ...wanted, formats: pdf ? [] : ['pdf'] }, services);
      resume.taken?.();
      const candidate = toCandidate(source, resume, pictures, pdf);
      await judge(resume, need.variant, candidate.pdf);
      candidates.set(need.key, candidate);
      if (!pdf) documents.push(documentOf(need, resume));
    } catch (error) {
      lacking.set(need.key, error);
    }
  }
  return made;
}

/** An artifact of a document, as the manifest lists it. */
function describe(
  { slug, isOutside }: SourceFile,
  variant: string | undefined,
  { title }: Resume,
  { format, page, pages }: Resume['artifacts'][number],
): Omit<ManifestArtifact, 'sha256' | 'bytes'> {
  return {
    path: resumePath({ slug, variant, format, page }),
    kind: formatNamed(format).kind,
    profile: slug,
    ...(isOutside ? { adHoc: true as const } : {}),
    ...(variant === undefined ? {} : { variant }),
    title,
    ...(pages === undefined ? {} : { pages }),
    ...(page === undefined ? {} : { page }),
  };
}

/** A résumé that was made only for a packet. */
function documentOf({ key }: Needed, resume: Resume): MadeDocument {
  return { key, ...inputsOf(resume), warnings: [], artifacts: [] };
}

function inputsOf({ template, profile: { meta } }: Resume): DocumentInputs {
  const { design, lastModified } = meta ?? {};
  if (!design) return { template };
  return { template, fonts: fontPackages(design), printsMonth: design.footer?.updated === true && !lastModified };
}

/** `true` if the written résumé is the one that a packet needs. */
function serves(need: Needed, variant: string | undefined, resume: Resume): boolean {
  return (
    need.variant === variant &&
    need.design === undefined &&
    (need.template === undefined || need.template === resume.template) &&
    resume.artifacts.some((artifact) => artifact.format === 'pdf')
  );
}

function toCandidate(
  source: SourceFile,
  resume: Resume,
  pictures: Pictures,
  pdf: { bytes: Uint8Array; pages?: number } | undefined = resume.artifacts.find(({ format }) => format === 'pdf'),
): Candidate {
  if (!pdf) throw new Error(`${source.slug} was rendered without a PDF`);
  const { name, label, lang, image = '' } = resume.content;
  return {
    profile: resume.profile,
    template: resume.template,
    content: resume.content,
    slug: source.slug,
    name,
    label,
    portrait: pictures.get(image),
    lang,
    pdf: pdf.bytes,
    pages: pdf.pages ?? 0,
  };
}

/**
 * Reads a profile file with its overlay and its pictures.
 *
 * @param overlays the folder with overlays; without it, no private details are merged
 * @param templates the names that the profile may use
 * @throws DossierError PROFILE_MISSING and the errors of reading a profile
 */
export async function openSource(
  source: SourceFile,
  overlays: string | undefined,
  templates: readonly string[],
): Promise<OpenedProfile> {
  const own = { bytes: await readSourceFile(source), file: source.path };
  const details = overlays === undefined ? undefined : await readOverlay(source, overlays);
  return openProfile(own, details, dirname(source.path), templates);
}

/**
 * The overlay of a profile; undefined if it has none.
 *
 * @throws DossierError PROFILE_MISSING for an overlay that cannot be read: a document would lack its private details
 */
async function readOverlay(source: SourceFile, overlays: string): Promise<NamedBytes | undefined> {
  for (const file of overlaysOf(source, overlays)) {
    const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      const hint = "check that it is a file, and the file's permissions";
      throw new DossierError('PROFILE_MISSING', `cannot read ${file}: ${cause.code}`, { where: { file }, hint, cause });
    });
    if (bytes) return { bytes, file };
  }
  return undefined;
}

/** Gives problems without a position the file of their profile. */
export function placedIn(source: SourceFile): (problem: Problem) => Problem {
  return (problem) => (problem.where ? problem : { ...problem, where: { file: source.path } });
}
