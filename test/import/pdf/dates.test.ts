import { describe, expect, test } from 'vitest';
import { findDates, isDateOnly, isDuration } from '../../../src/import/pdf/dates.js';

const read = (text: string, order: 'day' | 'month' = 'month') =>
  findDates(text, order).map(({ from, to }) => [from, to].filter(Boolean).join(' to '));

describe('dates in a text', () => {
  test.each([
    ['Jan 2020 – Present', '2020-01 to present'],
    ['Sept. 2018 - May 2023', '2018-09 to 2023-05'],
    ['Jun – Sep 2017', '2017-06 to 2017-09'],
    ['05/2019 – 11/2020', '2019-05 to 2020-11'],
    ['05.2019–heute', '2019-05 to present'],
    ['2019–21', '2019 to 2021'],
    ['2019-2021', '2019 to 2021'],
    ['2019-05 – 2020-06', '2019-05 to 2020-06'],
    ['12 May 2019 to 3 June 2020', '2019-05-12 to 2020-06-03'],
    ['May 12, 2019', '2019-05-12'],
    ['June 3rd, 2020', '2020-06-03'],
    ["Jun '19 – Aug '20", '2019-06 to 2020-08'],
    ['Fall 2019 – Spring 2020', '2019 to 2020'],
    ['Q3 2020', '2020'],
    ['Expected May 2030', '2030-05'],
    ['2025-2029 (anticipated)', '2025 to 2029'],
    ['seit März 2019', '2019-03 to present'],
    ['janvier 2020 – aujourd’hui', '2020-01 to present'],
    ['enero de 2020 a marzo de 2021', '2020-01 to 2021-03'],
    ['январь 2019 — настоящее', '2019-01 to present'],
    ['2019年4月～2020年3月', '2019-04 to 2020-03'],
    ['2018.03 – 2019.02', '2018-03 to 2019-02'],
    ['2020年5月 - 至今', '2020-05 to present'],
    ['June 2023 – present 2 years 10 months', '2023-06 to present'],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
    expect(isDateOnly(text)).toBe(true);
  });

  test.each(['served 2000 users', 'RFC 2024-compliant', '+49 2019 2020', 'HTML5', 'v2019', 'May the force', '$2020'])(
    'finds none in %s, apart from years',
    (text) => {
      expect(findDates(text).filter(({ isPeriod }) => isPeriod)).toEqual([]);
    },
  );

  test('finds several in one text, with their places', () => {
    const text = 'Sep. 2013, Mar. 2011 – Oct. 2011';
    expect(findDates(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Sep. 2013',
      'Mar. 2011 – Oct. 2011',
    ]);
  });

  test('reads numbers by the order of the document, and marks those that could be either', () => {
    expect(read('03/04/2020', 'month')).toEqual(['2020-03-04']);
    expect(read('03/04/2020', 'day')).toEqual(['2020-04-03']);
    expect(read('13/04/2020', 'month')).toEqual(['2020-04-13']);
    expect(findDates('03/04/2020').map(({ isAmbiguous }) => isAmbiguous)).toEqual([true]);
    expect(findDates('03/13/2020').map(({ isAmbiguous }) => isAmbiguous)).toEqual([false]);
  });

  test('marks a season as less exact than its year', () => {
    expect(findDates('Summer 2020').map(({ isRough }) => isRough)).toEqual([true]);
  });

  test('does not read an end before its start as a period', () => {
    expect(findDates('2021 – 2019').some(({ isPeriod }) => isPeriod)).toBe(false);
  });

  test('knows lengths of time', () => {
    expect(['2 years 10 months', '4 months', '3 yrs', '2 Jahre'].map(isDuration)).toEqual([true, true, true, true]);
    expect(['4 engineers', 'years', '2019'].map(isDuration)).toEqual([false, false, false]);
  });
});
