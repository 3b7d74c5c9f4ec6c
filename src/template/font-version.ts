import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { remember } from '../memo.js';

/** The versions of packages by their names, as text; of one that is not installed, a text that is no version. */
export type FontVersions = (packages: readonly string[]) => Promise<Record<string, string>>;

/** Looks up the versions of fonts' packages, of each once. */
export function fontVersions(packageFolder: (name: string) => string): FontVersions {
  const known = new Map<string, Promise<string>>();
  const version = (name: string) => remember(known, name, () => fontVersion(name, packageFolder));
  return async (packages) =>
    Object.fromEntries(await Promise.all(packages.map(async (name) => [name, await version(name)] as const)));
}

async function fontVersion(name: string, packageFolder: (name: string) => string): Promise<string> {
  try {
    const file = join(packageFolder(name), 'package.json');
    return String((JSON.parse(await readFile(file, 'utf8')) as { version?: string }).version);
  } catch {
    return 'is not there';
  }
}
