import { closestMatch } from 'leven';

/** The form of file and variant names, which become parts of file names and links. */
export const SLUG = /^[a-z0-9-]+$/;

const YAML_ENDINGS: readonly string[] = ['.yaml', '.yml'];

/** The file extensions of profiles, private overlays and packet files; new profiles have the first. */
export const PROFILE_ENDINGS: readonly string[] = [...YAML_ENDINGS, '.json'];

/** Returns the file name of a new profile. */
export function profileFile(slug: string): string {
  return slug + PROFILE_ENDINGS[0];
}

/** The end of the name of a profile that `import` could not merge; it is read only by its author. */
export const UNMERGED = '.new.yaml';

/** `true` for a file name with a YAML extension. */
export function isYamlFile(file: string): boolean {
  return YAML_ENDINGS.some((ending) => file.toLowerCase().endsWith(ending));
}

/** `true` for a file name with the JSON extension. */
export function isJsonFile(file: string): boolean {
  return file.toLowerCase().endsWith('.json');
}

/** Names that no profile and no packet may have, because the output folder uses them. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(['packets', 'assets', 'letter']);

/** The name of the file with the defaults of a project. */
export const PROJECT_FILE = 'dossier.yaml';

/** The template of a profile that names none. */
export const DEFAULT_TEMPLATE = 'classic';

/** Converts a name or title to the form used in file names and links; empty if it contains no Latin letters. */
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

/**
 * The longest word compared: longer words are not misspelled names, and the comparison takes time proportional to the
 * product of the lengths.
 */
const LONGEST = 100;

/** Returns the known word closest to a misspelled one; undefined if none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  return closestMatch(word, [...known], {
    maxDistance: Math.max(2, Math.floor(word.length / 3)),
  });
}

/** `true` if two texts are the same name: `ACME, Inc.` and `Acme Inc`. `false` if either has no letter or digit. */
export function isSameName(one: string | undefined, other: string | undefined): boolean {
  return foldName(one) !== '' && foldName(one) === foldName(other);
}

/** The letters and digits of a name, in small letters. */
export function foldName(name = ''): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
