/** The names of files and variants: they become parts of file names and of links. */
export const SLUG = /^[a-z0-9-]+$/;

/** Names that no profile and no packet may have: the output folder needs them for itself. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(['packets', 'assets', 'letter']);

/** A name or a title in the form used in file names and links; empty if it contains no Latin letters. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 60)
    .replace(/-$/, '');
}
