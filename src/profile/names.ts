import { closestMatch } from 'leven';

/** The names of files and variants: they become parts of file names and of links. */
export const SLUG = /^[a-z0-9-]+$/;

const YAML_ENDINGS: readonly string[] = ['.yaml', '.yml'];

/** The endings of profiles, of their private details, and of packet files; new profiles have the first. */
export const PROFILE_ENDINGS: readonly string[] = [...YAML_ENDINGS, '.json'];

/** The name of the file of a new profile. */
export function profileFile(slug: string): string {
  return slug + PROFILE_ENDINGS[0];
}

/** `true` for the name of a file that is called YAML. */
export function isYamlFile(file: string): boolean {
  return YAML_ENDINGS.some((ending) => file.toLowerCase().endsWith(ending));
}

/** `true` for the name of a file that is called JSON. */
export function isJsonFile(file: string): boolean {
  return file.toLowerCase().endsWith('.json');
}

/** Names that no profile and no packet may have: the output folder needs them for itself. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(['packets', 'assets', 'letter']);

/** The template of a profile that names none. */
export const DEFAULT_TEMPLATE = 'classic';

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

/** Longer words are not misspelt names, and comparing takes time proportional to the product of the lengths. */
const LONGEST = 100;

/** The known word that a misspelt one most likely stands for; undefined where none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  return closestMatch(word, [...known], {
    maxDistance: Math.max(2, Math.floor(word.length / 3)),
  });
}

/** `true` if two texts name the same: `ACME, Inc.` and `Acme Inc`. False where one of them has no letter or digit. */
export function isSameName(one: string | undefined, other: string | undefined): boolean {
  return fold(one) !== '' && fold(one) === fold(other);
}

function fold(name = ''): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
