import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';

/** The reason why a file is not read. */
export type Refusal = 'missing' | 'outside' | 'too large' | 'no file' | 'unreadable';

/**
 * The size in bytes up to which files are read synchronously: for thousands of small files, awaiting each read takes
 * longer than the read.
 */
const SMALL = 64 * 1024;

/**
 * Reads a file whose name comes from untrusted data. The file must be inside the folder after symbolic links are
 * resolved, must be a regular file (reading a pipe or a device might never end), and must not exceed the size limit.
 *
 * @param limit the largest accepted size, in bytes
 */
export async function readContained(folder: string, name: string, limit: number): Promise<Buffer | Refusal> {
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

/**
 * Finds a file directly in the folder that is not a symbolic link. Skips `realpath`, which takes as long as the read.
 */
function findPlain(folder: string, name: string): Found | undefined {
  if (basename(name) !== name) return undefined;
  const file = join(folder, name);
  const about = lstatSync(file);
  return about.isSymbolicLink() ? undefined : { file, about };
}

/** Finds a file in the folder or below it, with symbolic links resolved. */
async function findLinked(folder: string, name: string): Promise<Found | undefined> {
  const root = await realpath(folder);
  const file = await realpath(resolve(root, name));
  return file.startsWith(root + sep) ? { file, about: await stat(file) } : undefined;
}
