import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { toJsonResume } from '../../src/formats/jsonresume.js';
import { dedent, profileOf, read, warnings } from './support.js';

test('prints an address that would run a script as plain text, with a warning', () => {
  expect(warnings('basics:\n  name: Jane\n  url: javascript:alert(1)\n')).toBe(
    [
      'jane.yaml:3:8: warning: "javascript:alert(1)" is not an address: it is printed without a link',
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
  '@jane',
  'on request',
])('prints %s without a link', (url) => {
  const { value, warnings } = read(
    dedent`
      basics: { name: x, url: "URL", profiles: [{ network: Fediverse, url: "URL" }] }
      work: [{ name: Acme, url: "URL", links: [{ label: More, url: "URL" }], engagements: [{ name: y, url: "URL" }] }]
      projects: [{ name: Tool, url: "URL" }]
      skills: [{ name: CSS, links: [{ label: More, url: "URL" }] }]
      sections: [{ id: talks, title: T, entries: [{ title: x, url: "URL" }] }]
    `.replaceAll('URL', url),
  );
  expect(warnings.map(({ message }) => message)).toEqual([
    `"${url}" is not an address: it is printed without a link (8 times)`,
  ]);
  const content = JSON.stringify(toContent(value, 'x'));
  expect(content.toLowerCase()).not.toMatch(/url":/);
  expect(content.split(url)).toHaveLength(9);
  expect(JSON.stringify(toJsonResume(value))).not.toMatch(/javascript:|vbscript:|data:|file:/i);
});

test('prints a plain address beside the username if they differ', () => {
  const { value } = read(
    'basics: { name: x, profiles: [{ username: jane, url: "@jane" }, { username: jo, url: ask }] }\n',
  );
  expect(toContent(value, 'x').contacts.map(({ text }) => text)).toEqual(['@jane', 'jo (ask)']);
});

test('truncates a long address in its message', () => {
  const { warnings } = read(`basics: { url: "data:${'x'.repeat(200)}" }\n`);
  expect(warnings[0]?.message).toBe(`"data:${'x'.repeat(52)}…" is not an address: it is printed without a link`);
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
])('reads %j as %j', (typed, expected) => {
  expect(profileOf(`basics: { name: x, profiles: [{ url: "${typed}" }] }\n`).basics?.profiles?.[0]?.url).toBe(expected);
});

test.each(['basics', 'work', 'volunteer', 'education', 'certificates', 'publications', 'projects'])(
  'checks every address in %s',
  (section) => {
    const entry = '{ url: "javascript:x" }';
    const { warnings } = read(`${section}: ${section === 'basics' ? entry : `[${entry}]`}\n`);
    expect(warnings).toMatchObject([{ message: '"javascript:x" is not an address: it is printed without a link' }]);
  },
);

test('keeps both url and website', () => {
  const { value } = read(
    '{"basics":{"name":"x","url":"https://a.example.com","website":"https://b.example.com/"},"volunteer":[{"organization":"Dojo","url":"https://c.example.com","website":"https://d.example.com/"}]}',
  );
  const content = toContent(value, 'x');
  expect(content.contacts.map(({ url }) => url)).toEqual(['https://a.example.com', 'https://b.example.com/']);
  expect(value.volunteer).toMatchObject([
    { url: 'https://c.example.com', links: [{ label: 'd.example.com', url: 'https://d.example.com/' }] },
  ]);
});
