import { expect, test } from 'vitest';
import { found, jobWith, marked } from './support.js';

test.each([
  ['See https://example.com/a?b=c#d.', 'https://example.com/a?b=c#d'],
  ['Code (http://example.org/x) is there', 'http://example.org/x'],
  ['Shown on www.example.com, and elsewhere', 'www.example.com'],
  ['Lies at github.com/jane/compiler, with tests', 'github.com/jane/compiler'],
  ['Read jane.github.io/notes', 'jane.github.io/notes'],
])('reports an unlinked address: %s', (bullet, address) => {
  expect(marked('unlinked-url', jobWith([bullet]))).toEqual([address]);
});

test.each([
  'See [the code](https://github.com/jane/compiler)',
  'Run `curl https://example.com/a`',
  'Built on Node.js/Express, Socket.io/Redis and ASP.NET/C#',
  'Published on crates.io and npmjs.com',
  'Bypasses net/tls and CI/CD',
  'Wrote to jane@example.com/work',
  'Reads and/or writes e.g./i.e. things',
])('does not report: %s', (bullet) => {
  expect(marked('unlinked-url', jobWith([bullet]))).toEqual([]);
});

test('skips fields that are links already, and checks keywords and features', () => {
  const yaml = `basics: { url: https://example.com, image: a.png }
projects:
  - name: A
    url: https://example.com/a
    links: [{ label: Code, url: https://example.com/b }]
    keywords: [https://example.com/k]
    features: [{ label: Code, value: www.example.com }]
meta: { canonical: https://example.com/c }
`;
  expect(marked('unlinked-url', yaml)).toEqual(['https://example.com/k', 'www.example.com']);
});

test('reports a social network without an address', () => {
  const yaml =
    'basics:\n  profiles:\n    - { network: GitHub, username: jane }\n    - { network: Mastodon, url: https://example.com/@jane }\n    - { username: jane }\n';
  expect(found('unlinked-url', yaml).map(({ message }) => message)).toEqual([
    'GitHub has no address: a reader cannot follow it',
  ]);
  expect(marked('unlinked-url', yaml)).toEqual(['GitHub']);
});

test('suggests a link that can be pasted', () => {
  expect(found('unlinked-url', jobWith(['At github.com/jane/x']))[0]?.hint).toContain(
    '[a few words](https://github.com/jane/x)',
  );
});
