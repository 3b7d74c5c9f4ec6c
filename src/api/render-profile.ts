import { basename } from 'node:path';
import { DEFAULT_FORMATS, type Format, formatNamed } from '../document/formats.js';
import { type DocumentOptions, documentOptionsOf } from '../document/options.js';
import { makeResume } from '../document/resume.js';
import type { Problem } from '../errors.js';
import { resumePath } from '../pipeline/resume-path.js';
import { letterDocument } from '../profile/documents.js';
import { type Renderer, withRenderer } from './renderer.js';
import { type FileSource, openProfileSource, type ProfileSource } from './source.js';

/** Options for rendering a profile. */
export interface RenderOptions extends DocumentOptions {
  /** If absent, a renderer is created for this call and closed afterwards. */
  renderer?: Renderer;
  /** The formats to render; HTML, PDF, JSON, text and Markdown if absent. */
  formats?: readonly Format[];
  /** The name of a variant; the main résumé if absent. */
  variant?: string;
  /** The name of a cover letter, to render it instead of the résumé. */
  letter?: string;
  /** Private details (phone, street, letters) to merge into the profile. Warnings then never quote the profile. */
  details?: FileSource;
}

/** One file of a document. */
export interface RenderedFile {
  format: Format;
  /** A file name: the slug of the profile, its variant or letter, and the extension. */
  name: string;
  /** The MIME type. */
  type: string;
  bytes: Uint8Array;
  /** The number of pages of a PDF. */
  pages?: number;
  /** The number of the page that a picture shows, starting at 1. */
  page?: number;
}

/** A rendered document. */
export interface RenderedProfile {
  title: string;
  /** The name of the template that was used. */
  template: string;
  artifacts: RenderedFile[];
  warnings: Problem[];
}

/**
 * Renders a résumé, a variant of it, or a letter. Nothing is written to disk.
 *
 * @throws DossierError for a profile that cannot be read, an unknown template or variant, a character that no font can
 * draw, or a browser that cannot be used; see `code`
 */
export async function renderProfile(source: ProfileSource, options: RenderOptions = {}): Promise<RenderedProfile> {
  return withRenderer(options.renderer, async (services) => {
    const opened = await openProfileSource(source, options.details, await services.templates.names());
    const { formats = DEFAULT_FORMATS, letter } = options;
    const variant = letter === undefined ? options.variant : letterDocument(letter);
    const resume = await makeResume({ ...opened, ...documentOptionsOf(options), formats, variant }, services);
    resume.taken?.();
    const artifacts = resume.artifacts.map((artifact) => {
      const { format, page } = artifact;
      const name = basename(resumePath({ slug: opened.slug, variant, format, page }));
      return { ...artifact, name, type: formatNamed(format).type };
    });
    const warnings = [...opened.warnings, ...resume.warnings];
    return { title: resume.title, template: resume.template, artifacts, warnings };
  });
}
