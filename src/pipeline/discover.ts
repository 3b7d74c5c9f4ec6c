import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type Code, DossierError, type Problem } from '../errors.js';
import { LIMITS, type Refusal, readContained } from '../profile/limits.js';
import { nearest, PROFILE_ENDINGS, RESERVED_SLUGS, SLUG, UNMERGED } from '../profile/names.js';

/** The files of a folder of profiles, and the errors in their names. */
export interface Discovered {
  profiles: SourceFile[];
  packets: SourceFile[];
  /** Files with unusable names. */
  refused: SourceFile[];
  errors: DossierError[];
}

/** The first steps of a user who has no profiles yet. */
export const BEGIN_HINT =
  'create one with dossier init, convert a résumé with dossier import FILE, or give the path of a file: dossier render cv.yaml';

/**
 * The profiles and packets of a folder. Profiles are its top-level .yaml, .yml and .json files, except *.schema.json;
 * packets are those of its subfolder `packets`. Files whose names cannot be used are errors of their own.
 *
 * @param files profiles given by their paths, outside the folder of profiles; with them that folder need not exist
 * @throws DossierError PROFILE_MISSING if there is no such folder; PROFILE_SLUG if a file outside has the name of a
 *   profile in the folder
 */
export async function discover(folder: string, files: readonly SourceFile[] = []): Promise<Discovered> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (files.length > 0) return [];
    throw new DossierError('PROFILE_MISSING', `there is no folder ${folder}`, {
      hint: `${BEGIN_HINT}; to use another folder, set --profiles`,
      cause,
    });
  });
  const found: Discovered = {
    profiles: [],
    packets: [],
    refused: [],
    errors: [],
  };
  const packetFolder = join(folder, 'packets');
  found.profiles = unique(toSources(folder, names), found);
  found.packets = unique(toSources(packetFolder, await readdir(packetFolder).catch(() => [])), found);
  for (const file of files) {
    const twin = found.profiles.find(({ slug }) => slug === file.slug);
    if (twin)
      throw new DossierError('PROFILE_SLUG', `${twin.path} and ${file.path} would both be called ${file.slug}`, {
        where: { file: file.path },
        hint: 'rename one of the two files',
      });
  }
  found.profiles = [...found.profiles, ...files];
  return found;
}

/**
 * The profiles or packets that a user named, by slug, file name or path.
 *
 * @throws DossierError PROFILE_MISSING, with the nearest name
 */
export function choose(
  all: readonly SourceFile[],
  named: readonly string[],
  kind: 'profile' | 'packet' = 'profile',
): SourceFile[] {
  const chosen = named.map((name) => {
    const bare = bareName(name);
    const found = all.find((source) => source.slug === bare);
    if (found) return found;
    const close = nearest(
      bare,
      all.map((source) => source.slug),
    );
    throw new DossierError('PROFILE_MISSING', `there is no ${kind} "${name}"`, {
      hint: close
        ? `did you mean ${close}?`
        : all.length > 0
          ? `the ${kind}s are ${all.map((source) => source.slug).join(', ')}`
          : `there are no ${kind}s`,
    });
  });
  return [...new Set(chosen)];
}

// Created on demand: the first locale-dependent formatting of a number takes 50 ms.
const unread = (): Readonly<Record<Refusal, { code: Code; message: string; hint?: string }>> => ({
  missing: { code: 'PROFILE_MISSING', message: 'there is no such file' },
  outside: {
    code: 'PROFILE_MISSING',
    message: 'the file is a link to a file outside its folder',
    hint: 'replace the link with the file itself; the target of a link may be private',
  },
  'no file': { code: 'PROFILE_MISSING', message: 'this is not a regular file' },
  unreadable: { code: 'PROFILE_MISSING', message: 'the file cannot be read', hint: "check the file's permissions" },
  'too large': {
    code: 'PROFILE_LIMIT',
    message: `the file is larger than the limit of ${LIMITS.bytes.toLocaleString('en')} bytes`,
    hint: 'put pictures in separate files',
  },
});

/**
 * Reads a profile or packet file.
 *
 * @throws DossierError PROFILE_MISSING if it cannot be read, PROFILE_LIMIT if it is too large
 */
export async function readSourceFile(source: SourceFile): Promise<Buffer> {
  const bytes = await readContained(dirname(source.path), basename(source.path), LIMITS.bytes);
  if (typeof bytes !== 'string') return bytes;
  const { code, message, hint } = unread()[bytes];
  throw new DossierError(code, message, { where: { file: source.path }, hint });
}

