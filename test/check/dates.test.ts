import { describe, expect, test } from 'vitest';
import { readSubject } from '../../src/check/lint-context.js';
import { found, marked } from './support.js';

/** Jobs written as `name start end`, with `-` for a missing date. */
function jobs(...lines: string[]): string {
  const list = lines.map((line) => {
    const [name = '', start = '-', end = '-', ...position] = line.split(' ');
    return [
      `  - name: ${name}\n`,
      start === '-' ? '' : `    startDate: ${start}\n`,
      end === '-' ? '' : `    endDate: ${end}\n`,
      position.length > 0 ? `    position: ${position.join(' ')}\n` : '',
    ].join('');
  });
  return `work:\n${list.join('')}`;
}

const messages = (rule: 'gap' | 'missing-dates' | 'overlapping-dates', yaml: string) =>
  found(rule, yaml).map(({ message }) => message);

describe('overlapping-dates', () => {
  test('reports a job that begins a month before another one ends, at its start date', () => {
    const yaml = jobs('B 2021-02 2022-01', 'A 2020-01 2021-03');
    expect(messages('overlapping-dates', yaml)).toEqual(['the jobs at A and B overlap']);
    expect(marked('overlapping-dates', yaml)).toEqual(['2021-02']);
  });

  test('reports two current jobs, and a job within the dates of another one', () => {
    expect(marked('overlapping-dates', jobs('A 2020-01 present', 'B 2021-01 present'))).toEqual(['2021-01']);
    expect(marked('overlapping-dates', jobs('A 2018 2022', 'B 2019-05 2019-09'))).toEqual(['2019-05']);
  });

  test.each([
    ['a job that ends in the month when the next one begins', jobs('B 2025-06 present', 'A 2025-01 2025-06')],
    ['a job that ends in the year when the next one begins', jobs('B 2025 present', 'A 2020 2025')],
    [
      'a job that ends in a given year and one that begins in a month of that year',
      jobs('B 2025-03 present', 'A 2020 2025'),
    ],
    [
      'part-time and freelance jobs alongside another',
      jobs('A 2020 2024', 'B 2021 2023 Freelance Engineer', 'C 2021 2022 Developer (part-time)'),
    ],
    [
      'advisor and founder roles alongside another job',
      jobs('A 2020 2024', 'B 2021 2023 Advisor', 'C 2021 2022 Co-founder'),
    ],
    [
      'a degree during a job',
      `${jobs('A 2020 2024')}education:\n  - { institution: U, startDate: 2019, endDate: 2023 }\n`,
    ],
    ['a job without dates', jobs('A 2020 2024', 'B')],
    [
      'an engagement within a job',
      'work:\n  - name: A\n    startDate: 2020\n    endDate: 2024\n    engagements: [{ name: B, startDate: 2021, endDate: 2022 }]\n',
    ],
  ])('does not report: %s', (_, yaml) => {
    expect(found('overlapping-dates', yaml)).toEqual([]);
  });
});

describe('missing-dates', () => {
  test('reports a job and a degree without dates, at their names', () => {
    const yaml = `${jobs('A')}education:\n  - { institution: U }\n`;
    expect(messages('missing-dates', yaml)).toEqual(['"A" has no dates', '"U" has no dates']);
    expect(marked('missing-dates', yaml)).toEqual(['A', 'U']);
  });

  test('reports a job with an end date and no start date', () => {
    expect(messages('missing-dates', jobs('A - 2020'))).toEqual(['"A" has an end date but no start date']);
  });

  test('treats a job without an end as current, as JSON Resume does', () => {
    expect(messages('missing-dates', jobs('B 2021 present', 'A 2018 -'))).toEqual([]);
  });

  test('reports a certificate or section entry without a date if others of its kind have one', () => {
    const yaml =
      'certificates: [{ name: C1, date: 2020 }, { name: C2 }]\nsections:\n  - { id: t, title: Talks, entries: [{ title: T1 }, { title: T2, date: 2021 }] }\n';
    expect(marked('missing-dates', yaml)).toEqual(['C2', 'T1']);
  });

  test.each([
    ['a current job', jobs('A 2020 present')],
    ['a latest job without an end, as in JSON Resume', jobs('A 2020 -', 'B 2018 2019')],
    ['a degree without an end date', 'education: [{ institution: U, startDate: 2020 }]\n'],
    ['a degree with only an end date', 'education: [{ institution: U, endDate: 2020 }]\n'],
    ['projects without any date', 'projects: [{ name: A }, { name: B }]\n'],
    ['a project in progress', 'projects: [{ name: A, startDate: 2020, endDate: 2021 }, { name: B, status: soon }]\n'],
    [
      'dates in one section but not in another',
      'sections:\n  - { id: a, title: A, entries: [{ title: T1 }] }\n  - { id: b, title: B, entries: [{ title: T2, date: 2021 }] }\n',
    ],
    [
      'engagements of a dated job',
      'work: [{ name: A, startDate: 2020, endDate: 2021, engagements: [{ name: B }, { name: C, startDate: 2020 }] }]\n',
    ],
    [
      'skills, languages and interests',
      'skills: [{ name: A }]\nlanguages: [{ language: B }]\ninterests: [{ name: C }]\n',
    ],
  ])('does not report: %s', (_, yaml) => {
    expect(found('missing-dates', yaml)).toEqual([]);
  });
});

