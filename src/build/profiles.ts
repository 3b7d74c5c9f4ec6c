import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../errors.js';
import type { Candidate } from '../packet/bind.js';
import { overlay } from '../profile/overlay.js';
import { type Read, readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import type { Format } from '../resume/formats.js';
import { type Kit, makeResume, type Resume } from '../resume/resume.js';
import { readPictures } from '../template/pictures.js';
import type { Pictures } from '../template/view.js';
import { readSourceFile, type SourceFile } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Needed } from './packets.js';

export interface ProfileJob {
  overlays?: string | undefined;
  /** Formats to write; none where the profile is only needed for packets. */
  formats: readonly Format[];
  template?: string | undefined;
  embedSource?: boolean | undefined;
  needed: readonly Needed[];
}

/** Where the results of a profile go. */
export interface ProfileSink {
  write(artifact: Omit<ManifestArtifact, 'sha256' | 'bytes'>, bytes: Uint8Array): Promise<void>;
  warn(problems: Problem[]): void;
  keep(key: string, candidate: Candidate): void;
  /** What a packet wants of the profile could not be made, although the profile itself may be well. */
  lack(key: string, error: unknown): void;
}

/** One profile file -> its artifacts, and the PDFs that packets want of it. */
export async function renderProfile(source: SourceFile, job: ProfileJob, kit: Kit, sink: ProfileSink): Promise<void> {
  const { profile, pictures, warnings } = await openSource(source, job.overlays, await kit.templates.names());
  const at = placedIn(source);
  sink.warn(warnings);
  const main = { slug: source.slug, profile, pictures, template: job.template, embedSource: job.embedSource };
  if (job.formats.length > 0) {
    const resume = await makeResume({ ...main, formats: job.formats }, kit);
    sink.warn(resume.warnings.map(at));
    for (const artifact of resume.artifacts) {
      await sink.write(
        {
          path: `${source.slug}/${source.slug}.${artifact.format}`,
          kind: artifact.format,
          profile: source.slug,
          title: resume.title,
          ...(artifact.pages === undefined ? {} : { pages: artifact.pages }),
        },
        artifact.bytes,
      );
    }
    for (const need of job.needed) if (isMain(need, resume)) sink.keep(need.key, toCandidate(source, resume));
    await keepOthers(job.needed.filter((need) => !isMain(need, resume)));
  } else {
    await keepOthers(job.needed);
  }

  async function keepOthers(needs: readonly Needed[]): Promise<void> {
    for (const { key, variant, template } of needs) {
      const wanted = { ...main, variant, template: template ?? main.template, formats: ['pdf'] as const };
      try {
        sink.keep(key, toCandidate(source, await makeResume(wanted, kit)));
      } catch (error) {
        sink.lack(key, error);
      }
    }
  }
}

/** Whether what a packet wants is the very résumé that was written. */
function isMain(need: Needed, resume: Resume): boolean {
  return (
    need.variant === undefined &&
    (need.template === undefined || need.template === resume.template) &&
    resume.artifacts.some((artifact) => artifact.format === 'pdf')
  );
}

function toCandidate(source: SourceFile, resume: Resume): Candidate {
  const pdf = resume.artifacts.find((artifact) => artifact.format === 'pdf');
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
  const { value: profile, warnings } = await readSource(source, overlays, templates);
  const { pictures, warnings: pictureWarnings } = await readPictures(profile, dirname(source.path));
  return { profile, pictures, warnings: [...warnings, ...pictureWarnings.map(placedIn(source))] };
}

/** Problems without a place stand in the file of their profile. */
export function placedIn(source: SourceFile): (problem: Problem) => Problem {
  return (problem) => (problem.where ? problem : { ...problem, where: { file: source.path } });
}

async function readSource(
  source: SourceFile,
  overlays: string | undefined,
  templates: readonly string[],
): Promise<Read<Profile>> {
  const bytes = await readSourceFile(source);
  const read = readProfile(bytes, source.path, templates);
  if (overlays === undefined) return read;
  for (const ending of ['yaml', 'yml', 'json']) {
    const file = join(overlays, `${source.slug}.${ending}`);
    const extra = await readFile(file).catch(() => undefined);
    if (!extra) continue;
    const merged = overlay(read.value, extra, file);
    return {
      value: merged.value,
      warnings: [...read.warnings, ...merged.warnings],
    };
  }
  return read;
}
