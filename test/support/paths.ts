import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

/** The root folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const PROFILES = ['aryan-mishra', 'chaitanya-prabhu', 'krish-arora', 'nrishinghananda-roy'];

/** The shipped templates, in an order in which a sample has every kind of layout. */
export const TEMPLATES = [
  ...['classic', 'compact', 'modern', 'harvard', 'sidebar'],
  ...['engraved', 'swiss', 'academic', 'europass', 'portfolio'],
];

const require = createRequire(import.meta.url);

/** The folder where an npm package is installed. */
export function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

/** Creates an empty folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Creates an empty folder that is removed when all tests of the file have ended. */
export async function sharedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
