import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { wordsFor } from '../../src/content/words.js';
import { contentsView } from '../../src/packet/contents.js';
import { type Introduced, toPerson } from '../../src/packet/people.js';
import { readProfile } from '../../src/profile/read.js';

function introduced(slug: string, yaml: string, given: Partial<Introduced>): Introduced {
  const profile = readProfile(new TextEncoder().encode(yaml), 'x.yaml').value;
  const content = toContent(profile, slug);
  return {
    slug,
    name: content.name,
    label: content.label,
    pages: 2,
    start: 1,
    before: [],
    after: [],
    profile,
    content,
    ...given,
  };
}

const ADA = `basics: { name: Ada Example, label: Analyst, location: { city: Berlin, countryCode: DE } }
work: [{ name: X, startDate: 2020-01, endDate: 2022-06 }]
`;
const attachments = [
  { title: 'Certificate', pages: 3, bytes: new Uint8Array() },
  { title: 'Portfolio', pages: 1, bytes: new Uint8Array() },
];

function view(candidates: readonly Introduced[]) {
  const people = candidates.map((each) => toPerson(each, { year: 2026, month: 11 }, wordsFor('en')));
  return contentsView(people, candidates);
}

test('lists headline, place, experience and page of each candidate, and their attachments', () => {
  const { rows, span } = view([
    introduced('ada', ADA, { start: 1, attachments }),
    introduced('ben', 'basics: { name: Ben }\n', { start: 7 }),
  ]);
  expect(rows).toEqual([
    {
      name: 'Ada Example',
      label: 'Analyst',
      place: 'Berlin, Germany',
      experience: '2\u00a0y 6\u00a0m',
      link: 'part:ada',
      page: 1,
      attachments: [
        { title: 'Certificate', page: 3, link: 'part:ada-1' },
        { title: 'Portfolio', page: 6, link: 'part:ada-2' },
      ],
    },
    { name: 'Ben', label: null, place: null, experience: null, link: 'part:ben', page: 7, attachments: [] },
  ]);
  expect(span).toBe(3);
});

test('omits a column that no candidate fills', () => {
  const { columns, span } = view([introduced('ben', 'basics: { name: Ben }\n', {})]);
  expect([columns, span]).toEqual([{ place: false, experience: false }, 1]);
});
