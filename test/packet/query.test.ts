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
    ['all, by name', {}, undefined, ['adam', 'zoe']],
    ['all, by experience', {}, 'experience', ['zoe', 'adam']],
    ['by tags, down to the bullet', { tags: ['ops'] }, undefined, ['adam']],
    ['by skills, in any spelling, listed or shown', { where: { skills: ['k8s', 'rust'] } }, undefined, ['adam', 'zoe']],
    ['by all of the skills', { where: { skills: ['k8s', 'golang'] } }, undefined, ['adam']],
    ['by place', { where: { location: 'berlin' } }, undefined, ['zoe']],
    ['by years', { where: { experience: 3 } }, undefined, ['zoe']],
    ['by country, by its code', { where: { country: 'de' } }, undefined, ['zoe']],
    ['by country, by its name', { where: { country: 'India' } }, undefined, ['adam']],
    ['by a place in a country that is named', { where: { location: 'germany' } }, undefined, ['zoe']],
    ['by a language, by its code', { where: { languages: [{ language: 'de' }] } }, undefined, ['adam', 'zoe']],
    ['by a language, by its English name', { where: { languages: [{ language: 'Hindi' }] } }, undefined, ['adam']],
    ['by a level', { where: { languages: [{ language: 'German', level: 'B1' }] } }, undefined, ['zoe']],
    [
      'by a level in words',
      { where: { languages: [{ language: 'English', level: 'b2' }] } },
      undefined,
      ['adam', 'zoe'],
    ],
    ['by native speakers', { where: { languages: [{ language: 'hi', level: 'native' }] } }, undefined, ['adam']],
    ['by two languages', { where: { languages: [{ language: 'en' }, { language: 'hi' }] } }, undefined, ['adam']],
    ['by a language that nobody states', { where: { languages: [{ language: 'fr' }] } }, undefined, []],
    ['by availability', { where: { availability: 'january' } }, undefined, ['zoe']],
    ['by headline', { where: { label: 'data scientist' } }, undefined, ['adam']],
    ['nobody', { tags: ['none'] }, undefined, []],
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
    ['with both', 'title: T\nprofiles: {}\ncandidates: [adam]\n', 'a packet has candidates or profiles, not both'],
    ['that names one twice', 'title: T\ncandidates: [adam, adam]\n', '"adam" is listed twice'],
    ['that names nobody known', 'title: T\ncandidates: [adan]\n', 'there is no profile "adan"'],
    ['without a title', 'candidates: [adam]\n', '"title" is missing'],
  ])('is rejected %s', async (_, yaml, message) => {
    await expect(read(yaml)).rejects.toMatchObject({
      code: 'PACKET_INVALID',
      problems: [expect.objectContaining({ message })],
    });
  });
});
