import { basename } from 'node:path';
import { applyFixes, checkProfile as applyRules, toFinding } from '../check/check.js';
import type { Finding, RuleName } from '../check/finding.js';
import { readJob } from '../check/job.js';
import { type JobMatch, matchJob } from '../check/job-match.js';
import { openForCheck } from '../check/open-profile.js';
import { DEFAULT_FORMATS, type Format, formatNamed } from '../document/formats.js';
import { type DocumentOptions, documentOptionsOf } from '../document/options.js';
import { makeResume } from '../document/resume.js';
import type { Problem } from '../errors.js';
import { importFile } from '../import/import.js';
import type { Imported } from '../import/imported.js';
import { libreOffice } from '../import/libreoffice.js';
import { namedSkills, toAsOf } from '../packet/qualifications.js';
import { resumePath } from '../pipeline/selection.js';
import type { Design } from '../profile/design.js';
import { letterDocument } from '../profile/documents.js';
import { checkDesign } from '../profile/read-design.js';
import { mergeGroups } from '../profile/values.js';
import { type BrandSource, openBrandSource } from './brand.js';
import {
  type FileSource,
  openFile,
  openProfileSource,
  type ProfileSource,
  type Renderer,
  resourcesOf,
  withRenderer,
} from './renderer.js';

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
  /** The house style, at the foot of the pages and, of a letter, as its letterhead. */
  brand?: BrandSource;
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
    const house = options.brand && (await openBrandSource(options.brand));
    const named = options.design && checkDesign(options.design, 'options.design');
    const design = mergeGroups(house?.enforced, named) as Design | undefined;
    const own = options.defaults?.design && checkDesign(options.defaults.design, 'options.defaults.design');
    const below = mergeGroups(house?.below, own) as Design | undefined;
    const defaults = (options.defaults || below) && { ...options.defaults, design: below };
    const asked = documentOptionsOf({ ...options, design, defaults });
    const resume = await makeResume({ ...opened, ...asked, formats, variant }, { ...services, brand: house?.brand });
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

/** Options for checking a profile. */
export interface CheckOptions {
  /** Rules to skip; comments in the profile turn off more. */
  off?: readonly RuleName[];
  /** Checks only what this variant prints. */
  variant?: string;
  /** The text of a job description, to report which of its terms the profile has. */
  job?: string;
  /** `true` if private details are kept in a separate file, so that those in the profile are reported. */
  keepsPrivate?: boolean;
  /** The current month, such as `2026-11`; later dates are reported. If absent, no date is in the future. */
  asOf?: string;
  /** Folders with templates, searched in order before the templates of the package. */
  templates?: readonly string[];
}

/** The result of checking a profile. */
export interface CheckedProfile {
  /** In the order of the file. */
  findings: Finding[];
  warnings: Problem[];
  /** The text of the profile with every fix applied; the same text if there is nothing to fix. */
  fixed: string;
  /** The terms of the job description, and the places of the profile that have them; empty without one. */
  matches: JobMatch[];
}

/**
 * Finds problems that validation cannot see: garbled text, gaps, overlapping dates, uneven bullets.
 *
 * @throws DossierError as `readProfile` does, for a profile that cannot be read
 */
export async function checkProfile(source: ProfileSource, options: CheckOptions = {}): Promise<CheckedProfile> {
  const { bytes, file } = await openFile(source);
  const { variant, keepsPrivate, asOf, job } = options;
  const read = await openForCheck(bytes, file, resourcesOf(options.templates), {
    variant,
    keepsPrivate,
    asOf: asOf === undefined ? undefined : toAsOf(asOf),
  });
  const skills = Object.values(namedSkills(read.value.profile)).flat();
  const wanted = job === undefined ? undefined : readJob(job, 'job description', skills);
  const subject = { ...read.value, job: wanted };
  const checked = applyRules(subject, new Set(options.off));
  return {
    findings: checked.findings.map(toFinding),
    warnings: [...read.warnings, ...checked.warnings],
    fixed: applyFixes(subject.document.text, checked.findings),
    matches: wanted ? matchJob(subject, wanted) : [],
  };
}

/** Options for importing a résumé. */
export interface ImportOptions {
  /** The name of the source format, such as `rendercv`; it is recognized if absent. */
  from?: string;
  /** Folders with templates that the profile may use, in addition to those of the package. */
  templates?: readonly string[];
  /** If true, the profile itself holds phone, e-mail and street; otherwise they are in its `overlay`. */
  publicContacts?: boolean;
  /** If true, a PDF that leaves its name or another value unsure is an error. */
  strict?: boolean;
}

/**
 * Converts a résumé of another tool to profiles. A PDF that Dossier made gives back its profile, a packet all of them;
 * any other file gives one. The text of another PDF is read by rules, and `values` names those that are unsure.
 *
 * @throws DossierError IMPORT_UNKNOWN for a file of no known format, IMPORT_SCAN for a PDF without text, IMPORT_DAMAGED,
 *   PROFILE_EMPTY, and as `readProfile` does
 */
export async function importResume(source: FileSource, options: ImportOptions = {}): Promise<Imported[]> {
  const { bytes, file } = await openFile(source);
  const templates = await resourcesOf(options.templates).templates.names();
  const { from, publicContacts, strict } = options;
  return importFile(bytes, file, { from, templates, publicContacts, strict, office: libreOffice(process) });
}
