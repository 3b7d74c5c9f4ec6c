import { expect, test } from 'vitest';
import { compareDates, guessDate, isOpen, type PartialDate, parseDate } from '../../src/profile/dates.js';

test.each<[string, PartialDate | undefined]>([
  ['2023', { year: 2023 }],
  ['2023-04', { year: 2023, month: 4 }],
  ['2023-04-01', { year: 2023, month: 4, day: 1 }],
  [' 2023-04 ', { year: 2023, month: 4 }],
  ['2024-02-29', { year: 2024, month: 2, day: 29 }],
  ['2023-04-01T23:59:59+05:30', { year: 2023, month: 4, day: 1 }],
  ['2023-02-29', undefined],
  ['2023-00', undefined],
  ['2023-13', undefined],
  ['2023-4', undefined],
  ['2023-04-31', undefined],
  ['2023-04-00', undefined],
  ['2023-04-1', undefined],
  ['23', undefined],
  ['2023/04', undefined],
  ['present', undefined],
  ['', undefined],
])('parseDate(%j)', (text, expected) => {
  expect(parseDate(text)).toEqual(expected);
});

test.each<[string, string, number]>([
  ['2022', '2023', -1],
  ['2023-05', '2023-04', 1],
  ['2023-04-02', '2023-04-01', 1],
  ['2023', '2023-04', 0],
  ['2023-04', '2023-04-30', 0],
  ['2023-12', '2024-01', -1],
  ['2023-04-01', '2023-04-01', 0],
])('compares %s with %s', (a, b, sign) => {
  const [first, second] = [parseDate(a), parseDate(b)] as [PartialDate, PartialDate];
  expect(Math.sign(compareDates(first, second))).toBe(sign);
  expect(Math.sign(compareDates(second, first))).toBe(sign === 0 ? 0 : -sign);
});

test.each<[string, string | undefined]>([
  ['Mar 2023', '2023-03'],
  ['March 2023', '2023-03'],
  ['Sept. 2023', '2023-09'],
  ['december, 2023', '2023-12'],
  ['2023-4', '2023-04'],
  ['2023/4/1', '2023-04-01'],
  ['2023.04', '2023-04'],
  ['4/2023', '2023-04'],
  ['28 Sep 2023', '2023-09-28'],
  ['Sep 28, 2023', '2023-09-28'],
  ['28.09.2023', '2023-09-28'],
  ['9/28/2023', '2023-09-28'],
  ['Marketing 2023', undefined],
  ['ongoing', 'present'],
  ['Today', 'present'],
  ['Foo 2023', undefined],
  ['2023-13', undefined],
  ['13/2023', undefined],
  ['2023-02-30', undefined],
  // The order of day and month is ambiguous.
  ['03/04/2023', undefined],
  ['soon', undefined],
  ['', undefined],
])('guessDate(%j)', (text, expected) => {
  expect(guessDate(text)).toBe(expected);
});

test.each([
  ['present', true],
  ['Present ', true],
  ['presently', false],
  ['2023', false],
])('isOpen(%j) is %s', (text, expected) => {
  expect(isOpen(text)).toBe(expected);
});
