import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, read } from './support.js';

const STANDARD =
  'summary, work, projects, skills, education, certificates, awards, publications, volunteer, languages, interests, references';

test('reports a duplicate section at its id', () => {
  const source = dedent`
    basics: { name: Jane }
    sections:
      - { id: talks, title: Talks, text: x }
      - { id: talks, title: More talks, text: x }
      - { id: work, title: Other work, text: x }
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:11: error: the section "talks" already exists',
      '    4 |   - { id: talks, title: More talks, text: x }',
      '                  ^^^^^',
      '    give this one another id',
      'jane.yaml:5:11: error: the section "work" already exists',
      '    5 |   - { id: work, title: Other work, text: x }',
      '                  ^^^^',
      '    give this one another id',
    ].join('\n'),
  );
});

test('reports an unknown section in meta.sections with the nearest name and all section names', () => {
  const source = dedent`
    basics: { name: Jane }
    sections:
      - { id: talks, title: Talks, text: x }
    meta:
      sections:
        - id: skils
          title: Skills
        - id: quite-another
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:6:11: error: there is no section "skils"',
      '    6 |     - id: skils',
      '                  ^^^^^',
      `    did you mean skills? the sections are ${STANDARD}, talks`,
      'jane.yaml:8:11: error: there is no section "quite-another"',
      '    8 |     - id: quite-another',
      '                  ^^^^^^^^^^^^^',
      `    the sections are ${STANDARD}, talks`,
    ].join('\n'),
  );
});

test('accepts plain section names in a variant, and checks them', () => {
  const source = dedent`
    basics: { name: Jane }
    variants:
      backend:
        sections: [work, wrok, { id: educaton }]
  `;
  expect(failureOf(() => read(source)).problems.map(({ message, where }) => [where?.column, message])).toEqual([
    [22, 'there is no section "wrok"'],
    [34, 'there is no section "educaton"'],
  ]);
});

test('rejects an id that cannot be part of a link', () => {
  const [problem] = failureOf(() => read('sections:\n  - { id: My Talks, title: Talks }\n')).problems;
  expect(problem).toMatchObject({
    message: '"id": use small letters, digits and hyphens only',
    where: { line: 2, column: 11 },
  });
});

test('reports the second occurrence of a section in a list', () => {
  const source = dedent`
    basics: { name: Jane }
    meta: { sections: [{ id: work }, { id: skills }, { id: work }] }
    variants: { a: { sections: [work] } }
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:2:56: error: the section "work" is listed twice',
      '    2 | meta: { sections: [{ id: work }, { id: skills }, { id: work }] }',
      '                                                               ^^^^',
      '    list each section once',
    ].join('\n'),
  );
});
