import { expect, test } from 'vitest';
import { formatDate, formatSpan } from '../../src/content/locale.js';
import { type PartialDate, parseDate } from '../../src/profile/dates.js';

const ENGLISH = { locale: 'en', present: 'Present', span: ' – ' };

const at = (text: string | undefined): PartialDate | undefined => (text === undefined ? undefined : parseDate(text));

test.each([
  ['2023', 'en', '2023'],
  ['2023-04', 'en', 'Apr 2023'],
  ['2023-04-01', 'en', 'Apr 2023'],
  // The last hours of a month must not move to the next month in any time zone.
  ['2023-12-31', 'en', 'Dec 2023'],
  ['2023-01-01', 'en', 'Jan 2023'],
  ['2023-04', 'de', 'Apr. 2023'],
  ['2023-03', 'fr', 'mars 2023'],
  ['2023-09', 'en-US', 'Sep 2023'],
  ['2023-09', 'en-GB', 'Sept 2023'],
  // Without the word for “year”, which belongs only in sentences.
  ['2025-06', 'ru', 'июнь 2025'],
  ['2023-04', 'ja', '2023年4月'],
  ['2023', 'zh', '2023年'],
  ['2023-04', 'ko', '2023년 4월'],
  ['2025-06', 'hi', 'जून 2025'],
  ['2025-06', 'he', 'יוני 2025'],
  ['2025-06', 'ar', 'يونيو 2025'],
  // With the digits that the tag requests.
  ['2025-06', 'ar-u-nu-arab', 'يونيو ٢٠٢٥'],
  // In the calendar of the profile, unless the tag requests another one.
  ['2020', 'th', '2020'],
  ['2020', 'fa-u-nu-latn', '2020'],
  ['2020', 'th-u-ca-buddhist', 'พ.ศ. 2563'],
  // An unknown language falls back to English, never to the language of the machine.
  ['2023-04', 'xx', 'Apr 2023'],
])('formats %s in %s as %s', (date, locale, expected) => {
  expect(formatDate(parseDate(date) as PartialDate, { locale })).toBe(expected);
});

test.each([
  ['2025-06', 'open', 'Jun 2025 – Present'],
  ['2024-01', '2025-01', 'Jan 2024 – Jan 2025'],
  ['2022', '2025', '2022 – 2025'],
  ['2022-03', '2025', 'Mar 2022 – 2025'],
  ['2022', undefined, '2022'],
  [undefined, '2025', '2025'],
  [undefined, 'open', 'Present'],
  ['2022', '2022', '2022'],
  ['2022-05-01', '2022-05-30', 'May 2022'],
  [undefined, undefined, undefined],
])('formats the span from %s to %s as %s', (start, end, expected) => {
  expect(formatSpan(at(start), end === 'open' ? 'open' : at(end), ENGLISH)).toBe(expected);
});
