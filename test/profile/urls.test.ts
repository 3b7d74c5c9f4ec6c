import { expect, test } from 'vitest';
import { complaint, failureOf, profileOf, read } from './support.js';

test('an address that would run a script is refused', () => {
  expect(complaint('basics:\n  name: Jane\n  url: javascript:alert(1)\n')).toBe(
    [
      'jane.yaml:3:8: error: "javascript:alert(1)" is not an address that can be linked',
      '    3 |   url: javascript:alert(1)',
      '               ^^^^^^^^^^^^^^^^^^^',
      '    use an address that starts with https://, http://, mailto: or tel:',
    ].join('\n'),
  );
});

test.each([
  'data:text/html,x',
  'file:///etc/passwd',
  '//example.com',
  '/home',
  'http://',
  'JavaScript:alert(1)',
  'vbscript:x',
])('%s is no address to link', (url) => {
  const error = failureOf(() => read(`work:\n  - { name: x, url: "${url}" }\n`));
  expect(error.problems).toMatchObject([{ message: `"${url}" is not an address that can be linked` }]);
});

test('a long address is cut in its message', () => {
  const error = failureOf(() => read(`basics: { url: "data:${'x'.repeat(200)}" }\n`));
  expect(error.problems[0]?.message).toBe(`"data:${'x'.repeat(52)}…" is not an address that can be linked`);
});

test.each([
  ['example.com', 'https://example.com'],
  ['www.example.com/a?b=c', 'https://www.example.com/a?b=c'],
  ['example.com:8080/', 'https://example.com:8080/'],
  ['http://example.com', 'http://example.com'],
  ['HTTPS://example.com', 'HTTPS://example.com'],
  ['mailto:jane@example.com', 'mailto:jane@example.com'],
  ['tel:+12025550123', 'tel:+12025550123'],
  ['', ''],
])('%j is read as %j', (typed, expected) => {
  expect(profileOf(`basics: { name: x, profiles: [{ url: "${typed}" }] }\n`).basics?.profiles?.[0]?.url).toBe(expected);
});

test.each(['basics', 'work', 'volunteer', 'education', 'certificates', 'publications', 'projects'])(
  'every address of %s is checked',
  (section) => {
    const entry = '{ url: "javascript:x" }';
    const error = failureOf(() => read(`${section}: ${section === 'basics' ? entry : `[${entry}]`}\n`));
    expect(error.problems).toMatchObject([{ message: '"javascript:x" is not an address that can be linked' }]);
  },
);
