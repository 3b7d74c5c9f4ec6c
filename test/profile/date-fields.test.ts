import { expect, test } from 'vitest';
import { dedent, failureOf, profileOf, read, warnings } from './support.js';

const END = 'write 2023, 2023-04, 2023-04-01, or present';
const START = 'write 2023, 2023-04 or 2023-04-01';

test('warns about a date in another form, with the date used', () => {
  const source = dedent`
    work:
      - name: Acme
        startDate: Mar 2023
  `;
  expect(warnings(source)).toBe(
    [
      'jane.yaml:3:16: warning: "Mar 2023" is read as 2023-03',
      '    3 |     startDate: Mar 2023',
      '                       ^^^^^^^^',
    ].join('\n'),
  );
});

test.each([
  ['startDate', '2023-9-28', '2023-09-28'],
  ['startDate', '2023/09', '2023-09'],
  ['startDate', '2023.09.28', '2023-09-28'],
  ['startDate', 'Sep 2023', '2023-09'],
  ['startDate', '09/2023', '2023-09'],
  ['startDate', '28/09/2023', '2023-09-28'],
  ['startDate', '2024-13', '2024'],
  ['startDate', '2024-00-00', '2024'],
  ['startDate', '2024-02-00', '2024-02'],
  ['endDate', '2024-09-31', '2024-09-30'],
  ['endDate', '2023-02-30', '2023-02-28'],
  ['endDate', '2024-02-39', '2024-02'],
  ['endDate', 'now', 'present'],
  ['endDate', '04/2023', '2023-04'],
])('reads %s: %s as %s', (key, value, date) => {
  const result = read(`work:\n  - ${key}: ${value}\n`);
  expect(result.warnings.map(({ message }) => message)).toEqual([`"${value}" is read as ${date}`]);
  expect(result.value.work).toEqual([expect.objectContaining({ [key]: date })]);
});

test.each([
  ['startDate', 'yesterday', START],
  ['startDate', 'now', START],
  ['startDate', '03/04/2023', START],
  ['endDate', 'Foo 2023', END],
])('rejects an ambiguous or unreadable date: %s: %s', (key, value, hint) => {
  const [problem] = failureOf(() => read(`work:\n  - ${key}: ${value}\n`)).problems;
  expect(problem).toMatchObject({ message: `"${value}" is not a date`, hint });
});

test.each([
  ['awards: [{ title: x, date: DATE }]'],
  ['certificates: [{ name: x, date: DATE }]'],
  ['publications: [{ name: x, releaseDate: DATE }]'],
  ['volunteer: [{ organization: x, startDate: DATE }]'],
  ['education: [{ institution: x, endDate: DATE }]'],
  ['projects: [{ name: x, startDate: DATE }]'],
  ['work: [{ name: x, engagements: [{ name: y, endDate: DATE }] }]'],
  ['sections: [{ id: talks, title: T, entries: [{ title: x, date: DATE }] }]'],
  ['letters: { a: { date: DATE, body: x } }'],
  ['meta: { lastModified: DATE }'],
])('reads other forms of every date field: %s', (source) => {
  const result = read(`basics: { name: x }\n${source.replace('DATE', '2023-9-28')}\n`);
  expect(result.warnings.map(({ message }) => message)).toEqual(['"2023-9-28" is read as 2023-09-28']);
  expect(JSON.stringify(result.value)).toContain('"2023-09-28"');
});

test('ignores a last modification that is not a date, with a warning', () => {
  const result = read('basics: { name: x }\nmeta: { lastModified: last week }\n');
  expect(result.warnings.map(({ message }) => message)).toEqual(['"last week" is not a date: it is not used']);
  expect(result.value.meta?.lastModified).toBeUndefined();
});

test('reads the day of a last modification whose time is malformed', () => {
  const result = read('basics: { name: x }\nmeta: { lastModified: "2025-04-01T14:37:37+09:00Z" }\n');
  expect(result.warnings).toHaveLength(1);
  expect(result.value.meta?.lastModified).toBe('2025-04-01');
});

test('accepts “present” only as an end date', () => {
  const [problem] = failureOf(() => read('awards:\n  - { title: x, date: present }\n')).problems;
  expect(problem).toMatchObject({ message: '"present" is not a date', hint: START });
  expect(profileOf('work:\n  - { name: x, endDate: Present }\n').work?.[0]?.endDate).toBe('present');
});

test('keeps an end before its start, with a warning at the end', () => {
  const source = dedent`
    work:
      - name: Acme
        startDate: 2023-05
        endDate: 2023-04-30
  `;
  expect(warnings(source)).toBe(
    [
      'jane.yaml:4:14: warning: the end, 2023-04-30, is before the start, 2023-05: both are printed as written',
      '    4 |     endDate: 2023-04-30',
      '                     ^^^^^^^^^^',
      '    swap the two dates, or correct the wrong one',
    ].join('\n'),
  );
});

test('reports an end before its start even if other fields of the entry are invalid', () => {
  const source = dedent`
    work:
      - name: [Acme]
        startDate: 2023
        endDate: 2021
        url: not an address
  `;
  expect(failureOf(() => read(source)).problems.map(({ message }) => message)).toEqual([
    '"name" must be text',
    'the end, 2021, is before the start, 2023: both are printed as written',
    '"not an address" is not an address: it is printed without a link',
  ]);
});

test.each(['volunteer', 'education', 'projects'])('checks the order of dates in %s', (section) => {
  const { warnings } = read(`${section}:\n  - { startDate: 2023, endDate: 2022 }\n`);
  expect(warnings.map(({ message }) => message)).toEqual([
    'the end, 2022, is before the start, 2023: both are printed as written',
  ]);
});

test('checks the order of dates in engagements and in custom sections', () => {
  const source = dedent`
    work:
      - engagements:
          - { name: Client, startDate: 2023-02, endDate: 2023-01 }
    sections:
      - id: talks
        title: Talks
        entries:
          - { title: x, startDate: 2024, endDate: 2023 }
  `;
  expect(read(source).warnings.map(({ where }) => where?.line)).toEqual([3, 8]);
});

test('compares dates only by the parts that both contain', () => {
  const source =
    'work:\n  - { name: x, startDate: 2023-05, endDate: 2023 }\n  - { name: y, startDate: 2023, endDate: present }\n';
  expect(profileOf(source).work?.map((job) => job.endDate)).toEqual(['2023', 'present']);
});

test('reads a date with a time, as written by other tools, as the day', () => {
  expect(profileOf('basics: { name: x }\nmeta: { lastModified: "2026-11-01T10:30:00Z" }\n').meta?.lastModified).toBe(
    '2026-11-01',
  );
});
