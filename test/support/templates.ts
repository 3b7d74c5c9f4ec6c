import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.js';

/** Writes a custom template to a project. Line 3 of its template.yaml names a paper size that does not exist. */
export async function writeBrokenTemplate(cwd: string, name: string): Promise<void> {
  const folder = join(cwd, 'templates', name);
  await cp(join(ROOT, 'templates', 'classic'), folder, { recursive: true });
  const file = join(folder, 'template.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('\npaper: a4\n', '\npaper: a9\n'));
}
