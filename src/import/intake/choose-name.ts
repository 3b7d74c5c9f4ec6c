import { nameTaken, type ProfileFolder } from './profile-folder.js';
import type { Originals } from './records.js';

/** A new profile that needs a name. */
interface Nameless {
  /** The name after its person. */
  slug: string;
  file: string;
  /** `true` if nobody named the file. */
  isFound: boolean;
  /** `true` to overwrite a profile of an earlier run. */
  force: boolean;
}

/**
 * Chooses the name of a new profile. If a profile that was not imported has the name, a file that somebody named is an
 * error; any other file gets the next free name, as the second of two people of one name does.
 *
 * @param written the profiles of this run, which are never overwritten
 * @throws DossierError PROFILE_SLUG
 */
export async function chooseName(
  { slug, file, isFound, force }: Nameless,
  folder: ProfileFolder,
  originals: Originals,
  written: ReadonlySet<string>,
): Promise<string> {
  const isImported = originals.get(slug) !== undefined;
  const taken = await folder.takenBy(slug);
  if (!isImported && taken === undefined) return slug;
  if (!isFound && !written.has(slug)) {
    if (force) {
      await folder.refuseTwin(slug, file);
      return slug;
    }
    if (taken !== undefined && !isImported) throw nameTaken(taken, file);
  }
  for (let number = 2; ; number++) {
    const next = `${slug}-${number}`;
    if (!originals.get(next) && (await folder.takenBy(next)) === undefined) return next;
  }
}
