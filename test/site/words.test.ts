import { expect, test } from 'vitest';
import { fold, words } from '../../src/site/words.js';

test('accents and the size of letters make no difference', () => {
  expect(fold('Zoë MÜLLER Łódź Straße Ørsted')).toBe('zoe muller lodz strasse orsted');
});

test('words of programmers stay whole, and their parts are found too', () => {
  expect(words('C++, C# and .NET. Node.js; CI/CD (v1.2)')).toEqual([
    'c++',
    'c#',
    'and',
    '.net',
    'node.js',
    'node',
    'js',
    'ci',
    'cd',
    'v1.2',
    'v1',
    '2',
  ]);
});

test('a sentence of signs has no words', () => {
  expect(words('— … + # . ')).toEqual([]);
});
