import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Format, formatNamed } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { readDocument } from '../profile/document.js';
import { letterOf } from '../profile/documents.js';
import { nearest, PROFILE_ENDINGS, RESERVED_SLUGS, slugOf } from '../profile/names.js';
import { at } from '../profile/values.js';
import { bareName, type SourceFile } from './discover.js';

/**
 * The résumés of a profile to write: the main one, all, or variants by name. `only` is set if profiles were named as
 * well: a profile without the variant is then an error; otherwise it is skipped.
 */
export type VariantChoice = undefined | 'all' | { names: readonly string[]; only: boolean };

/** The documents of a profile to write: résumés, and letters by the names of their documents. */
export interface DocumentChoice {
  variants: VariantChoice;
  letters?: VariantChoice;
}

/**
 * Selects the documents to write; undefined represents the main résumé.
 *
 * @param names the variants and letters of the profile
 */
export function chooseDocuments(
  names: readonly string[],
  { variants, letters }: DocumentChoice,
): (string | undefined)[] {
  const isLetter = (name: string) => letterOf(name) !== undefined;
  const resumes = choose(
    names.filter((name) => !isLetter(name)),
    variants,
  );
  const chosen = letters === undefined ? [] : choose(names.filter(isLetter), letters);
  return [...(variants === undefined || variants === 'all' ? [undefined] : []), ...resumes, ...chosen];
}

function choose(names: readonly string[], choice: VariantChoice): string[] {
  if (choice === undefined) return [];
  if (choice === 'all') return [...names];
  return choice.only ? [...choice.names] : choice.names.filter((name) => names.includes(name));
}

/** The formats in which a document is written; some formats, such as JSON Resume, exclude letters. */
export function formatsOf(name: string | undefined, formats: readonly Format[]): Format[] {
  return letterOf(name) === undefined ? [...formats] : formats.filter((format) => formatNamed(format).hasLetters);
}

/** The errors for requested variants and letters that no profile has. */
export function strangeDocuments(
  { variants, letters }: DocumentChoice,
  documentsOf: ReadonlyMap<string, readonly string[]>,
): DossierError[] {
  const all = [...new Set([...documentsOf.values()].flat())].sort();
  const known = { variant: all.filter((name) => letterOf(name) === undefined), letter: all.flatMap(nameOfLetter) };
  return [...strange('variant', variants, known.variant), ...strange('letter', namesOfLetters(letters), known.letter)];
}

const nameOfLetter = (document: string): string[] => {
  const name = letterOf(document);
  return name === undefined ? [] : [name];
};

function namesOfLetters(choice: VariantChoice): VariantChoice {
  return typeof choice === 'object' ? { ...choice, names: choice.names.flatMap(nameOfLetter) } : choice;
}

function strange(kind: 'variant' | 'letter', choice: VariantChoice, known: readonly string[]): DossierError[] {
  if (choice === undefined || choice === 'all' || choice.only) return [];
  return choice.names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const close = nearest(name, known);
      const all = known.length > 0 ? `the ${kind}s are ${known.join(', ')}` : 'no profile has any';
      return new DossierError('USAGE', `no profile has the ${kind} "${name}"`, {
        hint: close ? `did you mean ${close}?` : all,
      });
    });
}

/** The parts of the path of a résumé file. */
interface ResumeFile {
  slug: string;
  variant?: string | undefined;
  format: Format;
  /** The page that a picture shows. */
  page?: number | undefined;
}

/**
 * The path of a résumé file below the output folder. Pages after the first have a number after an underscore, which
 * names of variants cannot contain: `ada/ada.png`, `ada/ada_2.png`, `ada/ada.short_2.png`.
 */
export function resumePath({ slug, variant, format, page = 1 }: ResumeFile): string {
  return `${slug}/${slug}${variant === undefined ? '' : `.${variant}`}${page > 1 ? `_${page}` : ''}.${formatNamed(format).extension}`;
}