describe('gap', () => {
  test('reports more than six months between two jobs, at the start of the later one', () => {
    const yaml = jobs('B 2021-09 present', 'A 2018-01 2021-01');
    expect(messages('gap', yaml)).toEqual(['no entry covers 2021-02 to 2021-08, 7 months']);
    expect(marked('gap', yaml)).toEqual(['2021-09']);
  });

  test('reports a gap between the last job and the last change of the profile', () => {
    const yaml = `${jobs('A 2018-01 2021-01')}meta: { lastModified: 2022-02-01 }\n`;
    expect(messages('gap', yaml)).toEqual(['no entry covers 2021-02 to 2022-01, 12 months']);
    expect(marked('gap', yaml)).toEqual(['2021-01']);
  });

  test('does not count an award as employment', () => {
    const yaml = `${jobs('B 2021-09 present', 'A 2018-01 2021-01')}awards: [{ title: P, date: 2021-05 }]\n`;
    expect(marked('gap', yaml)).toEqual(['2021-09']);
  });

  test.each([
    ['a gap of six months', jobs('B 2021-08 present', 'A 2018-01 2021-01')],
    ['jobs given in years that may be adjacent', jobs('B 2022 present', 'A 2018 2021')],
    [
      'a degree in between',
      `${jobs('B 2023-01 present', 'A 2018-01 2021-01')}education: [{ institution: U, startDate: 2021, endDate: 2022 }]\n`,
    ],
    [
      'a degree with only an end date that covers the gap',
      `${jobs('B 2023-01 present', 'A 2018-01 2019-01')}education: [{ institution: U, endDate: 2022-12 }]\n`,
    ],
    [
      'a project in between',
      `${jobs('B 2022-01 present', 'A 2018-01 2021-01')}projects: [{ name: P, startDate: 2021, endDate: 2021 }]\n`,
    ],
    ['a job that spans the gap', jobs('C 2022-01 present', 'B 2018-01 2018-06', 'A 2018-01 2021-12')],
    [
      'time before the first job',
      `${jobs('A 2021-01 present')}education: [{ institution: U, startDate: 2010, endDate: 2014 }]\n`,
    ],
    ['a current job', `${jobs('A 2018-01 present')}meta: { lastModified: 2022-02-01 }\n`],
    ['a profile without a last-modified date', jobs('A 2018-01 2021-01')],
    [
      'a profile without jobs',
      'education: [{ institution: U, startDate: 2010, endDate: 2011 }]\nmeta: { lastModified: 2022 }\n',
    ],
  ])('does not report: %s', (_, yaml) => {
    expect(found('gap', yaml)).toEqual([]);
  });
});

test('does not report overlapping roles at the same employer', () => {
  const work = (name: string) =>
    `work:\n  - { name: Acme Ltd., position: Engineer, startDate: 2019-01, endDate: 2022-01 }\n  - { name: ${name}, position: Lead, startDate: 2020-01, endDate: 2023-01 }\n`;
  expect(found('overlapping-dates', work('ACME Ltd'))).toEqual([]);
  expect(found('overlapping-dates', work('Other'))).toHaveLength(1);
});

describe('future-date', () => {
  const at = (yaml: string, asOf = { year: 2026, month: 11 }) => {
    const { value } = readSubject(new TextEncoder().encode(yaml), 'jane.yaml', undefined, { asOf });
    return found('future-date', value).map(({ range, message }) => [yaml.slice(...range), message]);
  };

  test.each([
    ['2026-12', [['2026-12', '"A" begins in the future: 2026-12']]],
    ['2027', [['2027', '"A" begins in the future: 2027']]],
    ['2026-11', []],
    ['2026-11-30', []],
    ['2026', []],
  ])('checks a job that starts in %s', (start, expected) => {
    expect(at(jobs(`A ${start} -`))).toEqual(expected);
  });

  test('compares the dates of other entries with the current month', () => {
    const yaml = 'volunteer: [{ organization: O, startDate: 2027-03 }]\nawards: [{ title: T, date: 2027-04 }]\n';
    expect(at(yaml).map(([text]) => text)).toEqual(['2027-03', '2027-04']);
    expect(at(yaml, { year: 2027, month: 3 }).map(([text]) => text)).toEqual(['2027-04']);
    expect(at('education: [{ institution: U, startDate: 2020, endDate: 2028 }]\n')).toEqual([]);
  });
});
