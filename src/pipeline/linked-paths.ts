import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The number of links after which Linux refuses to resolve a path. */
const MOST_LINKS = 40;

/**
 * The paths that lead to a file or folder, which need not exist: the given one, then one more for each of its links,
 * with that link resolved.
 */
export function pathsTo(path: string): string[] {
  const paths = [resolve(path)];
  for (const next of paths) {
    const link = firstLink(next);
    if (link === undefined || paths.length > MOST_LINKS) break;
    paths.push(join(resolve(dirname(link), readlinkSync(link)), relative(link, next)));
  }
  return paths;
}

/** The folders above a file or folder by any of its paths, the nearest first. */
export function foldersAbove(path: string): Set<string> {
  return new Set(pathsTo(path).flatMap(parentsOf));
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

/** The outermost part of a path that is a link. */
function firstLink(path: string): string | undefined {
  return [path, ...parentsOf(path)].findLast((part) => {
    try {
      return lstatSync(part).isSymbolicLink();
    } catch {
      return false;
    }
  });
}
