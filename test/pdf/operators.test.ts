import { expect, test } from 'vitest';
import { breakLines, num, show } from '../../src/pdf/syntax/page-content.js';

const upTo = (most: number) => (text: string) => text.length <= most;

test.each([
  ['one line', 20, ['one line']],
  ['  words   apart ', 20, ['words apart']],
  ['two lines of words', 9, ['two lines', 'of words']],
  ['averyverylongword', 6, ['averyv', 'erylon', 'gword']],
  ['a verylongword b', 6, ['a', 'verylo', 'ngword', 'b']],
  ['𠮷𠮷𠮷', 4, ['𠮷𠮷', '𠮷']],
])('breaks %j into lines of at most %i characters', (text, most, lines) => {
  expect(breakLines(text, upTo(most))).toEqual(lines);
});

test('writes numbers in short form, and a line with its font, color and position', () => {
  expect([1 / 3, 12, -0.004].map(num)).toEqual(['0.33', '12', '0']);
  expect(show('Sans', 10, '0 0 0', 1.001, 2, '41')).toBe('BT 0 0 0 rg /Sans 10 Tf 1 0 0 1 1 2 Tm <41> Tj ET');
});
