import { describe, expect, test } from 'vitest';
import { parseLanguage } from '../../src/packet/languages.js';
import { chooseProfiles } from '../../src/packet/query.js';
import { readPacket } from '../../src/packet/schema.js';
import { readProfile } from '../../src/profile/read.js';

const profile = (slug: string, yaml: string) => ({
  slug,
  profile: readProfile(new TextEncoder().encode(yaml), slug).value,
});

const all = [
  profile(
    'zoe',
    'basics: { name: Zoe, label: Staff Engineer, availability: From January, location: { city: Berlin, countryCode: DE } }\nlanguages: [{ language: de, fluency: Muttersprache }, { language: English, fluency: C1 }]\nskills: [{ keywords: [Rust, Kubernetes] }]\nwork: [{ name: A, startDate: 2015-01, endDate: 2024-12, tags: [lead] }]',
  ),
  profile(
    'adam',
    'basics: { name: Adam, label: Data Scientist, location: { city: Pune, countryCode: IN } }\nlanguages: [{ language: हिन्दी, fluency: Native }, { language: en, fluency: Professional working }, { language: German, fluency: A2 }]\nmeta: { locale: hi }\nskills: [{ keywords: [Go] }]\nwork: [{ name: B, startDate: 2024-01, endDate: 2024-12, highlights: [{ text: "Ran k8s in Rust", tags: [ops] }] }]',
  ),
];
const asOf = { year: 2026 };

describe('a query finds', () => {
  test.each([
    ['selects all, sorted by name', {}, undefined, ['adam', 'zoe']],
    ['selects all, sorted by experience', {}, 'experience', ['zoe', 'adam']],
    ['selects by tags, including those of bullets', { tags: ['ops'] }, undefined, ['adam']],
    [
      'selects by skills in any spelling, listed or mentioned',
      { where: { skills: ['k8s', 'rust'] } },
      undefined,
      ['adam', 'zoe'],
    ],
    ['requires all skills', { where: { skills: ['k8s', 'golang'] } }, undefined, ['adam']],
    ['selects by place', { where: { location: 'berlin' } }, undefined, ['zoe']],
    ['selects by years of experience', { where: { experience: 3 } }, undefined, ['zoe']],
    ['selects by country code', { where: { country: 'de' } }, undefined, ['zoe']],
    ['selects by country name', { where: { country: 'India' } }, undefined, ['adam']],
    ['selects by the country of a location', { where: { location: 'germany' } }, undefined, ['zoe']],
    ['selects by language code', { where: { languages: [{ language: 'de' }] } }, undefined, ['adam', 'zoe']],
    [
      'selects by the English name of a language',
      { where: { languages: [{ language: 'Hindi' }] } },
      undefined,
      ['adam'],
    ],
    ['selects by language level', { where: { languages: [{ language: 'German', level: 'B1' }] } }, undefined, ['zoe']],
    [
      'understands levels in words',
      { where: { languages: [{ language: 'English', level: 'b2' }] } },
      undefined,
      ['adam', 'zoe'],
    ],
    ['selects native speakers', { where: { languages: [{ language: 'hi', level: 'native' }] } }, undefined, ['adam']],
    ['requires all languages', { where: { languages: [{ language: 'en' }, { language: 'hi' }] } }, undefined, ['adam']],
    ['selects nobody for an unlisted language', { where: { languages: [{ language: 'fr' }] } }, undefined, []],
    ['selects by availability', { where: { availability: 'january' } }, undefined, ['zoe']],
    ['selects by headline', { where: { label: 'data scientist' } }, undefined, ['adam']],
    ['selects nobody for an unused tag', { tags: ['none'] }, undefined, []],
  ] as const)('%s', (_, query, sort, slugs) => {
    expect(chooseProfiles(all, query as never, sort, asOf)).toEqual(slugs);
  });
});

test.each([
  ['German B2', { language: 'German', level: 'b2' }],
  ['pt-BR (C1)', { language: 'pt-BR', level: 'c1' }],
  ['Hindi, native', { language: 'Hindi', level: 'native' }],
  ['de', { language: 'de' }],
  ['Old Norse', { language: 'Old Norse' }],
])('parses %j as a language and its level', (text, asked) => {
  expect(parseLanguage(text)).toEqual(asked);
});

describe('a packet file', () => {
  const read = (yaml: string) =>
    readPacket(new TextEncoder().encode(yaml), 'p.yaml', {
      profiles: ['adam', 'zoe'],
      asOf: '2026-11',
      find: async () => ['zoe'],
    });

  test('gets the candidates of its query', async () => {
    const { value } = await read('title: T\nprofiles: { tags: [lead] }\n');
    expect(value.candidates.map((candidate) => candidate.profile)).toEqual(['zoe']);
  });

  test.each([
    ['without candidates', 'title: T\n', 'the packet has no candidates'],
    [
      'with both candidates and a query',
      'title: T\nprofiles: {}\ncandidates: [adam]\n',
      'a packet has candidates or profiles, not both',
    ],
    ['with a duplicate candidate', 'title: T\ncandidates: [adam, adam]\n', '"adam" is listed twice'],
    ['with an unknown candidate', 'title: T\ncandidates: [adan]\n', 'there is no profile "adan"'],
    ['without a title', 'candidates: [adam]\n', '"title" is missing'],
  ])('is rejected %s', async (_, yaml, message) => {
    await expect(read(yaml)).rejects.toMatchObject({
      code: 'PACKET_INVALID',
      problems: [expect.objectContaining({ message })],
    });
  });
});
