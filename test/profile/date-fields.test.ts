import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, profileOf, read } from './support.js';

const END = 'write 2023, 2023-04, 2023-04-01, or present';
const START = 'write 2023, 2023-04 or 2023-04-01';

test('a date in words is refused with the accepted forms and a guess', () => {
  const source = dedent`
    work:
      - name: Acme
        startDate: Mar 2023
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:3:16: error: "Mar 2023" is not a date',
      '    3 |     startDate: Mar 2023',
      '                       ^^^^^^^^',
      `    ${START}; did you mean 2023-03?`,
    ].join('\n'),
  );
});

test.each([
  ['startDate', '2023-13', START],
  ['startDate', 'yesterday', START],
  ['startDate', 'now', START],
  ['endDate', '2023-02-30', END],
  ['endDate', 'now', `${END}; did you mean present?`],
  ['endDate', '04/2023', `${END}; did you mean 2023-04?`],
])('a date that is none: %s: %s', (key, value, hint) => {
  const [problem] = failureOf(() => read(`work:\n  - ${key}: ${value}\n`)).problems;
  expect(problem).toMatchObject({ message: `"${value}" is not a date`, hint });
});

test('only an end can be open', () => {
  const [problem] = failureOf(() => read('awards:\n  - { title: x, date: present }\n')).problems;
  expect(problem).toMatchObject({ message: '"present" is not a date', hint: START });
  expect(profileOf('work:\n  - { name: x, endDate: Present }\n').work?.[0]?.endDate).toBe('present');
});

test('an end before its start is reported at the end', () => {
  const source = dedent`
    work:
      - name: Acme
        startDate: 2023-05
        endDate: 2023-04-30
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:14: error: the end, 2023-04-30, is before the start, 2023-05',
      '    4 |     endDate: 2023-04-30',
      '                     ^^^^^^^^^^',
      '    exchange the two dates, or mend the one that is wrong',
    ].join('\n'),
  );
});

test('an end before its start is reported although other fields of the entry are wrong', () => {
  const source = dedent`
    work:
      - name: [Acme]
        startDate: 2023
        endDate: 2021
        url: not an address
  `;
  expect(failureOf(() => read(source)).problems.map(({ message }) => message)).toEqual([
    '"name" must be text',
    'the end, 2021, is before the start, 2023',
    '"not an address" is not an address that can be linked',
  ]);
});

test.each(['volunteer', 'education', 'projects'])('the order of dates is checked in %s', (section) => {
  const error = failureOf(() => read(`${section}:\n  - { startDate: 2023, endDate: 2022 }\n`));
  expect(error.problems.map(({ message }) => message)).toEqual(['the end, 2022, is before the start, 2023']);
});

test("the order of dates is checked in engagements and in sections of one's own", () => {
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
  expect(failureOf(() => read(source)).problems.map(({ where }) => where?.line)).toEqual([3, 8]);
});

test('an end is judged only by what both dates say', () => {
  const source =
    'work:\n  - { name: x, startDate: 2023-05, endDate: 2023 }\n  - { name: y, startDate: 2023, endDate: present }\n';
  expect(profileOf(source).work?.map((job) => job.endDate)).toEqual(['2023', 'present']);
});

test('a date with a time of day, as other tools write it, is read as the day', () => {
  expect(profileOf('basics: { name: x }\nmeta: { lastModified: "2026-11-01T10:30:00Z" }\n').meta?.lastModified).toBe(
    '2026-11-01',
  );
});
