import { expect, test } from 'vitest';
import { complaint, failureOf, profileOf, read } from './support.js';

const HINT = '    write at least a name: basics: { name: … }';

test.each([
  ['zero bytes', ''],
  ['a comment', '# to be written\n'],
  ['null', '~\n'],
  ['a document marker', '---\n'],
])('rejects a file that contains only %s as empty', (_, source) => {
  expect(failureOf(() => read(source)).code).toBe('PROFILE_EMPTY');
  expect(complaint(source)).toBe(`jane.yaml: error: the file is empty\n${HINT}`);
});

test.each([
  ['an empty group', '{}\n'],
  ['empty texts', 'basics: { name: "", url: "" }\nwork: []\nskills: [{ name: "", keywords: [""] }]\n'],
  ['only settings', 'meta: { locale: en, template: modern }\nvariants: { a: { label: x } }\n'],
])('rejects a profile without content: %s', (_, source) => {
  expect(failureOf(() => read(source)).code).toBe('PROFILE_EMPTY');
  expect(complaint(source)).toBe(`jane.yaml: error: every field of the profile is empty\n${HINT}`);
});

test('accepts a profile with a single word', () => {
  expect(profileOf('languages: [{ language: Hindi }]\n').languages?.[0]?.language).toBe('Hindi');
});
