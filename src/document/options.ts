import { z } from 'zod';
import { STANDARDS, type Standard } from '../pdf/standards.js';
import type { Design, Look } from '../profile/design.js';
import { isGroup } from '../profile/values.js';

/**
 * The options of a run that affect every document. They are part of the fingerprint of documents and packets, and of
 * the jobs of a queue: a new option is declared here and in `cli/options.ts`, and used where it takes effect.
 */
export interface DocumentOptions {
  /** Overrides the template of the profile and its variants. */
  template?: string | undefined;
  /** The number of pages to fill; overrides the profile and its variants. */
  pages?: number | undefined;
  /** Design options that override those of the profile and its variants. */
  design?: Design | undefined;
  /** The template, the language and the design options of profiles that do not set their own. */
  defaults?: Look | undefined;
  /** `true` to embed the whole profile in the PDF instead of only its printed parts. */
  embedSource?: boolean | undefined;
  /** The standard that PDFs claim if they conform to it; `a-3a` by default. */
  standard?: Standard | undefined;
}

/**
 * The schema of the options, where they are read from a file.
 *
 * @internal
 */
export const documentOptions = z.object({
  template: z.string().optional(),
  pages: z.number().optional(),
  design: z.custom<Design>(isGroup).optional(),
  defaults: z.custom<Look>(isGroup).optional(),
  embedSource: z.boolean().optional(),
  standard: z.enum(STANDARDS).optional(),
} satisfies Record<keyof DocumentOptions, z.ZodType>);

/** Selects the options that affect every document. */
export function documentOptionsOf(options: DocumentOptions): DocumentOptions {
  return documentOptions.parse(options);
}
