import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { DossierError } from '../errors.js';

/** An installed theme of JSON Resume. */
export interface Theme {
  /** The name of its package. */
  name: string;
  version: string;
  /** Where its package lies, links followed. */
  folder: string;
  /** Where it was looked for from. */
  from: string;
  /** The folders of packages that it may take other packages from. */
  modules: string[];
}

const PREFIX = 'jsonresume-theme-';

/** The name of a theme's package, with or without a scope (npm's rules for names). */
const PACKAGE = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?jsonresume-theme-[a-z0-9._~-]+$/;

/** The package that a theme's name stands for: its own, or what follows `jsonresume-theme-`; undefined for no name. */
export function packageOf(name: string): string | undefined {
  if (PACKAGE.test(name)) return name;
  return PACKAGE.test(PREFIX + name) ? PREFIX + name : undefined;
}

/** The shortest name of a theme's package. */
export function shortOf(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/**
 * A theme that is installed for a folder, as Node finds packages: in node_modules there or in a folder above.
 *
 * @throws DossierError THEME_FAILED where what it may read would be the folder itself, or its profiles
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

/** The names of the themes that are installed for a folder. */
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

/** A package that is a link to a folder above it would have the profiles there read by its theme. */
async function refuseOpen(name: string, readable: readonly string[], from: string): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => undefined);
  const [own, profiles] = await Promise.all([real(from), real(join(from, 'profiles'))]);
  for (const path of readable) {
    const folder = await real(path);
    const open = folder && [own, profiles].find((kept) => kept !== undefined && holds(folder, kept));
    if (!open) continue;
    throw new DossierError('THEME_FAILED', `the theme ${name} could read ${open}, since it may read ${folder}`, {
      hint: 'install it as a copy, or keep profiles outside of what it may read',
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
