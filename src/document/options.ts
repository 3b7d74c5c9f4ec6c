import { z } from 'zod';

/**
 * The options of a run that affect every document. They are part of the fingerprint of documents and packets, and of
 * the jobs of a queue: a new option is declared here and in `cli/options.ts`, and used where it takes effect.
 */
export const documentOptions = z.object({
  /** Overrides the template of profiles and variants. */
  template: z.string().optional(),
  /** The number of pages to fill; overrides profiles and variants. */
  pages: z.number().optional(),
  /** `true` to embed the whole profile in the PDF instead of only its printed parts. */
  embedSource: z.boolean().optional(),
});

export type DocumentOptions = z.output<typeof documentOptions>;

/** Selects the options that affect every document. */
export function documentOptionsOf(options: DocumentOptions): DocumentOptions {
  return documentOptions.parse(options);
}
