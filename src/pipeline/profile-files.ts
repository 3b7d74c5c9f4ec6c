import { basename, extname, join } from 'node:path';
import { PROFILE_ENDINGS } from '../profile/names.js';

/** A profile or packet file. */
export interface SourceFile {
  /** The name without extension, which its artifacts are named after. */
  slug: string;
  path: string;
  /** Set for a profile that is given by its path and is not in the folder of profiles. */
  isOutside?: true;
}

/** `true` for a name or path with the extension of a profile; schemas are excluded. */
export function isProfileFile(path: string): boolean {
  return PROFILE_ENDINGS.includes(extname(path)) && !path.endsWith('.schema.json');
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
