import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { SCRIPTS } from '../../src/dev/site.js';
import { ROOT } from '../support/paths.js';

/** The modules that a module loads, including itself, as paths relative to src/. */
function loadedBy(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const source = readFileSync(join(ROOT, 'src', path.replace(/\.js$/, '.ts')), 'utf8');
  for (const [, target = ''] of source.matchAll(/^import (?!type )[^;']{0,1000}from '(\.[^']{1,200})'/gm))
    loadedBy(posix.join(posix.dirname(path), target), found);
  return found;
}

test('the preview server serves exactly the modules that its page loads', () => {
  expect([...SCRIPTS].sort()).toEqual([...loadedBy('dev/page/main.js')].sort());
});
