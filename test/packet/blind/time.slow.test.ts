import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/paths.js';

const PROFILE = {
  basics: {
    name: 'José de la Cruz-Müller (王小明)',
    email: 'jo.cruz@cruz.example',
    phone: '+1 202-555-0123',
    profiles: [{ username: 'fluffy-cat' }],
  },
};

const SIZE = 200_000;
/** All texts together take about ten seconds; one that backtracks takes minutes or never ends. */
const KILLED_AFTER = 120_000;

const UNITS = [
  'The quick brown fox jumps over the lazy dog, with José and others. ',
  ...[
    'a-',
    '[',
    '[a](',
    'aaa',
    '\\.',
    '(',
    '*',
    '`',
    '_',
    '&',
    '&amp',
    '<b',
    '1-',
    '+1',
    '@',
    'a@',
    'a.b/',
    'a.de/',
    'a@b.test:',
    'a.de/(',
    '://',
    'www.',
  ],
  ...[
    '"',
    'a’',
    'J. ',
    'José ',
    'José, ',
    'de la ',
    'cruz,',
    'fluffy-',
    'foo ',
    'JoJo',
    '王',
    '小明',
    'e\u0301',
    '\u200b',
    '2025550123',
  ],
];

test('texts of 200 kB that repeat one pattern are redacted as fast as any other', {
  timeout: KILLED_AFTER + 10_000,
}, () => {
  const child = spawnSync(process.execPath, [join(ROOT, 'test/packet/blind/redact-child.mjs')], {
    input: JSON.stringify({ profile: PROFILE, units: UNITS, size: SIZE }),
    timeout: KILLED_AFTER,
    encoding: 'utf8',
  });
  expect(child.stderr).toBe('');
  const done = child.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(done, 'the first unit that is missing takes too long').toEqual(UNITS);
});
