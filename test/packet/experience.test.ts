import { describe, expect, test } from 'vitest';
import { experienceMonths, latestJobs } from '../../src/packet/qualifications.js';
import type { Profile } from '../../src/profile/schema.js';

type Work = NonNullable<Profile['work']>;

const jobs = (...spans: [string?, string?][]): Work =>
  spans.map(([startDate, endDate], index) => ({ name: `job ${index}`, url: undefined, startDate, endDate }));

const november = { year: 2026, month: 11 };

describe('experienceMonths counts the union of dated jobs', () => {
  test.each<[string, Work, number | undefined]>([
    ['includes the first and the last month', jobs(['2024-01', '2024-12']), 12],
    ['counts a month shared by two jobs once', jobs(['2024-01', '2024-06'], ['2024-06', '2024-12']), 12],
    ['counts a job within another once', jobs(['2020-01', '2023-12'], ['2021-01', '2021-12']), 48],
    ['does not count gaps', jobs(['2020-01', '2020-12'], ['2022-01', '2022-12']), 24],
    ['counts a current job up to the given month', jobs(['2026-01', 'present']), 11],
    ['counts a job without an end date up to the given month', jobs(['2026-01']), 11],
    ['counts years without months as whole years', jobs(['2020', '2021']), 24],
    ['returns nothing for jobs without dates', jobs([undefined, undefined]), undefined],
    ['does not count future months', jobs(['2026-01', '2099-12']), 11],
    ['does not count a job that has not begun', jobs(['2027-01', '2028-01']), undefined],
    ['returns nothing without jobs', [], undefined],
  ])('%s', (_, work, months) => {
    expect(experienceMonths(work, november)).toBe(months);
  });
});

describe('the latest job', () => {
  test.each<[string, Work, string | undefined]>([
    ['is the current one', jobs(['2020-01', '2026-01'], ['2019-01', 'present']), 'job 1'],
    ['is the current one that began last', jobs(['2020-01', 'present'], ['2024-01', 'present']), 'job 1'],
    ['is the one that ended last if none is current', jobs(['2010-01', '2015-01'], ['2008-01', '2016-01']), 'job 1'],
    ['does not exist without jobs', [], undefined],
  ])('%s', (_, work, name) => {
    expect(latestJobs(work, 1)[0]?.name).toBe(name);
  });
});