/** The files of a document in one format: one, or one for each page; none if the first is missing. */
export function filesOf<T extends { path: string }>(stored: readonly T[], file: Omit<ResumeFile, 'page'>): T[] {
  const found: T[] = [];
  const hasPages = stored.some(({ path }) => path.endsWith(`_2.${file.format}`));
  for (let page = 1; page === 1 || hasPages; page++) {
    const path = resumePath({ ...file, page });
    const next = stored.find((one) => one.path === path);
    if (!next) return found;
    found.push(next);
  }
  return found;
}

/** The folders in which names on the command line are looked up. */
interface NamePlaces {
  cwd: string;
  home: string;
  /** The folder of profiles, which need not exist. */
  profiles: string;
}

/** The profiles named in a command. */
interface NamedSources {
  /** Slugs in the order in which the profiles were named; a profile that is named twice appears twice. */
  slugs: string[];
  /** The named files that are not in the folder of profiles. */
  files: SourceFile[];
  /** Slugs that differ from their file names, to be reported to the user. */
  notes: string[];
}

/**
 * Distinguishes names of profiles from paths: a path has a separator, or has an extension and exists. A path into the
 * folder of profiles is the same as the slug of the profile.
 *
 * @throws DossierError PROFILE_MISSING if a path leads to no file; PROFILE_SLUG if two files get the same slug
 */
export async function resolveNames(names: readonly string[], places: NamePlaces): Promise<NamedSources> {
  const found: NamedSources = { slugs: [], files: [], notes: [] };
  for (const name of names) {
    const path = await pathOf(name, places);
    if (path === undefined) {
      found.slugs.push(bareName(name));
      continue;
    }
    if (dirname(path) === resolve(places.cwd, places.profiles)) {
      found.slugs.push(bareName(name));
      continue;
    }
    const shown = relative(places.cwd, path);
    const source: SourceFile = {
      slug: '',
      path: shown.startsWith('..') || isAbsolute(shown) ? path : shown,
      isOutside: true,
    };
    source.slug = await slugOfFile(path);
    const stem = bareName(path);
    if (source.slug !== stem) found.notes.push(`${source.path} is called ${source.slug} in the output folder`);
    const twin = found.files.find(({ slug }) => slug === source.slug);
    if (twin && twin.path !== source.path)
      throw new DossierError('PROFILE_SLUG', `${twin.path} and ${source.path} would both be called ${source.slug}`, {
        where: { file: source.path },
        hint: 'rename one of the two files',
      });
    if (!twin) found.files.push(source);
    found.slugs.push(source.slug);
  }
  return found;
}

/** The absolute path of an argument; undefined for the name of a profile. */
async function pathOf(name: string, { cwd, home, profiles }: NamePlaces): Promise<string | undefined> {
  const path = resolve(cwd, name.startsWith('~/') ? join(home, name.slice(2)) : name);
  const about = await stat(path).catch(() => undefined);
  const isPath = /[\\/]/.test(name);
  const isProfile = PROFILE_ENDINGS.includes(extname(name).toLowerCase());
  if (about?.isFile() && (isPath || extname(name) !== '')) {
    if (isProfile) return path;
    const endings = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(PROFILE_ENDINGS);
    throw new DossierError('PROFILE_MISSING', `${name} is not a profile: profiles end in ${endings}`, {
      hint: `convert it with dossier import ${name}`,
    });
  }
  // Paths into the folder of profiles are looked up by slug, so that a misspelt name gets a suggestion.
  if (!isPath || dirname(path) === resolve(cwd, profiles)) return undefined;
  throw new DossierError('PROFILE_MISSING', about ? `${name} is a folder` : `there is no file ${name}`, {
    hint: about ? `for a folder of profiles, use --profiles ${name}` : 'check the path',
  });
}

/** The slug of a file by its name, or else by the name of the person in it. */
async function slugOfFile(path: string): Promise<string> {
  const slug = slugOf(bareName(path)) || slugOf(await personOf(path)) || 'cv';
  return RESERVED_SLUGS.has(slug) ? `${slug}-cv` : slug;
}

/** The name of the person in a file; empty if the file cannot be read, which is reported when it is rendered. */
async function personOf(path: string): Promise<string> {
  try {
    const name = at(at(readDocument(await readFile(path), path).value, 'basics'), 'name');
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}