/** The files that may hold the private details of a profile: those in `private/` beside it, with the same name. */
export function overlaysOf({ slug, path, isOutside }: SourceFile, folder: string): string[] {
  const beside = isOutside ? overlayFolder(dirname(path)) : folder;
  const name = isOutside ? basename(path, extname(path)) : slug;
  return PROFILE_ENDINGS.map((ending) => join(beside, `${name}${ending}`));
}

/**
 * Warns about overlays that belong to no profile: because of a misspelt name, their details would be left out silently.
 */
export async function strayOverlays(folder: string | undefined, found: Discovered): Promise<Problem[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => []);
  const slugs = found.profiles.map((source) => source.slug);
  return toSources(folder, names)
    .filter((source) => !slugs.includes(source.slug))
    .map((source) => {
      const close = nearest(source.slug, slugs);
      const hint = close ? `did you mean ${close}?` : 'the file is not used';
      return {
        severity: 'warning',
        message: 'these private details belong to no profile',
        hint,
        where: { file: source.path },
      };
    });
}

/** The maximum number of profiles that a message names; the rest are only counted. */
const MOST_NAMED = 5;

/** One warning for all profiles that lack the private details asked for. */
export function lackingOverlays(folder: string | undefined, profiles: readonly SourceFile[]): Problem[] {
  if (folder === undefined) return [];
  const lacking = profiles.filter((source) => !overlaysOf(source, folder).some((file) => existsSync(file)));
  const [first] = lacking;
  if (!first) return [];
  const rest = lacking.length - MOST_NAMED;
  const names = lacking.slice(0, MOST_NAMED).map(({ slug }) => slug);
  return [
    {
      severity: 'warning',
      message: `there are no private details of ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
      hint: `write them to ${overlaysOf(first, folder)[0]}, or omit --private`,
    },
  ];
}

function toSources(folder: string, names: readonly string[]): SourceFile[] {
  return names
    .filter((name) => isProfileFile(name) && !name.startsWith('.'))
    .sort()
    .map((name) => ({
      slug: name.slice(0, -extname(name).length),
      path: join(folder, name),
    }));
}

function unique(sources: readonly SourceFile[], found: Discovered): SourceFile[] {
  const refuse = (source: SourceFile, message: string, hint: string) => {
    found.refused.push(source);
    found.errors.push(
      new DossierError('PROFILE_SLUG', message, {
        where: { file: source.path },
        hint,
      }),
    );
    return false;
  };
  const bySlug = new Map<string, SourceFile>();
  const twins = new Map<string, SourceFile>();
  for (const source of sources) {
    const other = bySlug.get(source.slug);
    if (other) twins.set(source.path, other).set(other.path, source);
    else bySlug.set(source.slug, source);
  }
  return sources.filter((source) => {
    if (!SLUG.test(source.slug))
      return refuse(
        source,
        `"${source.slug}" cannot be used as a file name`,
        'use only lowercase letters, digits and hyphens',
      );
    if (RESERVED_SLUGS.has(source.slug))
      return refuse(source, `the name "${source.slug}" is reserved`, 'give the file another name');
    const twin = twins.get(source.path);
    return twin ? refuse(source, `${twin.path} has the same name`, 'give one of the two files another name') : true;
  });
}

/** A profile or packet file. */
export interface SourceFile {
  /** The name without extension, which its artifacts are named after. */
  slug: string;
  path: string;
  /** Set for a profile that is given by its path and is not in the folder of profiles. */
  isOutside?: true;
}

/** `true` for a name or path with the extension of a profile; schemas, and profiles to merge by hand, are excluded. */
export function isProfileFile(path: string): boolean {
  return PROFILE_ENDINGS.includes(extname(path)) && !path.endsWith('.schema.json') && !path.endsWith(UNMERGED);
}

/** The name of a file without its folder, and without the extension of a profile. */
export function bareName(path: string): string {
  const name = path.replace(/^.*[\\/]/, '');
  const ending = extname(name);
  return PROFILE_ENDINGS.includes(ending.toLowerCase()) ? basename(name, ending) : name;
}

/** The folder with the private details of the profiles in a folder. */
export function overlayFolder(profiles: string): string {
  return join(profiles, 'private');
}
