import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/paths.js';

/** The declaration files that a file imports, directly or not, with their texts. */
function declarationsFrom(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(path, 'utf8');
  found.set(path, text);
  for (const [, target] of text.matchAll(/from '(\.[^']+)\.js'/g))
    declarationsFrom(join(dirname(path), `${target}.d.ts`), found);
  return found;
}

test('every type that a public signature mentions is exported', () => {
  const index = join(ROOT, 'dist', 'index.d.ts');
  const declarations = declarationsFrom(index);
  const exported = new Set(declarations.get(index)?.match(/\w+/g));
  const types = [...declarations].flatMap(([path, text]) =>
    [...text.matchAll(/^(?:export )?(?:declare )?(?:interface|type) (\w+)/gm)].map(([, name = '']) => ({ path, name })),
  );
  expect(types.length).toBeGreaterThan(20);
  expect(types.filter(({ name }) => !exported.has(name))).toEqual([]);
});
