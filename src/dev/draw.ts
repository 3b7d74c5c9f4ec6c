import type { Services } from '../document/model.js';
import { makeResume } from '../document/resume.js';
import { DossierError } from '../errors.js';
import { choose, discover } from '../pipeline/discover.js';
import type { SourceFile } from '../pipeline/profile-files.js';
import { openSource, placedIn } from '../pipeline/profiles.js';
import { letterDocument } from '../profile/documents.js';
import type { PictureFacts, PreviewChoice, VariantName } from './protocol.js';

/** The folders that a page shows. */
export interface Project {
  profiles: string;
  /** Profiles given by path, outside the folder of profiles. */
  files?: readonly SourceFile[];
  /** The folder with overlays; private details are merged only if it is set. */
  overlays?: string | undefined;
}

/** A résumé in the formats of both views. */
export interface Drawing extends Omit<PictureFacts, 'id'> {
  html: Uint8Array;
  pdf: Uint8Array;
  variants: VariantName[];
}

/**
 * Draws the résumé of a choice from the current files; uses the first profile if the choice names none.
 *
 * @throws DossierError PROFILE_MISSING, TEMPLATE_UNKNOWN and everything that reading and printing throw
 */
export async function drawResume(project: Project, choice: PreviewChoice, services: Services): Promise<Drawing> {
  const { profiles } = await discover(project.profiles, project.files);
  if (profiles.length === 0)
    throw new DossierError('PROFILE_MISSING', `there is no profile in ${project.profiles} yet`, {
      hint: 'create one, such as ada.yaml; it is shown as soon as it is saved',
    });
  const [source] = choice.profile === '' ? profiles : choose(profiles, [choice.profile]);
  if (!source) throw new Error(`${choice.profile} was chosen but does not exist`);
  const { profile, pictures, places, warnings, redact } = await openSource(
    source,
    project.overlays,
    await services.templates.names(),
  );
  const at = placedIn(source);
  const resume = await makeResume(
    {
      slug: source.slug,
      profile,
      pictures,
      places,
      redact,
      formats: ['html', 'pdf'],
      template: choice.template || undefined,
      variant: choice.variant || undefined,
    },
    services,
  ).catch((error: unknown) => {
    // An error about the profile as a whole gets the path of its file, as on the command line.
    if (!(error instanceof DossierError) || error.where || error.problems.length > 0) throw error;
    const { code, message, hint } = error;
    throw new DossierError(code, message, { hint, where: { file: source.path }, cause: error });
  });
  const find = (format: 'html' | 'pdf') => resume.artifacts.find((artifact) => artifact.format === format);
  const [html, pdf] = [find('html'), find('pdf')];
  if (!html || !pdf) throw new Error(`${source.slug} was made without a page or a PDF`);
  return {
    html: html.bytes,
    pdf: pdf.bytes,
    pages: pdf.pages ?? 0,
    ...(resume.fit ? { size: resume.fit.type.size } : {}),
    title: resume.title,
    template: resume.template,
    variants: [
      ...Object.entries(profile.variants ?? {}).map(([name, { label }]) => ({ name, label: label ?? name })),
      ...Object.entries(profile.letters ?? {}).map(([key, { subject }]) => {
        const name = letterDocument(key);
        return { name, label: subject || name };
      }),
    ],
    warnings: [...warnings, ...resume.warnings.map(at)],
  };
}
