import type { Problem } from '../errors.js';
import { overlay } from '../profile/overlay.js';
import { type Places, placesOf } from '../profile/places.js';
import { readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { pictureSources, readPictures } from '../template/pictures.js';
import type { Pictures } from '../template/view.js';

/** The bytes of a file, with the name that messages use. */
export interface NamedBytes {
  bytes: Uint8Array;
  file: string;
}

/** A profile that is ready to be rendered. */
export interface OpenedProfile {
  profile: Profile;
  pictures: Pictures;
  /** The positions of values in the file. */
  places: Places;
  /** `true` if private details were merged, so that messages must not quote the profile. */
  redact: boolean;
  warnings: Problem[];
}

/**
 * Reads a profile with its pictures, and merges private details.
 *
 * @param details private details; none are merged if undefined
 * @param folder the folder below which pictures are read; without it, the profile has none
 * @param templates the names of templates that the profile may use
 * @throws DossierError as `readProfile` does
 */
export async function openProfile(
  own: NamedBytes,
  details: NamedBytes | undefined,
  folder: string | undefined,
  templates: readonly string[],
): Promise<OpenedProfile> {
  const read = readProfile(own.bytes, own.file, templates);
  const merged = details && overlay(read.value, details.bytes, details.file, templates);
  const profile = merged?.value ?? read.value;
  const shown = new Set(pictureSources(read.value));
  const hidden = new Set(pictureSources(profile).filter((picture) => !shown.has(picture)));
  const { pictures, warnings } = await readPictures(profile, folder, hidden);
  const nameless: Problem[] = profile.basics?.name ? [] : [{ severity: 'warning', ...NAMELESS }];
  const placed = [...nameless, ...warnings].map((problem) => ({ ...problem, where: { file: own.file } }));
  return {
    profile,
    pictures,
    places: placesOf(own, ...(details ? [details] : [])),
    redact: merged !== undefined,
    warnings: [...read.warnings, ...(merged?.warnings ?? []), ...placed],
  };
}

const NAMELESS = {
  message: 'the profile has no name',
  hint: 'add basics.name, which is the heading of the résumé',
};
