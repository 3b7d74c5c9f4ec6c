declare module '@citation-js/core' {
  /** Converts references from one form to another; a forced type skips the detection of the input. */
  export const plugins: { input: { chain(input: unknown, options: Record<string, unknown>): unknown[] } };
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
