import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { DossierError } from '../errors.js';

/** An installed JSON Resume theme. */
export interface Theme {
  /** The package name. */
  name: string;
  version: string;
  /** The package folder, with symbolic links resolved. */
  folder: string;
  /** The folder from which it was resolved. */
  from: string;
  /** The node_modules folders from which it may load other packages. */
  modules: string[];
}

const PREFIX = 'jsonresume-theme-';

/** The package name of a theme, with or without a scope (npm's rules for names). */
const PACKAGE = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?jsonresume-theme-[a-z0-9._~-]+$/;

/**
 * Returns the package name for a theme's full name, or for its name without `jsonresume-theme-`; undefined if invalid.
 */
export function packageOf(name: string): string | undefined {
  if (PACKAGE.test(name)) return name;
  return PACKAGE.test(PREFIX + name) ? PREFIX + name : undefined;
}

/** Returns the shortest name of a theme's package. */
export function shortOf(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/**
 * Finds an installed theme as Node resolves packages: in node_modules of the folder or of a folder above.
 *
 * @throws DossierError THEME_FAILED if the theme could read the folder itself or its profiles
 */
export async function findTheme(name: string, from: string): Promise<Theme | undefined> {
  const wanted = packageOf(name);
  if (!wanted) return undefined;
  for (const modules of modulesAbove(from)) {
    const text = await readFile(join(modules, wanted, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const folder = await realpath(join(modules, wanted));
    const around = [...modulesAbove(from), ...modulesAbove(folder)];
    await refuseOpen(wanted, [folder, ...around], from);
    return { name: wanted, version: versionOf(text), folder, from, modules: [...new Set(around)] };
  }
  return undefined;
}

/** Returns the names of the themes that are installed for a folder. */
export async function listThemes(from: string): Promise<string[]> {
  const found = await Promise.all(
    modulesAbove(from).map(async (modules) => {
      const names = await readdir(modules).catch((): string[] => []);
      const scopes = names.filter((name) => name.startsWith('@'));
      const scoped = scopes.map(async (scope) =>
        (await readdir(join(modules, scope)).catch((): string[] => [])).map((name) => `${scope}/${name}`),
      );
      return [...names, ...(await Promise.all(scoped)).flat()].filter((name) => PACKAGE.test(name));
    }),
  );
  return [...new Set(found.flat())].sort();
}

/**
 * Rejects a theme that could read the folder or its profiles, for example because its package is a link to a parent
 * folder.
 */
async function refuseOpen(name: string, readable: readonly string[], from: string): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => undefined);
  const [own, profiles] = await Promise.all([real(from), real(join(from, 'profiles'))]);
  for (const path of readable) {
    const folder = await real(path);
    const open = folder && [own, profiles].find((kept) => kept !== undefined && holds(folder, kept));
    if (!open) continue;
    throw new DossierError('THEME_FAILED', `the theme ${name} could read ${open}, because it may read ${folder}`, {
      hint: 'install it as a copy, or move the profiles outside the folders that it may read',
    });
  }
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function modulesAbove(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, 'node_modules'), ...(above === folder ? [] : modulesAbove(above))];
}

function versionOf(packageJson: string): string {
  try {
    return String((JSON.parse(packageJson) as { version?: unknown }).version ?? '');
  } catch {
    return '';
  }
}
