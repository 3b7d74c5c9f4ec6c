import { expect, test } from 'vitest';
import { dedent, failureOf, profileOf, read, warnings } from './support.js';

test('warns about an unknown key with its location and the nearest known name', () => {
  const source = dedent`
    basics:
      name: Jane
      sumary: Builds things.
  `;
  expect(warnings(source)).toBe(
    [
      'jane.yaml:3:3: warning: unknown key "sumary": it is not used',
      '    3 |   sumary: Builds things.',
      '          ^^^^^^',
      '    did you mean summary?',
    ].join('\n'),
  );
  expect(profileOf(source).basics).toEqual(expect.objectContaining({ name: 'Jane' }));
});

test('suggests another place for a key that resembles no known key', () => {
  expect(read('basics: { name: Jane }\nshoeSize: 42\n').warnings).toMatchObject([
    {
      severity: 'warning',
      message: 'unknown key "shoeSize": it is not used',
      hint: 'put content that has no field of its own in sections',
    },
  ]);
});

test('finds unknown keys at every depth, in file order', () => {
  const source = dedent`
    basics:
      name: Jane
      profiles:
        - { network: GitHub, usrname: jane }
    work:
      - name: Acme
        highligths: [lost]
        highlights:
          - { text: kept, tag: [a] }
        engagements:
          - name: Client
            postion: Lead
            highlights:
              - { text: kept, tgas: [a] }
    meta:
      page: { siez: a4 }
    sectoins: []
  `;
  expect(
    read(source).warnings.map(({ message, hint, where }) => `${where?.line}:${where?.column} ${message} ${hint}`),
  ).toEqual([
    '4:26 unknown key "usrname": it is not used did you mean username?',
    '7:5 unknown key "highligths": it is not used did you mean highlights?',
    '9:23 unknown key "tag": it is not used did you mean tags?',
    '12:9 unknown key "postion": it is not used did you mean position?',
    '14:27 unknown key "tgas": it is not used did you mean tags?',
    '16:11 unknown key "siez": it is not used did you mean size?',
    '17:1 unknown key "sectoins": it is not used did you mean sections?',
  ]);
});

test('keeps the content next to unknown keys', () => {
  const source = dedent`
    work:
      - name: Acme
        colour: red
        highlights:
          - { text: kept, tags: [a], weight: 3 }
  `;
  expect(profileOf(source).work).toMatchObject([{ name: 'Acme', highlights: [{ text: 'kept', tags: ['a'] }] }]);
});

test('treats the names of object prototype properties as unknown keys', () => {
  expect(read('basics: { name: Jane, constructor: x }\ntoString: y\n').warnings).toMatchObject([
    { message: 'unknown key "constructor": it is not used' },
    { message: 'unknown key "toString": it is not used' },
  ]);
});

test('reports unknown keys as warnings in addition to errors', () => {
  const error = failureOf(() => read('basics: { nam: Jane, name: [x] }\n'));
  expect(error.message).toBe('jane.yaml has 1 error');
  expect(error.problems.map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', 'unknown key "nam": it is not used'],
    ['error', '"name" must be text'],
  ]);
});
