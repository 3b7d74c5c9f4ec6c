import { describe, expect, test } from 'vitest';
import { experienceMonths, latestJob } from '../../src/packet/experience.js';
import type { Profile } from '../../src/profile/schema.js';

type Work = NonNullable<Profile['work']>;

const jobs = (...spans: [string?, string?][]): Work =>
  spans.map(([startDate, endDate], index) => ({ name: `job ${index}`, url: undefined, startDate, endDate }));

const november = { year: 2026, month: 11 };

describe('experienceMonths counts the union of dated jobs', () => {
  test.each<[string, Work, number | undefined]>([
    ['one job, both months counted', jobs(['2024-01', '2024-12']), 12],
    ['two jobs in a row that share a month', jobs(['2024-01', '2024-06'], ['2024-06', '2024-12']), 12],
    ['a job inside another', jobs(['2020-01', '2023-12'], ['2021-01', '2021-12']), 48],
    ['a gap between two jobs does not count', jobs(['2020-01', '2020-12'], ['2022-01', '2022-12']), 24],
    ['a job that goes on counts to the given day', jobs(['2026-01', 'present']), 11],
    ['so does one without an end', jobs(['2026-01']), 11],
    ['years alone are whole years', jobs(['2020', '2021']), 24],
    ['jobs without dates say nothing', jobs([undefined, undefined]), undefined],
    ['what lies ahead has not been worked', jobs(['2026-01', '2099-12']), 11],
    ['a job that has not begun does not count', jobs(['2027-01', '2028-01']), undefined],
    ['no jobs', [], undefined],
  ])('%s', (_, work, months) => {
    expect(experienceMonths(work, november)).toBe(months);
  });
});

describe('the latest job', () => {
  test.each<[string, Work, string | undefined]>([
    ['is the one that goes on', jobs(['2020-01', '2026-01'], ['2019-01', 'present']), 'job 1'],
    ['of two that go on, the one that began last', jobs(['2020-01', 'present'], ['2024-01', 'present']), 'job 1'],
    ['else the one that ended last', jobs(['2010-01', '2015-01'], ['2008-01', '2016-01']), 'job 1'],
    ['does not exist without jobs', [], undefined],
  ])('%s', (_, work, name) => {
    expect(latestJob(work)?.name).toBe(name);
  });
});
