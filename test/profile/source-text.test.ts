import { expect, test } from 'vitest';
import { readDocument } from '../../src/profile/document.js';
import { alignText, textStart } from '../../src/profile/source-text.js';

/** The source text from the first to the last character of a part of the value. */
function inFile(source: string, part: string): string {
  const document = readDocument(new TextEncoder().encode(source), 'test.yaml');
  const value = (document.value as { text: string }).text;
  const range = document.rangeOf(['text'], 'value');
  const from = value.indexOf(part);
  if (!range || from < 0) throw new Error(`${JSON.stringify(value)} does not contain ${part}`);
  const offsets = alignText(document.text, range, value);
  expect(offsets).toHaveLength(value.length + 1);
  return document.text.slice(offsets[from], offsets[from + part.length - 1]) + part.at(-1);
}

test.each([
  ['plain', 'text: one two three\n', 'two', 'two'],
  ['plain, on two lines', 'text: one\n  two three\n', 'one two', 'one\n  two'],
  ['folded', 'text: >-\n  one two\n  three four\n', 'three', 'three'],
  ['folded, with the fold inside the part', 'text: >-\n  one two\n  three four\n', 'two three', 'two\n  three'],
  ['folded with an empty line', 'text: >\n  one\n\n  two three\n', 'three', 'three'],
  ['folded, with Windows line endings', 'text: >-\r\n  one two\r\n  three four\r\n', 'two three', 'two\r\n  three'],
  ['literal, with extra indentation', 'text: |\n  one\n    two three\n', 'three', 'three'],
  ['folded, with a comment after the header', 'text: >- # one two\n  one two\n', 'two', 'two'],
  ['single quotes', "text: 'it''s one two'\n", "t's one", "t''s one"],
  ['double quotes', 'text: "one \\"two\\" three"\n', 'two" t', 'two\\" t'],
  ['escapes', 'text: "R\\u00e9n\\xe9 two"\n', 'é two', '\\xe9 two'],
  ['a character of two UTF-16 code units', 'text: "a \\U0001F600 b c"\n', 'b c', 'b c'],
  ['an escaped line break', 'text: "one \\\n  two three"\n', 'two', 'two'],
  ['with an anchor', 'text: &name one two\n', 'two', 'two'],
  ['no-break spaces', 'text: >-\n  one\n  \u00A0two three\n', 'two', 'two'],
  ['a number', 'text: 12345\n', '34', '34'],
])('maps a part of a value to its source: %s', (_, source, part, expected) => {
  expect(inFile(source, part)).toBe(expected);
});

test('locates an alias at its anchor', () => {
  const source = 'name: &a one two\ntext: *a\n';
  expect(inFile(source, 'two')).toBe('two');
  const document = readDocument(new TextEncoder().encode(source), 'test.yaml');
  expect(document.rangeOf(['text'], 'value')?.[0]).toBe(source.indexOf('one'));
});

test('maps every character of a value that does not match its source to the start of the range', () => {
  expect(alignText('text: one', [6, 9], 'two')).toEqual([6, 6, 6, 6]);
});

test('returns the second line as the start of the text of a block scalar', () => {
  const source = 'text: >- # note\n  one\n';
  expect(textStart(source, [6, source.length])).toBe(source.indexOf('  one'));
  expect(textStart('text: one', [6, 9])).toBe(6);
});
