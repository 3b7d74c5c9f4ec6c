import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Format, formatNamed } from '../document/formats.js';
import { type Kit, makeResume, type Resume } from '../document/resume.js';
import type { Problem } from '../errors.js';
import type { Candidate } from '../packet/bind.js';
import { documentsOf } from '../profile/documents.js';
import { overlay } from '../profile/overlay.js';
import { type Places, placesOf } from '../profile/places.js';
import { type Read, readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { pictureSources, readPictures } from '../template/pictures.js';
import type { Pictures } from '../template/view.js';
import type { MadeTarget } from './build-state.js';
import { overlaysOf, readSourceFile, type SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Needed } from './packets.js';
import { resumePath } from './resume-path.js';
import { chooseDocuments, type DocumentChoice } from './variants.js';

export interface ProfileJob extends DocumentChoice {
  overlays?: string | undefined;
  /** Formats to write; none where the profile is only needed for packets. */
  formats: readonly Format[];
  template?: string | undefined;
  embedSource?: boolean | undefined;
  pages?: number | undefined;
  needed: readonly Needed[];
  /** Called when nothing more will be printed of it, where that shows before its end. */
  printed?: (() => void) | undefined;
}

/** Writes an artifact, and gives it as the manifest names it. */
export type Write = (
  artifact: Omit<ManifestArtifact, 'sha256' | 'bytes'>,
  bytes: Uint8Array,
) => Promise<ManifestArtifact>;

/** Where the results of a profile go. */
export interface ProfileSink {
  write: Write;
  /** The PDF of a résumé that stands as it would be made, by its key among targets. */
  standing(key: string): Promise<{ bytes: Uint8Array; pages: number } | undefined>;
  warn(problems: Problem[]): void;
  keep(key: string, candidate: Candidate): void;
  /** What a packet wants of the profile could not be made, although the profile itself may be well. */
  lack(key: string, error: unknown): void;
}

/** What was made of a profile. */
export interface MadeProfile {
  variants: string[];
  /** The pictures that it names. */
  pictures: string[];
  warnings: Problem[];
  targets: MadeTarget[];
}

/** One profile file -> its artifacts, and the PDFs that packets want of it. */
export async function renderProfile(
  source: SourceFile,
  job: ProfileJob,
  kit: Kit,
  sink: ProfileSink,
): Promise<MadeProfile> {
  const opened = await openSource(source, job.overlays, await kit.templates.names());
  const { profile, pictures, places, warnings, hasOverlay: redact } = opened;
  const at = placedIn(source);
  sink.warn(warnings);
  const { slug } = source;
  const { template, embedSource, pages } = job;
  const main = { slug, profile, pictures, places, template, embedSource, pages, redact };
  const variants = documentsOf(profile);
  const targets: MadeTarget[] = [];
  let needed = job.needed;
  const chosen = job.formats.length > 0 ? chooseDocuments(variants, job) : [];
  for (const [index, variant] of chosen.entries()) {
    const isLast = index === chosen.length - 1 && needed.length === 0;
    const printed = isLast ? job.printed : undefined;
    const resume = await makeResume({ ...main, variant, formats: job.formats, printed }, kit);
    const own = (problem: Problem): Problem =>
      variant === undefined ? problem : { ...problem, message: `variant ${variant}: ${problem.message}` };
    const said = resume.warnings.map(own).map(at);
    sink.warn(said);
    const artifacts: ManifestArtifact[] = [];
    using _ = { [Symbol.dispose]: () => resume.taken?.() };
    for (const artifact of resume.artifacts) {
      const written = await sink.write(
        {
          path: resumePath({ slug, variant, format: artifact.format, page: artifact.page }),
          kind: formatNamed(artifact.format).kind,
          profile: slug,
          ...(source.isOutside ? { adHoc: true as const } : {}),
          ...(variant === undefined ? {} : { variant }),
          title: resume.title,
          ...(artifact.pages === undefined ? {} : { pages: artifact.pages }),
          ...(artifact.page === undefined ? {} : { page: artifact.page }),
        },
        artifact.bytes,
      );
      artifacts.push(written);
    }
    targets.push({ variant, asked: template, template: resume.template, warnings: said, artifacts });
    const served = needed.filter((need) => serves(need, variant, resume));
    for (const need of served) sink.keep(need.key, toCandidate(source, resume));
    needed = needed.filter((need) => !served.includes(need));
    for (const need of served) if (need.template !== template) targets.push(targetOf(need, resume));
  }
  for (const need of needed) {
    const wanted = { ...main, variant: need.variant, template: need.template ?? template };
    try {
      const pdf = await sink.standing(need.key);
      const resume = await makeResume({ ...wanted, formats: pdf ? [] : ['pdf'] }, kit);
      resume.taken?.();
      sink.keep(need.key, toCandidate(source, resume, pdf));
      if (!pdf) targets.push(targetOf(need, resume));
    } catch (error) {
      sink.lack(need.key, error);
    }
  }
  return { variants, pictures: pictureSources(profile), warnings, targets };
}

/** A résumé that was made for a packet alone. */
function targetOf({ variant, template }: Needed, resume: Resume): MadeTarget {
  return { variant, asked: template, template: resume.template, warnings: [], artifacts: [] };
}

/** Whether what a packet wants is the very résumé that was written. */
function serves(need: Needed, variant: string | undefined, resume: Resume): boolean {
  return (
    need.variant === variant &&
    (need.template === undefined || need.template === resume.template) &&
    resume.artifacts.some((artifact) => artifact.format === 'pdf')
  );
}

function toCandidate(
  source: SourceFile,
  resume: Resume,
  pdf: { bytes: Uint8Array; pages?: number } | undefined = resume.artifacts.find(({ format }) => format === 'pdf'),
): Candidate {
  if (!pdf) throw new Error(`${source.slug} was rendered without a PDF`);
  const { name, label, lang } = resume.content;
  return {
    profile: resume.profile,
    template: resume.template,
    content: resume.content,
    slug: source.slug,
    name,
    label,
    lang,
    pdf: pdf.bytes,
    pages: pdf.pages ?? 0,
  };
}

/** A profile file as it is rendered. */
export interface OpenedSource {
  profile: Profile;
  pictures: Pictures;
  /** Where things stand in the file. */
  places: Places;
  /** `true` if private details were merged, so that messages must not quote the profile. */
  hasOverlay: boolean;
  warnings: Problem[];
}

/**
 * Reads a profile file with its overlay and its pictures.
 *
 * @param overlays the folder with overlays; private details are merged only where it is given
 * @param templates the names that the profile may use
 * @throws DossierError PROFILE_MISSING and what reading a profile throws
 */
export async function openSource(
  source: SourceFile,
  overlays: string | undefined,
  templates: readonly string[],
): Promise<OpenedSource> {
  const { value: profile, warnings, places, hidden } = await readSource(source, overlays, templates);
  const { pictures, warnings: pictureWarnings } = await readPictures(profile, dirname(source.path), hidden);
  const nameless: Problem[] = profile.basics?.name ? [] : [{ severity: 'warning', ...NAMELESS }];
  const others = [...nameless, ...pictureWarnings].map(placedIn(source));
  return { profile, pictures, places, hasOverlay: hidden !== undefined, warnings: [...warnings, ...others] };
}

const NAMELESS = {
  message: 'the profile has no name',
  hint: 'write it at basics.name: it is the heading of the résumé',
};

/** Problems without a place stand in the file of their profile. */
export function placedIn(source: SourceFile): (problem: Problem) => Problem {
  return (problem) => (problem.where ? problem : { ...problem, where: { file: source.path } });
}

async function readSource(
  source: SourceFile,
  overlays: string | undefined,
  templates: readonly string[],
): Promise<Read<Profile> & { places: Places; hidden?: ReadonlySet<string> }> {
  const bytes = await readSourceFile(source);
  const read = readProfile(bytes, source.path, templates);
  const own = { bytes, file: source.path };
  if (overlays === undefined) return { ...read, places: placesOf(own) };
  for (const file of overlaysOf(source, overlays)) {
    const extra = await readFile(file).catch(() => undefined);
    if (!extra) continue;
    const merged = overlay(read.value, extra, file, templates);
    const shown = new Set(pictureSources(read.value));
    return {
      value: merged.value,
      hidden: new Set(pictureSources(merged.value).filter((picture) => !shown.has(picture))),
      warnings: [...read.warnings, ...merged.warnings],
      places: placesOf(own, { bytes: extra, file }),
    };
  }
  return { ...read, places: placesOf(own) };
}
