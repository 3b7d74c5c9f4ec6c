import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { type NamedBytes, type OpenedProfile, openProfile } from '../document/open-profile.js';
import { DossierError } from '../errors.js';
import { slugOf } from '../profile/names.js';

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

/**
 * Reads a source.
 *
 * @internal
 * @throws DossierError PROFILE_MISSING if there is no such file, or if it cannot be read
 */
export async function openFile(source: ProfileSource): Promise<NamedBytes> {
  if (typeof source === 'string') {
    const bytes = await readFile(source).catch((cause: NodeJS.ErrnoException) => {
      const message = `cannot read ${source}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.code}`;
      throw new DossierError('PROFILE_MISSING', message, { hint: 'check the path and its permissions', cause });
    });
    return { bytes, file: source };
  }
  if ('profile' in source) return { bytes: encode(JSON.stringify(source.profile)), file: 'profile.json' };
  return { bytes: encode(source.content), file: source.file };
}

const encode = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);

/**
 * Reads a profile with its pictures, and merges private details.
 *
 * @internal
 * @param templates the names of templates that the profile may use
 * @throws DossierError PROFILE_MISSING, and the errors of `readProfile`
 */
export async function openProfileSource(
  source: ProfileSource,
  details: FileSource | undefined,
  templates: readonly string[],
): Promise<OpenedProfile & { slug: string }> {
  const own = await openFile(source);
  const extra = details === undefined ? undefined : await openFile(details);
  const slug = slugOf(basename(own.file, extname(own.file))) || 'profile';
  return { slug, ...(await openProfile(own, extra, folderOf(source), templates)) };
}

function folderOf(source: ProfileSource): string | undefined {
  if (typeof source === 'string') return dirname(source);
  return 'folder' in source ? source.folder : undefined;
}
