import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_FILE } from '../profile/names.js';

/** Finds the file of a project in a folder or in the nearest one above it; undefined if there is none. */
export function findProject(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    const file = join(each, PROJECT_FILE);
    if (existsSync(file)) return file;
    if (each === dirname(each)) return undefined;
  }
}
