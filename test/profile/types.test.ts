import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, read } from './support.js';

/** What is said of a value, without the place and frame that other tests check. */
function messages(source: string): string[] {
  return failureOf(() => read(source)).problems.map(({ message, hint }) => (hint ? `${message} | ${hint}` : message));
}

const GROUP = 'write the keys below it, indented, each as key: value';
const LIST = 'begin each item on its own line with "- "';

test('a text where a group belongs is drawn with its width', () => {
  expect(complaint('basics: Jane Doe\n')).toBe(
    [
      'jane.yaml:1:9: error: "basics" must be a group of keys',
      '    1 | basics: Jane Doe',
      '                ^^^^^^^^',
      `    ${GROUP}`,
    ].join('\n'),
  );
});

test.each([
  ['a group where a list belongs', 'work:\n  name: Acme\n', `"work" must be a list | ${LIST}`],
  ['a text where a list belongs', 'skills:\n  - keywords: Rust\n', `"keywords" must be a list | ${LIST}`],
  ['a text where an entry belongs', 'skills:\n  - Rust\n', `"skills" must be a group of keys | ${GROUP}`],
  ['an entry left empty', 'work:\n  -\n', `"work" must be a group of keys | ${GROUP}`],
  ['a list where named groups belong', 'variants:\n  - backend\n', `"variants" must be a group of keys | ${GROUP}`],
  [
    'a list where text belongs',
    'basics:\n  name: [Jane]\n',
    '"name" must be text | write it on one line, or in quotes',
  ],
  [
    'a group where text belongs',
    'basics:\n  name: { a: b }\n',
    '"name" must be text | write it on one line, or in quotes',
  ],
  ['a list at the root', '- Jane\n', `the document must be a group of keys | ${GROUP}`],
  ['a text at the root', 'Jane\n', `the document must be a group of keys | ${GROUP}`],
  ['a text where a number belongs', 'meta: { page: { fit: many } }\n', '"fit" must be a number'],
  ['half a page', 'meta: { page: { fit: 1.5 } }\n', '"fit" must be a whole number'],
  ['no page at all', 'meta: { page: { fit: 0 } }\n', '"fit" must be at least 1'],
  ['too many pages', 'variants: { a: { pages: 21 } }\n', '"pages" must be at most 20'],
  [
    'neither true nor false',
    'meta: { sections: [{ id: work, hidden: maybe }] }\n',
    '"hidden" must be one of true, false',
  ],
  ['a paper that is none', 'meta: { page: { size: a5 } }\n', '"size" must be one of a4, letter | did you mean a4?'],
  [
    'a margin that is no length',
    'meta: { page: { margin: wide } }\n',
    '"margin": write one to four lengths, such as 16mm',
  ],
  ['a link without its label', 'work: [{ links: [{ url: example.com }] }]\n', '"label" is missing | add label: …'],
  [
    'a bullet that a colon made a group',
    'work:\n  - highlights:\n      - Result: 40% faster\n',
    '"text" is missing | add text: …; where the line is a text with a colon in it, put it in quotes',
  ],
])('%s is named with the way to mend it', (_, source, expected) => {
  expect(messages(source)[0]).toBe(expected);
});

test('a bullet may be text or a group, and a mistake inside the group is reported inside it', () => {
  const source = dedent`
    work:
      - highlights:
          - plain
          - { text: tagged, tags: backend }
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:31: error: "tags" must be a list',
      '    4 |       - { text: tagged, tags: backend }',
      '                                      ^^^^^^^',
      `    ${LIST}`,
    ].join('\n'),
  );
});

test('a missing key is reported at the group that lacks it', () => {
  expect(failureOf(() => read('sections:\n  - title: Talks\n    text: x\n')).problems[0]).toMatchObject({
    message: '"id" is missing',
    where: { line: 2, column: 5 },
  });
});

test('a variant whose name cannot be part of a file name is reported at its key', () => {
  expect(complaint('variants:\n  My Variant:\n    label: x\n')).toBe(
    [
      'jane.yaml:2:3: error: "My Variant" cannot be used as a name',
      '    2 |   My Variant:',
      '          ^^^^^^^^^^',
      '    use small letters, digits and hyphens only',
    ].join('\n'),
  );
});

test.each(['en_US', 'x', 'not a tag'])('%s is no language tag', (tag) => {
  const source = `basics: { name: Ada }\nmeta: { locale: "${tag}" }\n`;
  expect(messages(source)).toEqual(['this is no language tag | write it as en, en-GB or pt-BR']);
});
