/** The names of files and variants: they become parts of file names and of links. */
export const SLUG = /^[a-z0-9-]+$/;

/** Names that no profile and no packet may have: the output folder needs them for itself. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(['packets', 'assets', 'letter']);
