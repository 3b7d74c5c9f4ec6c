import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repetitions } from '../support/matrix.js';
import { PROFILES, ROOT } from '../support/paths.js';
import { Random } from '../support/random.js';
import { SEED } from '../support/seed.js';
import { openPrinter, openServices } from '../support/services.js';
import { attempt, faultsOf, WITHOUT_BROWSER } from './attempt.js';

const MUTATIONS = repetitions(10_000, 1_000);

/** One in this many mutations also renders the page, which takes ten times as long as everything else. */
const PAGES = 20;

const sources = PROFILES.map((slug) => readFileSync(join(ROOT, 'profiles', `${slug}.yaml`), 'utf8'));

const PIECES = [
  '- ',
  ': ',
  '? ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|\n',
  '>-\n',
  '&a ',
  '*a ',
  '!!binary ',
  '!<x> ',
  '%YAML 9\n',
].concat([
  '---\n',
  '...\n',
  '\t',
  '\u0000',
  '\ud800',
  '\u2028',
  '<<: ',
  '__proto__: ',
  '~',
  '#',
  ',',
  '\n',
  '  ',
  '0x1F',
  '1e999',
  '\r',
]);

/** One change like a slip of the hand, a bad merge or an attack. */
function mutate(text: string, random: Random): string {
  const lines = text.split('\n');
  const line = random.below(lines.length);
  const other = random.below(lines.length);
  const at = random.below(text.length);
  const kinds: (() => string)[] = [
    () => text.slice(0, at) + random.pick(PIECES) + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1 + random.below(40)),
    () => text.slice(0, at) + String.fromCharCode(random.below(0x250)) + text.slice(at + 1),
    () => text.slice(0, at),
    () => lines.toSpliced(line, 1).join('\n'),
    () => lines.toSpliced(line, 0, lines[other] ?? '').join('\n'),
    () => lines.with(line, `${' '.repeat(random.below(6))}${lines[line]}`).join('\n'),
    () => lines.with(line, (lines[line] ?? '').trimStart()).join('\n'),
    () => lines.with(line, (lines[line] ?? '').replace(/: .*/, `: ${lines[other]?.trim()}`)).join('\n'),
    () => lines.with(line, (lines[line] ?? '').replace(/\w+:/, (lines[other]?.match(/\w+:/) ?? ['x:'])[0])).join('\n'),
    () =>
      lines
        .with(line, (lines[line] ?? '').replace(/\d+/, random.pick(['-1', '1e400', '99999999999999999999', ''])))
        .join('\n'),
    () =>
      lines
        .with(line, lines[other] ?? '')
        .with(other, lines[line] ?? '')
        .join('\n'),
  ];
  return random.pick(kinds)();
}

// No browser is started for these formats.
const services = openServices(openPrinter(1));

test(`${MUTATIONS} mutations of the shipped profiles are rendered, or rejected with a place`, async () => {
  const counts = { files: 0, told: 0 };
  for (let index = 0; index < MUTATIONS; index++) {
    const seed = SEED + index;
    const random = new Random(seed);
    let text = random.pick(sources);
    for (let count = 1 + random.below(3); count > 0; count--) text = mutate(text, random);
    const formats = seed % PAGES === 0 ? WITHOUT_BROWSER : (['txt', 'md', 'json'] as const);
    const what = `DOSSIER_SEED=${seed}`;
    const result = await attempt(text, services, formats).catch((error: unknown) => {
      throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
    });
    expect(faultsOf(result), what).toEqual([]);
    counts['files' in result ? 'files' : 'told'] += 1;
  }
  expect(Math.min(counts.files, counts.told)).toBeGreaterThan(MUTATIONS / 10);
}, 180_000);
