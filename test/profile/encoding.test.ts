import { expect, test } from 'vitest';
import { complaint, failureOf, read, warnings } from './support.js';

const HINT = '    save it again as UTF-8';

test('a Latin-1 letter is found by line and column', () => {
  const bytes = Buffer.from('basics:\n  name: Ren\u00e9 Dupont\n', 'latin1');
  expect(failureOf(() => read(bytes)).code).toBe('PROFILE_ENCODING');
  expect(complaint(bytes)).toBe(`jane.yaml:2:12: error: the file is not UTF-8\n${HINT}`);
});

test('good letters before the bad one count as one column each', () => {
  const bytes = Buffer.concat([Buffer.from('basics:\n  name: Zoë Ren'), Buffer.from([0xe9]), Buffer.from('\n')]);
  expect(complaint(bytes)).toMatch(/^jane\.yaml:2:16: /);
});

test('a file that ends inside a letter is not UTF-8 either', () => {
  const bytes = Buffer.concat([Buffer.from('basics:\n  name: Ren'), Buffer.from([0xc3])]);
  expect(complaint(bytes)).toBe(`jane.yaml:2:12: error: the file is not UTF-8\n${HINT}`);
});

test.each([
  ['little', Buffer.from('\uFEFFbasics:\n  name: Jane\n', 'utf16le')],
  ['big', Buffer.from('\uFEFFbasics:\n  name: Jane\n', 'utf16le').swap16()],
])('UTF-16 is called by its name (%s endian)', (_, bytes) => {
  expect(complaint(bytes)).toBe(`jane.yaml: error: the file is not UTF-8 but UTF-16\n${HINT}`);
});

test('a byte order mark is accepted and moves no column', () => {
  const { value, warnings: found } = read('\uFEFFbasics: { name: Jane, nam: x }\n');
  expect(value.basics?.name).toBe('Jane');
  expect(found[0]?.where).toEqual({ file: 'jane.yaml', line: 1, column: 23 });
});

test('lines that end as on Windows keep their numbers and frames', () => {
  expect(warnings('basics:\r\n  name: Jane\r\n  nam: x\r\n').split('\n').slice(0, 3)).toEqual([
    'jane.yaml:3:3: warning: unknown key "nam": it is not used',
    '    3 |   nam: x',
    '          ^^^',
  ]);
});
