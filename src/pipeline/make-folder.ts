import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its missing parents, one level at a time: Node's recursive `mkdir` never returns below `/proc`,
 * where a parent neither exists nor can be created.
 *
 * @param mode the mode of the folders that are created
 * @returns the paths of the folders that were created, the outermost first
 * @throws the error of `mkdir`
 */
export function makeFolder(folder: string, mode = 0o777): string[] {
  const missing: string[] = [];
  for (let next = resolve(folder); !isFolder(next); next = dirname(next)) {
    missing.push(next);
    // A drive that does not exist is its own parent.
    if (dirname(next) === next) break;
  }
  const created: string[] = [];
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path, { mode });
      created.push(path);
    } catch (error) {
      // Another process may have created it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(path)) throw error;
    }
  }
  return created;
}

/** `false` if nothing exists there, or a file is in the way: creating the folder then fails with the reason. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
