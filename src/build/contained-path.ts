import { realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * `true` for a path that can only lie below the folder it is resolved in: relative, with `/`, without empty, `.` or `..`
 * parts and control characters.
 */
export function isRelativePath(path: string): boolean {
  if (path === '' || hasUnsafeCharacter(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Control characters only serve to deceive; backslashes and colons separate parts on Windows. */
function hasUnsafeCharacter(path: string): boolean {
  for (const character of path) {
    if (character < ' ') return true;
    if (process.platform === 'win32' && (character === '\\' || character === ':')) return true;
  }
  return false;
}

/** Resolves paths below one folder, and refuses those that lead out of it, symbolic links followed. */
export class ContainedPaths {
  readonly #folder: string;
  /** Folders that were found to lie inside: thousands of files share few of them. */
  readonly #inside = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The absolute path of an entry whose folder lies inside; the entry itself need not exist and may be a link, which
   * removing or replacing it does not follow. Undefined where the path leads out, or its folder does not exist.
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

  /** The same of an entry that is read: a link must lead to a place inside as well. */
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

/** Whether a path is a folder or below it, links followed; neither need exist. */
export function isBelow(path: string, folder: string): boolean {
  return `${realPath(path)}${sep}`.startsWith(`${realPath(folder)}${sep}`);
}

/** A path with the links of its existing part followed. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
