import { expect, test } from 'vitest';
import { complaint, failureOf, profileOf, read } from './support.js';

const HINT = '    write at least a name: basics: { name: … }';

test.each([
  ['no byte', ''],
  ['a comment', '# to be written\n'],
  ['null', '~\n'],
  ['a mark of a document', '---\n'],
])('a file with nothing but %s is empty', (_, source) => {
  expect(failureOf(() => read(source)).code).toBe('PROFILE_EMPTY');
  expect(complaint(source)).toBe(`jane.yaml: error: the file is empty\n${HINT}`);
});

test.each([
  ['an empty group', '{}\n'],
  ['empty texts', 'basics: { name: "", url: "" }\nwork: []\nskills: [{ name: "", keywords: [""] }]\n'],
  ['only settings', 'meta: { locale: en, template: modern }\nvariants: { a: { label: x } }\n'],
])('a profile of %s says nothing', (_, source) => {
  expect(failureOf(() => read(source)).code).toBe('PROFILE_EMPTY');
  expect(complaint(source)).toBe(`jane.yaml: error: every field of the profile is empty\n${HINT}`);
});

test('one word anywhere makes a profile', () => {
  expect(profileOf('languages: [{ language: Hindi }]\n').languages?.[0]?.language).toBe('Hindi');
});
