import { expect, test } from 'vitest';
import { contentOf, dedent, entriesOf } from './support.js';

const shown = (source: string) =>
  entriesOf(contentOf(source), 'work').map(({ title, dates, children }) => ({
    title,
    dates,
    roles: children.map((role) => [role.title, role.subtitle, role.dates].filter(Boolean).join(', ')),
  }));

const CAREER = dedent`
  work:
    - name: Acme Inc.
      position: Lead
      url: https://acme.example.com
      location: Berlin
      description: Payments
      startDate: 2022-04
      highlights: [Led.]
    - { name: 'ACME, Inc', position: Senior, location: Berlin, startDate: 2020-01, endDate: 2022-03, keywords: [Rust] }
    - { name: Acme Inc., position: Engineer, url: https://acme.example.com, location: Berlin, startDate: 2018, endDate: 2019 }
    - { name: Other, position: Intern, startDate: 2017, endDate: 2017 }
`;

test('combines consecutive roles at one employer and prints their shared fields once', () => {
  expect(shown(CAREER)).toEqual([
    {
      title: 'Acme Inc.',
      dates: '2018 – Present',
      roles: ['Lead, Apr 2022 – Present', 'Senior, Jan 2020 – Mar 2022', 'Engineer, 2018 – 2019'],
    },
    { title: 'Intern', dates: '2017', roles: [] },
  ]);
  const [block] = entriesOf(contentOf(CAREER), 'work');
  expect(block).toMatchObject({ url: 'https://acme.example.com', place: 'Berlin', notes: ['Payments'] });
  for (const role of block?.children ?? []) expect(role).toMatchObject({ notes: [] });
  for (const key of ['place', 'subtitleUrl', 'url'])
    for (const role of block?.children ?? []) expect(role).not.toHaveProperty(key);
  expect(block?.children[1]?.keywords).toEqual(['Rust']);
});

test('keeps fields that differ with their role', () => {
  const [block] = entriesOf(
    contentOf(dedent`
      work:
        - { name: A, position: B, location: Rome, url: https://a.example.com, startDate: 2020 }
        - { name: A, position: C, location: Oslo, url: https://b.example.com, startDate: 2019, endDate: 2020 }
    `),
    'work',
  );
  expect(block).not.toHaveProperty('url');
  expect(block).not.toHaveProperty('place');
  expect(block?.children).toMatchObject([{ place: 'Rome' }, { place: 'Oslo' }]);
});

test.each([
  ['a year between them', '2018', '2020', '2022', undefined],
  ['a month between them', '2018', '2020-01', '2020-03', '2018 – Present'],
  ['overlapping dates', '2018', '2023', '2020', '2018 – Present'],
  ['a missing start date', '', '2020', '2020', undefined],
])('calculates the dates of combined roles with %s', (_, start, end, next, expected) => {
  const source = `work: [{ name: A, position: B, startDate: ${next} }, { name: A, position: C, startDate: "${start}", endDate: ${end} }]\n`;
  expect(shown(source)[0]?.dates).toBe(expected);
});

test.each([
  ['another job between them', '[{ name: A, position: B }, { name: X, position: Y }, { name: A, position: C }]'],
  ['no position', '[{ name: A, position: B }, { name: A, summary: C }]'],
  ['no employer', '[{ position: B }, { position: C }]'],
  ['names without letters', '[{ name: "…", position: B }, { name: "—", position: C }]'],
])('keeps jobs with %s separate', (_, work) => {
  expect(shown(`work: ${work}\n`).every(({ roles }) => roles.length === 0)).toBe(true);
});

test('combines all jobs of one group, and no other jobs of the same employer', () => {
  const source = dedent`
    work:
      - { name: Search, position: Lead, group: Alphabet, startDate: 2014, endDate: 2016 }
      - { name: Own, position: Founder, startDate: 2017 }
      - { name: YouTube, position: Engineer, group: Alphabet, startDate: 2010, endDate: 2013 }
      - { name: Own, position: Advisor, group: second, startDate: 2009 }
  `;
  expect(shown(source)).toEqual([
    { title: 'Alphabet', dates: '2010 – 2016', roles: ['Lead, Search, 2014 – 2016', 'Engineer, YouTube, 2010 – 2013'] },
    { title: 'Founder', dates: '2017 – Present', roles: [] },
    { title: 'Advisor', dates: '2009 – Present', roles: [] },
  ]);
});

test('moves the page break of the first role to the combined entry', () => {
  const jobs =
    '{ name: X, position: Y }, { name: A, position: B, break: before }, { name: A, position: C, break: keep }';
  const [, block] = entriesOf(contentOf(`work: [${jobs}]\n`), 'work');
  expect([block?.break, ...(block?.children ?? []).map((role) => role.break)]).toEqual(['before', undefined, 'keep']);
});
