import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { DossierError } from '../errors.js';
import { recordsOf } from './output-records.js';

/** The number of folders that one search reads; a link may lead to a whole disk. */
const MOST_FOLDERS = 200_000;

/**
 * The first folder or link at any depth below a folder that leads to private details. Whoever uploads the folder may
 * follow its links, so the folders that these lead to are searched as well.
 *
 * @throws DossierError OUTPUT_PRIVACY if there are too many folders
 */
export function findInnerPrivate(folder: string, most = MOST_FOLDERS): string | undefined {
  const roots = [realpathSync(folder)];
  const folders = [folder];
  const isPrivateAbove = new Map<string, boolean>();
  for (const next of folders) {
    const entries = entriesIn(next);
    const names = entries.map(({ name }) => name);
    if (next !== folder && recordsOf(next, names).mayBePrivate) return next;
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isSymbolicLink()) continue;
      const target = targetOf(path);
      if (target === undefined || roots.some((root) => isWithin(target.path, root))) continue;
      if (isBelowPrivate(target.path, isPrivateAbove)) return path;
      if (!target.isFolder) continue;
      roots.push(target.path);
      folders.push(path);
    }
    if (folders.length > most)
      throw new DossierError('OUTPUT_PRIVACY', `${folder} holds too many folders to search for private details`, {
        hint: 'name another folder with --out',
      });
  }
  return undefined;
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function targetOf(link: string): { path: string; isFolder: boolean } | undefined {
  try {
    return { path: realpathSync(link), isFolder: statSync(link).isDirectory() };
  } catch {
    return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** `true` if a folder above the target of a link holds private details, as those of a candidate do. */
function isBelowPrivate(path: string, known: Map<string, boolean>): boolean {
  const parent = dirname(path);
  if (parent === path) return false;
  const before = known.get(parent);
  if (before !== undefined) return before;
  const found = recordsOf(parent).mayBePrivate || isBelowPrivate(parent, known);
  known.set(parent, found);
  return found;
}
