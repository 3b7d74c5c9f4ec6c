import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, read } from './support.js';

const QUOTES = 'put the text in quotes if it contains ": " or " #", or starts with a character such as @ & * [ {';

test('reports a colon in an unquoted text with a fix', () => {
  expect(complaint('basics:\n  name: Jane: Doe\n')).toBe(
    [
      'jane.yaml:2:9: error: Nested mappings are not allowed in compact mappings',
      '    2 |   name: Jane: Doe',
      '                ^',
      `    ${QUOTES}`,
    ].join('\n'),
  );
});

test('reports an unclosed quote at the end of the file', () => {
  expect(complaint('basics:\n  name: "Jane\n  label: x\n')).toBe(
    ['jane.yaml:4:1: error: Missing closing "quote', '    4 | ', '        ^', `    ${QUOTES}`].join('\n'),
  );
});

test('reports a line with wrong indentation, with the location', () => {
  const source = dedent`
    basics:
      name: Jane
     label: Engineer
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:3:1: error: All mapping items must start at the same column',
      '    3 |  label: Engineer',
      '        ^',
      '    line this up with the lines around it',
    ].join('\n'),
  );
});

test('reports a duplicate key at its second occurrence', () => {
  const source = dedent`
    basics:
      name: Jane
      label: Engineer
      name: Joan
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:3: error: this key occurs twice in the same group',
      '    4 |   name: Joan',
      '          ^^^^',
      '    remove one of the two, or merge their values',
    ].join('\n'),
  );
});

test('reports a tab used as indentation', () => {
  expect(complaint('basics:\n\tname: Jane\n')).toBe(
    [
      'jane.yaml:2:1: error: a tab is used for indentation',
      '    2 |  name: Jane',
      '        ^',
      '    indent with spaces: YAML does not allow tabs',
    ].join('\n'),
  );
});

test('rejects a second document in the file', () => {
  expect(complaint('basics:\n  name: Jane\n---\nbasics:\n  name: John\n')).toBe(
    [
      'jane.yaml:3:1: error: the file contains more than one document',
      '    3 | ---',
      '        ^^^',
      '    write one profile per file, without a second ---',
    ].join('\n'),
  );
});

test('rejects a list as a key', () => {
  expect(complaint('basics: { name: Jane }\n? [a, b]\n: c\n')).toBe(
    ['jane.yaml:2:3: error: a key must be a word', '    2 | ? [a, b]', '          ^', '    write key: value'].join(
      '\n',
    ),
  );
});

test('rejects an alias of a missing anchor instead of reading it as null', () => {
  const source = dedent`
    basics:
      name: Jane
      label: *engineer
    skills:
      - name: &engineer Engineer
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:3:10: error: there is no anchor "engineer" before this',
      '    3 |   label: *engineer',
      '                 ^^^^^^^^^',
      '    put the text in quotes if it begins with *',
    ].join('\n'),
  );
});

test('reports all syntax errors of a file together, with one code', () => {
  const error = failureOf(() => read('basics:\n  name: a\n  name: b\n  label: *c\nwork: *d\n'));
  expect(error.code).toBe('PROFILE_SYNTAX');
  expect(error.message).toBe('jane.yaml cannot be read as YAML');
  expect(error.problems.map((problem) => problem.where)).toEqual([
    { file: 'jane.yaml', line: 3, column: 3 },
    { file: 'jane.yaml', line: 4, column: 10 },
    { file: 'jane.yaml', line: 5, column: 7 },
  ]);
});

test('truncates a long line around the error, and keeps the width of tabs', () => {
  const source = `basics: {\tname: "${'x'.repeat(120)}", label: [a]}\n`;
  const [, line, caret] = complaint(source).split('\n');
  expect(line).toMatch(/^ {4}1 \| …x+", label: \[a\]\}$/);
  expect(line?.slice(caret?.indexOf('^'))).toBe('[a]}');
  expect(caret?.trim()).toBe('^^^');
});
