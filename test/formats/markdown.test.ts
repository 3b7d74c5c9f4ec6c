import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { plainOf } from '../../src/content/markup.js';
import { toMarkdown } from '../../src/formats/markdown.js';
import { contentOf } from '../content/support.js';
import { PROFILES } from '../support/paths.js';
import { contentOf as contentOfProfile, sample, shipped } from '../template/support.js';
import { CONTENT } from './fixture.js';

const commonmark = new MarkdownIt('commonmark');

test('writes a profile as Markdown', () => {
  expect(toMarkdown(CONTENT)).toBe(`# Jane Doe

**Backend Engineer**

*Makes **slow** things fast*

Open to offers

Pune, India · [jane.doe@example.com](<mailto:jane.doe@example.com>) · [+1 202-555-0123](<tel:+12025550123>) · \
[jane.example.com](<https://jane.example.com>) · [GitHub: jane](<https://github.example.com/jane>) · \
[Blog: blog.example.org](<https://www.blog.example.org/>) · LinkedIn

- **10K+** requests a second
- **zero deps**

## Summary

Builds services in *Rust*, see [the log](<https://log.example.com>).

Likes "strace".

## Experience

### Engineer

[Acme](<https://acme.example.com>) · Remote · Apr 2023 – Present · Anvils

Owned the queue.

- Took latency from **50ms** to 5ms.
- Wrote the recv\\_all loop.

*Rust, gRPC*

### Freelance

#### Client

Adviser · 2022

- Reviewed a schema.

## Projects

### Systems

#### Storage

##### [store](<https://store.example.com>) (in progress)

**3 nodes** · **1M+** keys

A key-value store.

- Log: **append only**

[Code](<https://code.example.com/store>)

## Talks

- On queues
- On logs

## Skills

- **Languages**: Rust, C++
- **SQL** – fluent

## Interests

**Chess**

Plays slowly.

## References

> A joy.

– Sam Poe
`);
});

/** The levels of the headings, in order. */
function levels(markdown: string): number[] {
  return commonmark
    .parse(markdown, {})
    .filter((token) => token.type === 'heading_open')
    .map((token) => Number(token.tag.slice(1)));
}

function expectNoSkips(markdown: string): void {
  const found = levels(markdown);
  expect(found[0]).toBe(1);
  expect(found.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of found.entries()) expect(level - (found[index - 1] ?? 0)).toBeLessThanOrEqual(1);
}

test.each(PROFILES)('the headings of %s skip no level', (slug) => {
  expectNoSkips(toMarkdown(contentOfProfile(shipped(slug))));
});

test('the headings of the official sample skip no level', () => {
  expectNoSkips(toMarkdown(contentOfProfile(sample())));
});

test('an entry without a heading leaves no gap above its children', () => {
  expectNoSkips(toMarkdown(contentOf('work: [{ summary: x, engagements: [{ name: Client }] }]\n')));
});

test.each(PROFILES)('the Markdown of %s contains every bullet', (slug) => {
  const content = contentOfProfile(shipped(slug));
  const html = commonmark.render(toMarkdown(content));
  const bullets = content.sections.flatMap((section) =>
    section.kind === 'entries'
      ? section.groups.flatMap((group) => group.entries.flatMap((entry) => entry.bullets.map(plainOf)))
      : [],
  );
  const text = html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"');
  expect(bullets.filter((bullet) => !text.includes(bullet))).toEqual([]);
});
