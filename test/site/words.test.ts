import { expect, test } from 'vitest';
import { fold, words } from '../../src/site/model.js';

test('ignores accents and case', () => {
  expect(fold('Zoë MÜLLER Łódź Straße Ørsted')).toBe('zoe muller lodz strasse orsted');
});

test('keeps programming terms intact, and also finds their parts', () => {
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

test('finds no words in punctuation', () => {
  expect(words('— … + # . ')).toEqual([]);
});
