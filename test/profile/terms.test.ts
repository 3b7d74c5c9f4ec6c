import { expect, test } from 'vitest';
import { formatProblem } from '../../src/errors.js';
import { readProfile } from '../../src/profile/read.js';
import { complaint, failureOf, profileOf, read, warnings } from './support.js';

test.each([
  ['skills: css', 'skills', [{ name: 'css' }], '"css" is read as a list of one'],
  [
    'skills: HTML, CSS (Sass, Less); Rust',
    'skills',
    [{ name: 'HTML' }, { name: 'CSS (Sass, Less)' }, { name: 'Rust' }],
    'list of 3',
  ],
  ['languages: German, Hindi', 'languages', [{ language: 'German' }, { language: 'Hindi' }], 'list of 2'],
  ['interests: chess', 'interests', [{ name: 'chess' }], 'list of one'],
  [
    'skills: [{ name: Web, keywords: "HTML, CSS" }]',
    'skills',
    [{ name: 'Web', keywords: ['HTML', 'CSS'] }],
    'list of 2',
  ],
] as const)('reads %s as a list of terms', (line, section, expected, message) => {
  expect(profileOf(`${line}\n`)[section]).toEqual(expected);
  expect(warnings(`${line}\n`)).toContain(message);
  expect(read(`${line}\n`).warnings).toHaveLength(1);
});

test('does not split sentences into terms, or turn a word into an entry', () => {
  expect(profileOf('work: [{ name: A, highlights: "Led, taught, wrote" }]\n').work?.[0]?.highlights).toMatchObject([
    { text: 'Led, taught, wrote' },
  ]);
  for (const section of ['work', 'education', 'projects'])
    expect(complaint(`${section}: none\n`)).toContain('must be a list');
});

test.each([
  ['IN', 'IN', undefined],
  ['in', 'IN', undefined],
  ['India', 'IN', '"India" is read as IN'],
  ['USA', 'US', '"USA" is read as US'],
  ['united kingdom', 'GB', '"united kingdom" is read as GB'],
  ['Deutschland', 'DE', '"Deutschland" is read as DE'],
  ['भारत', 'IN', '"भारत" is read as IN'],
  ['Indiana', 'Indiana', '"Indiana" is not a country code: it is printed as it is'],
  ['QX', 'QX', '"QX" is not a country code: it is printed as it is'],
])('reads the country code %s', (written, expected, message) => {
  const source = `basics: { name: Jo, location: { countryCode: ${written} } }\n`;
  expect(profileOf(source).basics?.location?.countryCode).toBe(expected);
  expect(read(source).warnings.map((warning) => warning.message)).toEqual(message ? [message] : []);
});

const json = (text: string) => () => readProfile(new TextEncoder().encode(text), 'jane.json');

test.each([
  ['{"basics":{"name":"A"},"work":"Acme"}', 'put it in brackets: [ … ]'],
  ['{"basics":{"name":"A"},"work":[[1]]}', 'write { "key": value }'],
  ['{"basics":{"name":["A"]}}', 'write it in double quotes'],
  ['{"sections":[{"id":"a"}]}', 'add "title": …'],
  ['{"basics":{"name":""}}', 'write at least a name: "basics": { "name": "…" }'],
])('gives a hint for %s in JSON syntax', (text, hint) => {
  const error = failureOf(json(text));
  expect([error.hint, ...error.problems.map((problem) => problem.hint)]).toContain(hint);
});

test.each([
  ['{"basics":{"name":"A" "label":"b"}}', '1:23: error: a comma is missing before this'],
  ['{"basics":{"name" "A"}}', '1:19: error: a colon is missing before this'],
  ['{"basics":{"name":"A"}}}', '1:24: error: the document ends before this'],
  ['{"basics":{"name":"A"}', '1:23: error: a closing brace is missing'],
  ['{"basics":{"name":"A"},"work":[', 'a closing bracket is missing'],
  ['{"basics":{"name":"A}}', '1:19: error: this text has no closing quote'],
  ['{"basics":{"name":"A","label":Engineer, "x" "y"}}', 'this is not a JSON value'],
])('reports one error for invalid JSON: %s', (text, message) => {
  const error = failureOf(json(text));
  expect(error.message).toBe('jane.json cannot be read as JSON');
  expect(error.problems.map(formatProblem)).toEqual([expect.stringContaining(message)]);
});
