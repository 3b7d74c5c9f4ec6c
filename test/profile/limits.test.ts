import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, profileOf, read } from './support.js';

/** Each level holds the one before it ten times. */
function multiplying(levels: number): string {
  const list = (item: string) => `[${Array.from({ length: 10 }, () => item).join(', ')}]`;
  const lines = Array.from(
    { length: levels },
    (_, level) => `k${level}: &a${level} ${list(level ? `*a${level - 1}` : 'x')}`,
  );
  return `${lines.join('\n')}\n`;
}

test('anchors that expand without end are stopped at the alias that is too much', () => {
  expect(failureOf(() => read(multiplying(12))).code).toBe('PROFILE_LIMIT');
  expect(complaint(multiplying(12))).toBe(
    [
      'jane.yaml:5:45: error: the document expands to more than 100,000 values',
      '    5 | k4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]',
      '                                                    ^^^',
      '    nested anchors multiply: write the values out instead',
    ].join('\n'),
  );
});

test('an anchor that contains itself is stopped at the place where it does', () => {
  const source = dedent`
    basics: { name: Jane }
    work: &jobs
      - name: Acme
        highlights: *jobs
  `;
  expect(failureOf(() => read(source)).code).toBe('PROFILE_LIMIT');
  expect(complaint(source)).toBe(
    [
      'jane.yaml:4:17: error: this anchor contains itself',
      '    4 |     highlights: *jobs',
      '                        ^^^^^',
      '    use the anchor only outside the value that it marks',
    ].join('\n'),
  );
});

test('an anchor is used as often as its author likes', () => {
  // Looking each alias up in the whole document would take minutes here.
  const keywords = Array.from({ length: 20_000 }, () => '      - *rust').join('\n');
  const source = `basics: { name: &rust Rust }\nskills:\n  - name: a\n    keywords:\n${keywords}\n`;
  expect(profileOf(source).skills?.[0]?.keywords).toEqual(Array.from({ length: 20_000 }, () => 'Rust'));
});

test('an alias means the anchor of its name last set before it', () => {
  const source = dedent`
    basics: { name: &a first, label: *a }
    skills:
      - { name: &a second, keywords: [*a] }
  `;
  expect(profileOf(source)).toMatchObject({
    basics: { name: 'first', label: 'first' },
    skills: [{ name: 'second', keywords: ['second'] }],
  });
});

test('nesting deeper than any profile needs is refused with its place', () => {
  const source = `basics: { name: Jane }\nwork: ${'['.repeat(41)}${']'.repeat(41)}\n`;
  expect(failureOf(() => read(source)).code).toBe('PROFILE_LIMIT');
  expect(complaint(source)).toMatch(/^jane\.yaml:2:47: error: the document is nested more than 40 levels deep\n/);
  expect(complaint(source)).toMatch(/\n {4}no profile needs this: check the brackets or the indentation$/);
});

test('lists inside lists are fine as long as a program could read them', () => {
  const source = `basics: { name: Jane }\nwork: ${'['.repeat(38)}${']'.repeat(38)}\n`;
  expect(failureOf(() => read(source)).code).toBe('PROFILE_INVALID');
});

// The parser recurses. Where its call stack ran out, V8 could end the process, and all other profiles with it.
test.each([
  ['brackets', `basics: {}\nwork: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, '2:54'],
  ['braces', '{"a":'.repeat(20_000), '1:237'],
  ['dashes', `${'- '.repeat(20_000)}x\n`, '1:96'],
  ['indentation', `${Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')}\n`, '48:49'],
])('nesting that would exhaust the parser is refused before it is parsed: %s', (_, source, place) => {
  const error = failureOf(() => read(source));
  expect(error.code).toBe('PROFILE_LIMIT');
  expect(error.problems.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`)).toEqual([
    `${place} the document is nested more than 40 levels deep`,
  ]);
});

// Comparing each key with each other, or counting lines anew for each problem, would take minutes here.
test.each([
  ['unknown keys', `basics: { name: Jane }\n${Array.from({ length: 40_000 }, (_, key) => `k${key}: x\n`).join('')}`],
  ['misspelt keys in entries', `skills:\n${'- { name: a, naem: b }\n'.repeat(20_000)}`],
])(
  'a file with a great many %s is read all the same',
  (_, source) => {
    const { warnings } = read(source);
    // Equal warnings of many entries become one with a count.
    const count = source.split('\n').length - 2;
    if (warnings.length === 1) expect(warnings[0]?.message).toContain(`(${count} times)`);
    else expect(warnings).toHaveLength(count);
  },
  15_000,
);

test('a key that stands forty thousand times is reported as often, less the first', () => {
  expect(failureOf(() => read('a:\n'.repeat(40_000))).problems).toHaveLength(39_999);
}, 15_000);

test('a file above a megabyte is not even parsed', () => {
  expect(failureOf(() => read('#'.repeat(1024 * 1024 + 1))).code).toBe('PROFILE_LIMIT');
  expect(complaint('#'.repeat(1024 * 1024 + 1))).toBe(
    [
      'jane.yaml: error: the file has 1,048,577 bytes, more than the limit of 1,048,576',
      '    put pictures in separate files: a profile is text',
    ].join('\n'),
  );
});

test('a key that would reach into the program is refused', () => {
  expect(complaint('basics:\n  name: Jane\n__proto__:\n  polluted: yes\n')).toBe(
    [
      'jane.yaml:3:1: error: a key cannot be named __proto__',
      '    3 | __proto__:',
      '        ^^^^^^^^^',
      '    rename the key',
    ].join('\n'),
  );
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
