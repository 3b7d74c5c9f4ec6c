import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, read } from './support.js';

/** Messages and hints for a document, without the locations and code frames that other tests check. */
function messages(source: string): string[] {
  return failureOf(() => read(source)).problems.map(({ message, hint }) => (hint ? `${message} | ${hint}` : message));
}

const GROUP = 'write the keys below it, indented, each as key: value';
const LIST = 'begin each item on its own line with "- "';

test('underlines a text where a mapping is expected', () => {
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
  ['a mapping in place of a list', 'work:\n  name: Acme\n', `"work" must be a list | ${LIST}`],
  ['text in place of a list of entries', 'work: Acme\n', `"work" must be a list | ${LIST}`],
  ['an empty entry', 'work:\n  -\n', `"work" must be a group of keys | ${GROUP}`],
  ['a list in place of a mapping', 'variants:\n  - backend\n', `"variants" must be a group of keys | ${GROUP}`],
  ['a list in place of text', 'basics:\n  name: [Jane]\n', '"name" must be text | write it on one line, or in quotes'],
  [
    'a mapping in place of text',
    'basics:\n  name: { a: b }\n',
    '"name" must be text | write it on one line, or in quotes',
  ],
  ['a list at the root', '- Jane\n', `the document must be a group of keys | ${GROUP}`],
  ['text at the root', 'Jane\n', `the document must be a group of keys | ${GROUP}`],
  ['text in place of a number', 'meta: { page: { fit: many } }\n', '"fit" must be a number'],
  ['a fractional number of pages', 'meta: { page: { fit: 1.5 } }\n', '"fit" must be a whole number'],
  ['zero pages', 'meta: { page: { fit: 0 } }\n', '"fit" must be at least 1'],
  ['too many pages', 'variants: { a: { pages: 21 } }\n', '"pages" must be at most 20'],
  [
    'text in place of true or false',
    'meta: { sections: [{ id: work, hidden: maybe }] }\n',
    '"hidden" must be one of true, false',
  ],
  ['an unknown paper size', 'meta: { page: { size: a5 } }\n', '"size" must be one of a4, letter | did you mean a4?'],
  ['an invalid margin', 'meta: { page: { margin: wide } }\n', '"margin": write one to four lengths, such as 16mm'],
  ['a link without its label', 'work: [{ links: [{ url: example.com }] }]\n', '"label" is missing | add label: …'],
  [
    'a bullet that a colon turns into a mapping',
    'work:\n  - highlights:\n      - Result: 40% faster\n',
    '"text" is missing | add text: …; if the line is text that contains a colon, put it in quotes',
  ],
])('reports %s with a fix', (_, source, expected) => {
  expect(messages(source)[0]).toBe(expected);
});

test('accepts text or a mapping as a bullet, and reports errors inside the mapping', () => {
  const source = dedent`
    work:
      - highlights:
          - plain
          - { text: tagged, tags: { a: b } }
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:31: error: "tags" must be a list',
      '    4 |       - { text: tagged, tags: { a: b } }',
      '                                      ^^^^^^^^',
      `    ${LIST}`,
    ].join('\n'),
  );
});

test('reports a missing key at the mapping that lacks it', () => {
  expect(failureOf(() => read('sections:\n  - title: Talks\n    text: x\n')).problems[0]).toMatchObject({
    message: '"id" is missing',
    where: { line: 2, column: 5 },
  });
});

test('reports a variant name that is invalid in a file name at its key', () => {
  expect(complaint('variants:\n  My Variant:\n    label: x\n')).toBe(
    [
      'jane.yaml:2:3: error: "My Variant" cannot be used as a name',
      '    2 |   My Variant:',
      '          ^^^^^^^^^^',
      '    use small letters, digits and hyphens only',
    ].join('\n'),
  );
});

test.each(['x', 'not a tag'])('rejects %s as a language tag', (tag) => {
  const source = `basics: { name: Ada }\nmeta: { locale: "${tag}" }\n`;
  expect(messages(source)).toEqual(['this is not a language tag | write it as en, en-GB or pt-BR']);
});

test.each([
  ['skills: [css, Rust]', 'skills', [{ name: 'css' }, { name: 'Rust' }]],
  ['languages: [English]', 'languages', [{ language: 'English' }]],
  ['interests: [Chess]', 'interests', [{ name: 'Chess' }]],
  ['certificates: [AWS]', 'certificates', [{ name: 'AWS' }]],
  ['awards: [Best Paper]', 'awards', [{ title: 'Best Paper' }]],
  ['skills: [{ name: Web, keywords: CSS }]', 'skills', [{ name: 'Web', keywords: ['CSS'] }]],
  ['skills: [{ name: Web, tags: Frontend }]', 'skills', [{ name: 'Web', tags: ['Frontend'] }]],
  ['work: [{ name: Acme, highlights: One }]', 'work', [{ name: 'Acme', highlights: [{ text: 'One' }] }]],
  ['education: [{ institution: X, courses: "" }]', 'education', [{ institution: 'X', courses: [] }]],
])('reads a text where a list or an entry is expected: %s', (source, section, expected) => {
  const { value, warnings } = read(source);
  expect(value[section as 'work']).toMatchObject(expected);
  expect(warnings).toHaveLength(
    source.includes('""') ? 0 : source.includes(',') && section === 'skills' && !source.includes('{') ? 2 : 1,
  );
});

test('accepts a plain text as a variant’s included tag', () => {
  const source = 'skills: [{ name: Web, tags: frontend }]\nvariants: { web: { include: frontend } }\n';
  expect(read(source).warnings).toHaveLength(1);
});
