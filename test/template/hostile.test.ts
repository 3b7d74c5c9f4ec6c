import { describe, expect, test } from 'vitest';
import { contentOf } from '../content/support.js';
import { TEMPLATES } from '../support/paths.js';
import { render, tagsOf, textOf } from './support.js';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '{{name}} {{{name}}} {{> entry}}',
  '</style><x>x</x>',
  '</body></html>',
  '&ltb&gt &amp &#',
  '<!-- comment -->',
  '`x` $(y)',
];

/** A profile with the text in every kind of field: header, headings, prose, terms, links and attributes. */
function everywhere(text: string): string {
  const quoted = JSON.stringify(text);
  // Inline Markdown interprets character references and code; the rest must stay unchanged.
  const prose = JSON.stringify(text.replace(/[&`\\*_[\]]/g, '\\$&'));
  return `
basics:
  name: ${quoted}
  label: ${quoted}
  tagline: ${prose}
  availability: ${quoted}
  summary: ${prose}
  email: ${quoted}
  phone: ${quoted}
  location: { city: ${quoted} }
  profiles: [{ network: ${quoted}, username: ${quoted}, url: "https://example.com/?\\"><script>" }]
  metrics: [{ value: ${quoted}, label: ${quoted} }]
work:
  - position: ${quoted}
    name: ${quoted}
    location: ${quoted}
    description: ${quoted}
    summary: ${prose}
    highlights: [${prose}]
    keywords: [${quoted}]
    eyebrow: ${quoted}
    links: [{ label: ${quoted}, url: "https://example.com/" }]
    images: [{ src: a.png, alt: ${quoted} }]
    features: [{ label: ${quoted}, value: ${quoted} }]
projects: [{ name: x, status: ${quoted}, group: G }]
skills: [{ name: ${quoted}, level: ${quoted}, keywords: [${quoted}] }]
references: [{ name: ${quoted}, reference: ${prose} }]
sections: [{ id: own, title: ${quoted}, text: ${prose} }]
`;
}

const plain = everywhere('Quite harmless');
const pictures = new Map([['a.png', 'data:image/png;base64,Zm9v']]);

const shape = (html: string) => html.replace(/<style>.*?<\/style>/gs, '').match(/<\/?[a-z][a-z0-9]*|<!--/gi);

describe.each(TEMPLATES)('in %s', (template) => {
  test.each(HOSTILE)('shows %s as text in every field', async (text) => {
    const [{ html }, { html: expected }] = [
      await render(contentOf(everywhere(text)), template, pictures),
      await render(contentOf(plain), template, pictures),
    ];
    const without = (page: string) => shape(page.replace(/<\/?span[^>]*>/g, ''));
    expect(without(html)).toEqual(without(expected));
    const count = (page: string, word: string) => page.split(word.replace(/\s+/g, ' ')).length - 1;
    expect(count(textOf(html), text)).toBe(count(textOf(expected), 'Quite harmless'));
    expect(tagsOf(html, 'img').filter((tag) => /\son/.test(tag.replace(/"[^"]*"/g, '')))).toEqual([]);
  });

  test('keeps an address within its attribute', async () => {
    const { html } = await render(contentOf(plain), template, pictures);
    expect(tagsOf(html, 'a').filter((tag) => tag.includes('script'))).toEqual([
      '<a href="https://example.com/?&quot;&gt;&lt;script&gt;">',
    ]);
  });
});
