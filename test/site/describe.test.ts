import { expect, test } from 'vitest';
import type { ManifestArtifact } from '../../src/pipeline/manifest.js';
import { describe } from '../../src/site/describe.js';
import { dedent, profileOf } from '../profile/support.js';

const artifact = (kind: ManifestArtifact['kind'], variant?: string): ManifestArtifact => ({
  path: `jane/jane${variant ? `.${variant}` : ''}.${kind}`,
  kind,
  sha256: 'x',
  bytes: 1000,
  profile: 'jane',
  ...(variant ? { variant } : {}),
  ...(kind === 'pdf' ? { pages: 2 } : {}),
});

const PROFILE = profileOf(dedent`
  basics:
    name: Jane Doe
    label: Engineer
    summary: I know [the secret](https://secret.example/path) of **Élan**.
    location: { city: Köln, countryCode: DE, address: Hidden Lane 5 }
  work:
    - { name: Old, position: Junior, startDate: 2020-01, endDate: 2021-12 }
    - { name: New, position: Senior, startDate: 2022-01, endDate: present, highlights: [Wrote Rust], keywords: [Rust] }
  skills: [{ name: Languages, keywords: [Go, Rust] }]
  languages: [{ language: German, fluency: native }]
  interests: [{ name: Chess }]
  meta: { lastModified: 2026-06-30, sections: [{ id: interests, hidden: true }] }
  variants: { lead: { label: Team lead, summary: "Only the variant says Zanzibar" } }
`);
const { card, text } = describe(
  'jane',
  PROFILE,
  [artifact('txt'), artifact('pdf', 'lead'), artifact('pdf')],
  '2026-06',
);

test('describes the main résumé in a card', () => {
  expect(card).toMatchObject({
    slug: 'jane',
    name: 'Jane Doe',
    label: 'Engineer',
    role: 'Senior, New',
    location: 'Köln, Germany',
    // The open-ended job counts until the requested month.
    months: 24 + 54,
    skills: ['Rust', 'Go'],
    languages: ['German (native)'],
    modified: '2026-06-30',
  });
  expect(card.positions.map(({ title, place }) => [title, place])).toEqual([
    ['Junior', 'Old'],
    ['Senior', 'New'],
  ]);
});

test('lists the files of the manifest by variant, PDF first', () => {
  expect(card.versions).toEqual([
    {
      variant: '',
      files: [
        { path: 'jane/jane.pdf', kind: 'pdf', bytes: 1000, pages: 2 },
        { path: 'jane/jane.txt', kind: 'txt', bytes: 1000 },
      ],
    },
    {
      variant: 'lead',
      label: 'Team lead',
      files: [{ path: 'jane/jane.lead.pdf', kind: 'pdf', bytes: 1000, pages: 2 }],
    },
  ]);
});

test('indexes each word of the main résumé once, without hidden content', () => {
  const all = text.split(' ');
  expect(all).toEqual(expect.arrayContaining(['jane', 'koln', 'elan', 'secret', 'wrote', 'rust', 'german']));
  expect(new Set(all).size).toBe(all.length);
  for (const hidden of ['chess', 'zanzibar', 'example']) expect(all).not.toContain(hidden);
  expect(JSON.stringify(card)).not.toMatch(/Chess|Zanzibar|Hidden Lane/);
});

test('counts open-ended jobs up to the requested month, regardless of the profile’s last change', () => {
  expect(describe('jane', PROFILE, [], '2026-06').card).toMatchObject({ months: 78, asOf: '2026-06' });
  expect(describe('jane', PROFILE, [], '2026-08').card).toMatchObject({ months: 80, asOf: '2026-08' });
});
