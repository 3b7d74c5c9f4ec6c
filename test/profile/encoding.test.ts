import { expect, test } from 'vitest';
import { complaint, failureOf, read, warnings } from './support.js';

const HINT = '    save it again as UTF-8';

test('reports the line and column of a Latin-1 character', () => {
  const bytes = Buffer.from('basics:\n  name: Ren\u00e9 Dupont\n', 'latin1');
  expect(failureOf(() => read(bytes)).code).toBe('PROFILE_ENCODING');
  expect(complaint(bytes)).toBe(`jane.yaml:2:12: error: the file is not UTF-8\n${HINT}`);
});

test('counts each valid character before an invalid one as one column', () => {
  const bytes = Buffer.concat([Buffer.from('basics:\n  name: Zoë Ren'), Buffer.from([0xe9]), Buffer.from('\n')]);
  expect(complaint(bytes)).toMatch(/^jane\.yaml:2:16: /);
});

test('rejects a file that ends within a character', () => {
  const bytes = Buffer.concat([Buffer.from('basics:\n  name: Ren'), Buffer.from([0xc3])]);
  expect(complaint(bytes)).toBe(`jane.yaml:2:12: error: the file is not UTF-8\n${HINT}`);
});

test.each([
  ['little', Buffer.from('\uFEFFbasics:\n  name: Jane\n', 'utf16le')],
  ['big', Buffer.from('\uFEFFbasics:\n  name: Jane\n', 'utf16le').swap16()],
])('recognizes UTF-16 (%s endian)', (_, bytes) => {
  expect(complaint(bytes)).toBe(`jane.yaml: error: the file is not UTF-8 but UTF-16\n${HINT}`);
});

test('accepts a byte order mark without counting it as a column', () => {
  const { value, warnings: found } = read('\uFEFFbasics: { name: Jane, nam: x }\n');
  expect(value.basics?.name).toBe('Jane');
  expect(found[0]?.where).toEqual({ file: 'jane.yaml', line: 1, column: 23 });
});

test('keeps line numbers and code frames of files with Windows line endings', () => {
  expect(warnings('basics:\r\n  name: Jane\r\n  nam: x\r\n').split('\n').slice(0, 3)).toEqual([
    'jane.yaml:3:3: warning: unknown key "nam": it is not used',
    '    3 |   nam: x',
    '          ^^^',
  ]);
});
