import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { DossierError, type Problem } from '../errors.js';
import { slugOf } from '../profile/names.js';
import { overlay } from '../profile/overlay.js';
import { type Places, placesOf } from '../profile/places.js';
import { readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { pictureSources, readPictures } from '../template/pictures.js';
import type { Pictures } from '../template/view.js';

/** A file: its path, or its content with the name that messages use. */
export type FileSource = string | { content: string | Uint8Array; file: string };

/**
 * A profile: the path of a YAML or JSON file, the content of one, or the profile as an object (JSON Resume and the keys
 * that Dossier adds). Pictures that a profile names are read only below the folder of the file, or `folder`.
 */
export type ProfileSource = FileSource | { content: string | Uint8Array; file: string; folder: string } | ProfileObject;

/** A profile as an object. */
export interface ProfileObject {
  profile: object;
  /** The folder of the pictures; without it, the profile has none. */
  folder?: string;
}

/** The bytes of a source, with the name that messages use. */
interface OpenedFile {
  bytes: Uint8Array;
  file: string;
}

/**
 * A profile that is ready to be rendered.
 *
 * @internal
 */
export interface OpenedProfile {
  slug: string;
  profile: Profile;
  pictures: Pictures;
  places: Places;
  /** `true` if private details were merged, so that messages must not quote the profile. */
  redact: boolean;
  warnings: Problem[];
}

/**
 * Reads a source.
 *
 * @internal
 * @throws DossierError PROFILE_MISSING if there is no such file
 */
export async function openFile(source: ProfileSource): Promise<OpenedFile> {
  if (typeof source === 'string') {
    const bytes = await readFile(source).catch((cause: unknown) => {
      throw new DossierError('PROFILE_MISSING', `cannot read ${source}`, { hint: 'check the path', cause });
    });
    return { bytes, file: source };
  }
  if ('profile' in source) return { bytes: encode(JSON.stringify(source.profile)), file: 'profile.json' };
  return { bytes: encode(source.content), file: source.file };
}

const encode = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);

/**
 * Reads a profile with its pictures.
 *
 * @param details private details, merged over the profile
 * @param templates the names of templates that the profile may use
 * @throws DossierError PROFILE_MISSING, and the errors of `readProfile`
 * @internal
 */
export async function openProfile(
  source: ProfileSource,
  details: FileSource | undefined,
  templates: readonly string[],
): Promise<OpenedProfile> {
  const own = await openFile(source);
  const extra = details === undefined ? undefined : await openFile(details);
  const read = readProfile(own.bytes, own.file, templates);
  const merged = extra && overlay(read.value, extra.bytes, extra.file, templates);
  const profile = merged?.value ?? read.value;
  const shown = new Set(pictureSources(read.value));
  const hidden = new Set(pictureSources(profile).filter((picture) => !shown.has(picture)));
  const folder = folderOf(source);
  const { pictures, warnings } = folder
    ? await readPictures(profile, folder, hidden)
    : { pictures: new Map<string, string>(), warnings: [] };
  return {
    slug: slugOf(basename(own.file, extname(own.file))) || 'profile',
    profile,
    pictures,
    places: placesOf(own, ...(extra ? [extra] : [])),
    redact: merged !== undefined,
    warnings: [...read.warnings, ...(merged?.warnings ?? []), ...warnings],
  };
}

function folderOf(source: ProfileSource): string | undefined {
  if (typeof source === 'string') return dirname(source);
  return 'folder' in source ? source.folder : undefined;
}
