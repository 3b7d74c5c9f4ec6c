import { expect, test } from 'vitest';
import { toText } from '../../src/formats/text.js';
import { contentOf } from '../content/support.js';
import { PROFILES } from '../support/paths.js';
import { contentOf as contentOfProfile, shipped } from '../template/support.js';
import { CONTENT } from './fixture.js';

test('writes a profile as plain text', () => {
  expect(toText(CONTENT)).toBe(`Jane Doe
Backend Engineer
Makes slow things fast
Open to offers
Location: Pune, India
E-mail: jane.doe@example.com
Phone: +1 202-555-0123
Website: jane.example.com
GitHub: jane (https://github.example.com/jane)
Blog: blog.example.org
LinkedIn

* 10K+ requests a second
* zero deps

SUMMARY

Builds services in Rust, see the log (https://log.example.com).

Likes "strace".

EXPERIENCE

Engineer, Acme, Remote
Apr 2023 – Present
Anvils
https://acme.example.com
Owned the queue.
* Took latency from 50ms to 5ms.
* Wrote the recv_all loop.
Rust, gRPC

Freelance
Client, Adviser
2022
* Reviewed a schema.

PROJECTS

Systems

Storage

store (in progress)
https://store.example.com
3 nodes; 1M+ keys
A key-value store.
* Log: append only
Code: https://code.example.com/store

TALKS

* On queues
* On logs

SKILLS

Languages: Rust, C++
SQL (fluent)

INTERESTS

Chess
Plays slowly.

REFERENCES

"A joy."
– Sam Poe
`);
});

test('breaks no short text, and prose only at typed line breaks', () => {
  const content = contentOf(`
basics: { name: "Jane\\nDoe", label: "Backend\\n\\nEngineer" }
work:
  - name: "Ac\\nme"
    highlights: ["one\\ntwo", "three&#10;four"]
    keywords: ["a\\nb"]
`);
  expect(toText(content)).toBe('Jane Doe\nBackend Engineer\n\nEXPERIENCE\n\nAc me\n* one\n  two\n* three four\na b\n');
});

test('adds the address to a link unless its text already shows it', () => {
  const text = toText(
    contentOf('basics: { summary: "[here](https://a.example.com), [b.example.com](https://b.example.com)" }\n'),
  );
  expect(text).toContain('here (https://a.example.com), b.example.com\n');
});

test('writes headings in uppercase by the rules of the résumé’s language, not of the machine', () => {
  const source = (locale: string) => `
sections: [{ id: a, title: Eğitim ve işler, text: x }]
meta: { locale: ${locale} }
`;
  expect(toText(contentOf(source('tr')))).toContain('EĞİTİM VE İŞLER');
  expect(toText(contentOf(source('en')))).toContain('EĞITIM VE IŞLER');
});

test.each(PROFILES)('%s leaves no Markdown markup or repeated spaces in the plain text', (slug) => {
  const text = toText(contentOfProfile(shipped(slug)));
  expect(text).not.toMatch(/\*\*|`|\]\(/);
  expect(text).not.toMatch(/\S {2,}\S/);
  expect(text).not.toMatch(/\n{3,}|\s\n\n|undefined|\[object/);
});
