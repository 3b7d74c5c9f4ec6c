import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';

/** Why a file is not read. */
export type Refusal = 'missing' | 'outside' | 'too large' | 'no file' | 'unreadable';

/** Thousands of files up to this size, in bytes, are read in a row: to wait for one takes longer than to read it. */
const SMALL = 64 * 1024;

/**
 * The bytes of a file that somebody else's data names. It must lie in the folder, links followed, be a file (a pipe or a
 * device would be read for ever) and not be too large.
 */
export async function readInside(folder: string, name: string, limit: number): Promise<Buffer | Refusal> {
  try {
    const found = findPlain(folder, name) ?? (await findLinked(folder, name));
    if (!found) return 'outside';
    if (!found.about.isFile()) return 'no file';
    if (found.about.size > limit) return 'too large';
    return found.about.size > SMALL ? await readFile(found.file) : readFileSync(found.file);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

interface Found {
  file: string;
  about: Stats;
}

/** What lies in the folder itself and is no link; it needs no links followed, which takes as long as reading does. */
function findPlain(folder: string, name: string): Found | undefined {
  if (basename(name) !== name) return undefined;
  const file = join(folder, name);
  const about = lstatSync(file);
  return about.isSymbolicLink() ? undefined : { file, about };
}

/** What lies in the folder or below it when links are followed. */
async function findLinked(folder: string, name: string): Promise<Found | undefined> {
  const root = await realpath(folder);
  const file = await realpath(resolve(root, name));
  return file.startsWith(root + sep) ? { file, about: await stat(file) } : undefined;
}
