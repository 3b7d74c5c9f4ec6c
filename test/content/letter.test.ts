import { expect, test } from 'vitest';
import { toLetter } from '../../src/content/content.js';
import { plainOf } from '../../src/content/markup.js';
import type { LetterSection } from '../../src/content/model.js';
import { toMarkdown } from '../../src/formats/markdown.js';
import { toText } from '../../src/formats/text.js';
import { findLetter } from '../../src/profile/documents.js';
import { dedent, profileOf } from '../profile/support.js';

function letterOf(source: string, locale = 'en') {
  const { letter, profile } = findLetter(
    profileOf(`${source}\nmeta: { locale: ${locale} }\nbasics: { name: Jane, label: Engineer, tagline: Fast }\n`),
    'a',
  );
  const content = toLetter(letter, profile, 'jane');
  return { content, section: content.sections[0] as LetterSection };
}

const WHOLE = dedent`
  letters:
    a:
      to: [Acme, 1 Example Street]
      date: 2026-11-16
      subject: 'Your #1 *place*'
      salutation: Dear Ms Berg,
      body: |
        First **line**
        of two.

        - one [link](https://example.com)
        - two

        Last.
      enclosures: [Résumé]
`;

test('a letter has the header of the résumé and its parts in order', () => {
  const { content, section } = letterOf(WHOLE, 'en-GB');
  expect(content).toMatchObject({ name: 'Jane', label: 'Engineer', metrics: [] });
  expect(content).not.toHaveProperty('tagline');
  expect(section).toMatchObject({
    recipient: ['Acme', '1 Example Street'],
    date: '16 November 2026',
    subject: 'Your #1 *place*',
    closing: 'Yours sincerely,',
    signature: 'Jane',
    enclosures: { label: 'Enclosures', items: ['Résumé'] },
  });
  expect(section.body.map((block) => (block.kind === 'list' ? block.items.map(plainOf) : block.text.plain))).toEqual([
    'First line of two.',
    ['one link', 'two'],
    'Last.',
  ]);
});

test('ignores the sections of the résumé', () => {
  const source = dedent`
    basics: { name: Jane }
    sections: [{ id: talks, title: Talks, items: [one] }]
    letters: { a: { body: Hello. } }
    meta: { sections: [{ id: talks }] }
  `;
  const { letter, profile } = findLetter(profileOf(source), 'a');
  expect(toLetter(letter, profile, 'jane').sections).toHaveLength(1);
});

test('leaves out missing parts and uses standard phrases in its language', () => {
  const { section } = letterOf('letters: { a: { body: Hallo., date: 2026-11 } }', 'de');
  expect(section).toEqual({
    kind: 'letter',
    id: 'letter',
    title: 'Anschreiben',
    recipient: [],
    date: 'Nov. 2026',
    body: [expect.anything()],
    closing: 'Mit freundlichen Grüßen',
    signature: 'Jane',
  });
});

test('has the same content as text and as Markdown', () => {
  const { content } = letterOf(WHOLE);
  expect(toText(content)).toBe(dedent`
    Jane
    Engineer

    Acme
    1 Example Street

    November 16, 2026

    Your #1 *place*

    Dear Ms Berg,

    First line
    of two.

    * one link (https://example.com)
    * two

    Last.

    Yours sincerely,
    Jane

    Enclosures
    * Résumé
  `);
  const markdown = toMarkdown(content);
  expect(markdown).toContain('Acme  \n1 Example Street\n');
  expect(markdown).toContain('## Your #1 \\*place\\*\n');
  expect(markdown).toContain('First **line**\\\nof two.\n\n* one [link](<https://example.com>)\n* two\n');
  expect(markdown).toMatch(/Yours sincerely, {2}\nJane\n\nEnclosures\n\n- Résumé\n$/);
});
