import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/paths.js';

const FOLDER = join(ROOT, 'test', 'bench');

/** The group of tests that a file belongs to by its name. */
function projectOf(path: string): string {
  return /\.(slow|browser)\.test\.ts$/.exec(path)?.[1] ?? 'fast';
}

test('every benchmark that takes its figures from tests names an existing file and its project', () => {
  const used = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.mjs'))
    .flatMap((name) => {
      const lists = readFileSync(join(FOLDER, name), 'utf8').matchAll(/\[[^\]]*'--project',\s*'(\w+)',\s*'([^']+)'/g);
      return [...lists].map(([, project = '', path = '']) => ({ name, project, path }));
    });
  expect([...new Set(used.map(({ name }) => name))].sort()).toEqual(['ats.mjs', 'import.mjs']);
  for (const { project, path } of used)
    expect([path, existsSync(join(ROOT, path)), project]).toEqual([path, true, projectOf(path)]);
});
