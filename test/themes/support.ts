import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DossierError } from '../../src/errors.js';
import { findTheme } from '../../src/themes/find.js';
import { runTheme, type ThemeProgram } from '../../src/themes/process.js';
import { ROOT } from '../support/paths.js';

/** The program that runs themes; its script must be compiled. */
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

/** A theme that runs the given code and then renders a name. */
export const themeThat = (does: string) =>
  `exports.render = (resume) => { ${does}\nreturn '<!doctype html><h1>' + resume.basics.name + '</h1>'; };`;

const RESUME = { basics: { name: 'Jané Doe' }, work: [{ name: 'Acme', position: 'Engineer' }] };

export type RunArguments = [files: Record<string, string>, settings?: object, more?: object];

/** Installs a theme in a folder and runs it. */
export async function runInstalled(folder: string, ...[files, settings = {}, more = {}]: RunArguments) {
  await install(folder, 'jsonresume-theme-own', files, settings);
  const theme = await findTheme('own', folder);
  if (!theme) throw new Error('the theme is not found');
  return runTheme(theme, RESUME, { ...PROGRAM, ...more });
}

/** The error of a rejected promise. */
export async function failure(running: Promise<unknown>): Promise<DossierError> {
  const error = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DossierError)) throw error ?? new Error('nothing failed');
  return error;
}
