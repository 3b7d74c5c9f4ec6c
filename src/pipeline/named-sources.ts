import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { DossierError } from '../errors.js';
import { readDocument } from '../profile/document.js';
import { PROFILE_ENDINGS, RESERVED_SLUGS, slugOf } from '../profile/names.js';
import { at } from '../profile/values.js';
import { bareName, type SourceFile } from './profile-files.js';

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
