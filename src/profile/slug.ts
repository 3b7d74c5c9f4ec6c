/** The names of files and variants: they become parts of file names and of links. */
export const SLUG = /^[a-z0-9-]+$/;
