import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

/** Why a file is not read. */
export type Refusal = 'missing' | 'outside' | 'too large' | 'no file' | 'unreadable';

/**
 * The bytes of a file that somebody else's data names. It must lie in the folder, links followed, be a file (a pipe or a
 * device would be read for ever) and not be too large.
 */
export async function readInside(folder: string, name: string, limit: number): Promise<Buffer | Refusal> {
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, name));
    if (!file.startsWith(root + sep)) return 'outside';
    const about = await stat(file);
    if (!about.isFile()) return 'no file';
    return about.size > limit ? 'too large' : await readFile(file);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}
