import { expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { dedent, failureOf, read } from './support.js';

const SOURCE = dedent`
  basics:
    nam: Jane
    url: javascript:alert(1)
  skills:
    - Rust
  work:
    - name: Acme
      startDate: mid 2023
      highlights: one
  sections:
    - { id: talks, title: Talks }
    - { id: talks, title: Talks again }
  education: none
  meta:
    sections:
      - id: wrok
    page: { size: a5 }
`;

test('reports all problems of a file at once, sorted by line', () => {
  const error = failureOf(() => read(SOURCE));
  expect(
    error.problems.map(({ where, severity, message }) => `${where?.line}:${where?.column} ${severity} ${message}`),
  ).toEqual([
    '2:3 warning unknown key "nam": it is not used',
    '3:8 warning "javascript:alert(1)" is not an address: it is printed without a link',
    '5:5 warning "Rust" is read as the name of an entry',
    '8:16 error "mid 2023" is not a date',
    '9:17 warning "one" is read as a list of one',
    '12:11 error the section "talks" already exists',
    '13:12 error "education" must be a list',
    '16:11 error there is no section "wrok"',
    '17:17 error "size" must be one of a4, letter',
  ]);
});

test('counts the errors and names the file in the message', () => {
  const error = failureOf(() => read(SOURCE));
  expect(error.code).toBe('PROFILE_INVALID');
  expect(error.message).toBe('jane.yaml has 5 errors');
  expect([error.exit, error.retryable]).toEqual([1, false]);
});

test('shows each problem with its line and a caret at the first wrong character', () => {
  const error = failureOf(() => read(SOURCE));
  const lines = SOURCE.split('\n');
  for (const { frame, where } of error.problems) {
    const [shown, caret] = (frame ?? '').split('\n');
    const gutter = `    ${where?.line} | `;
    expect(shown).toBe(`${gutter}${lines[(where?.line ?? 0) - 1]}`);
    expect(caret?.indexOf('^')).toBe(gutter.length + (where?.column ?? 0) - 1);
  }
  expect(formatError(error).match(/\^+/g)).toHaveLength(error.problems.length);
});
