import { realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * `true` for a path that is always below the folder it is resolved in: relative, separated by `/`, and without control
 * characters or empty, `.` or `..` parts.
 */
export function isRelativePath(path: string): boolean {
  if (path === '' || hasUnsafeCharacter(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Control characters only serve to deceive; backslashes and colons are separators on Windows. */
function hasUnsafeCharacter(path: string): boolean {
  for (const character of path) {
    if (character < ' ') return true;
    if (process.platform === 'win32' && (character === '\\' || character === ':')) return true;
  }
  return false;
}

/** Resolves paths below one folder, and refuses those that lead out of it, also through symbolic links. */
export class ContainedPaths {
  readonly #folder: string;
  /** Folders already found to be inside: thousands of files share a few folders. */
  readonly #inside = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The absolute path of an entry whose folder is contained. The entry itself need not exist and may be a link, since
   * removing or replacing it does not follow the link. Undefined if the path leads out, or if its folder does not
   * exist.
   */
  entry(path: string): string | undefined {
    if (!isRelativePath(path)) return undefined;
    const parts = path.split('/').slice(0, -1);
    const parent = join(this.#folder, ...parts);
    if (!this.#inside.has(parent)) {
      if (!this.#isInside(parent)) return undefined;
      this.#inside.add(parent);
    }
    return join(this.#folder, path);
  }

  /** Like `entry`, for an entry that is read: if it is a link, its target must be contained as well. */
  file(path: string): string | undefined {
    const file = this.entry(path);
    return file !== undefined && this.#isInside(file) ? file : undefined;
  }

  #isInside(path: string): boolean {
    try {
      return `${realpathSync(path)}${sep}`.startsWith(`${realpathSync(this.#folder)}${sep}`);
    } catch {
      return false;
    }
  }
}

/** `true` if a path is a folder or below it, with links followed; neither need exist. */
export function isBelow(path: string, folder: string): boolean {
  return `${realPath(path)}${sep}`.startsWith(`${realPath(folder)}${sep}`);
}

/** Resolves the links in the part of a path that exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
