import { expect, test } from 'vitest';
import { complaint, dedent, failureOf, profileOf, read } from './support.js';

/** A document in which each level contains the previous one ten times. */
function multiplying(levels: number): string {
  const list = (item: string) => `[${Array.from({ length: 10 }, () => item).join(', ')}]`;
  const lines = Array.from(
    { length: levels },
    (_, level) => `k${level}: &a${level} ${list(level ? `*a${level - 1}` : 'x')}`,
  );
  return `${lines.join('\n')}\n`;
}

test('rejects anchors that expand too much, at the alias that exceeds the limit', () => {
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

test('rejects an anchor that contains itself, with the location', () => {
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

test('accepts an anchor with many aliases', () => {
  // Searching the whole document for each alias would take minutes.
  const keywords = Array.from({ length: 20_000 }, () => '      - *rust').join('\n');
  const source = `basics: { name: &rust Rust }\nskills:\n  - name: a\n    keywords:\n${keywords}\n`;
  expect(profileOf(source).skills?.[0]?.keywords).toEqual(Array.from({ length: 20_000 }, () => 'Rust'));
});

test('resolves an alias to the latest preceding anchor of its name', () => {
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

test('rejects nesting deeper than 40 levels, with the location', () => {
  const source = `basics: { name: Jane }\nwork: ${'['.repeat(41)}${']'.repeat(41)}\n`;
  expect(failureOf(() => read(source)).code).toBe('PROFILE_LIMIT');
  expect(complaint(source)).toMatch(/^jane\.yaml:2:47: error: the document is nested more than 40 levels deep\n/);
  expect(complaint(source)).toMatch(/\n {4}no profile needs this: check the brackets or the indentation$/);
});

test('reports only a wrong type for nested lists within the limit', () => {
  const source = `basics: { name: Jane }\nwork: ${'['.repeat(38)}${']'.repeat(38)}\n`;
  expect(failureOf(() => read(source)).code).toBe('PROFILE_INVALID');
});

// The parser is recursive. A stack overflow could end the process, and the rendering of all other profiles with it.
test.each([
  ['brackets', `basics: {}\nwork: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, '2:54'],
  ['braces', '{"a":'.repeat(20_000), '1:237'],
  ['dashes', `${'- '.repeat(20_000)}x\n`, '1:96'],
  ['indentation', `${Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')}\n`, '48:49'],
])('rejects nesting that could overflow the parser’s stack before parsing: %s', (_, source, place) => {
  const error = failureOf(() => read(source));
  expect(error.code).toBe('PROFILE_LIMIT');
  expect(error.problems.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`)).toEqual([
    `${place} the document is nested more than 40 levels deep`,
  ]);
});

// Comparing all pairs of keys, or counting lines again for each problem, would take minutes.
test.each([
  ['unknown keys', `basics: { name: Jane }\n${Array.from({ length: 40_000 }, (_, key) => `k${key}: x\n`).join('')}`],
  ['misspelt keys in entries', `skills:\n${'- { name: a, naem: b }\n'.repeat(20_000)}`],
])(
  'reads a file with many %s',
  (_, source) => {
    const { warnings } = read(source);
    // Equal warnings are merged into one with a count.
    const count = source.split('\n').length - 2;
    if (warnings.length === 1) expect(warnings[0]?.message).toContain(`(${count} times)`);
    else expect(warnings).toHaveLength(count);
  },
  120_000,
);

test('reports every repetition of a key that occurs forty thousand times', () => {
  expect(failureOf(() => read('a:\n'.repeat(40_000))).problems).toHaveLength(39_999);
}, 120_000);

test('rejects a file larger than one megabyte before parsing', () => {
  expect(failureOf(() => read('#'.repeat(1024 * 1024 + 1))).code).toBe('PROFILE_LIMIT');
  expect(complaint('#'.repeat(1024 * 1024 + 1))).toBe(
    [
      'jane.yaml: error: the file has 1,048,577 bytes, more than the limit of 1,048,576',
      '    put pictures in separate files: a profile is text',
    ].join('\n'),
  );
});

test('rejects the key __proto__', () => {
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
