import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ThemeProgram } from '../../src/themes/process.js';
import { ROOT } from '../support/paths.js';

/** How a run starts a theme; the script has to be compiled. */
export const PROGRAM: ThemeProgram = {
  node: process.execPath,
  child: join(ROOT, 'dist', 'theme-child.js'),
  platform: process.platform,
};

/** Installs a theme in a folder, as npm would. */
export async function install(
  folder: string,
  name: string,
  files: Record<string, string>,
  settings: object = {},
): Promise<void> {
  const own = join(folder, 'node_modules', name);
  const all = { 'package.json': JSON.stringify({ name, version: '1.2.3', ...settings }), ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(own, file)), { recursive: true });
    await writeFile(join(own, file), text);
  }
}

/** A theme that shows a name and a job, with something done before. */
export const themeThat = (does: string) =>
  `exports.render = (resume) => { ${does}\nreturn '<!doctype html><h1>' + resume.basics.name + '</h1>'; };`;
