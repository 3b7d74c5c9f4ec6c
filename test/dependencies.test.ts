import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/paths.js';

test('docs/dependencies.md gives a reason for every runtime dependency', () => {
  const text = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8');
  const [, section = ''] = text.split(/^## /m);
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  };
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  const named = section
    .split('\n')
    .flatMap((line) => (/^\| ([^|]+) \|/.exec(line)?.[1] ?? '').replace(/@fontsource\//, '').split(/[\s,]+/));
  const missing = names.filter((name) => !named.includes(name.replace(/^@fontsource\//, '')));
  expect(missing).toEqual([]);
});
