import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { readProfile } from '../../src/profile/read.js';
import { failureOf } from '../profile/support.js';
import { ROOT } from '../support/paths.js';
import { imported, load, profileOf } from './support.js';

const fixture = (name: string) => load(join(ROOT, 'test', 'fixtures', 'import', name));

describe('Reactive Resume 5', () => {
  const result = imported(fixture('reactive-resume-v5.json'));
  const profile = profileOf(result);

  test('gives jobs with periods, addresses and the bullets of their HTML', () => {
    expect(profile.work?.[0]).toMatchObject({
      name: 'Cascade Studios',
      position: 'Senior Game Developer',
      startDate: '2022-03',
      endDate: 'present',
      url: 'https://cascade.example',
      summary: 'Unannounced title.',
      highlights: [{ text: 'Built hit detection for *15* enemy types' }, { text: 'Cut iteration time by 40 %' }],
    });
  });

  test('gives each role at one employer an entry, and the text about the employer to the first', () => {
    expect(profile.work?.slice(1)).toMatchObject([
      {
        name: 'Pixel Forge',
        position: 'Lead',
        startDate: '2018-06',
        endDate: '2022-02',
        summary: 'A studio of forty.',
      },
      { name: 'Pixel Forge', position: 'Junior', eyebrow: 'Summer 2015 - Spring 2018' },
    ]);
    expect(profile.work?.[2]?.summary).toBeUndefined();
  });

  test('leaves out hidden sections and items, and says so', () => {
    expect(result.yaml).not.toMatch(/Not Shown|Secret Referee|Only for me/);
    expect(result.leftOut.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['sections.experience.items[2]', 'sections.references', 'metadata']),
    );
  });

  test('gives custom sections with their titles, and titles that the author changed', () => {
    expect(profile.sections).toMatchObject([
      { title: 'Talks', entries: [{ title: 'Shaders for Everyone', links: [{ label: 'Slides' }] }] },
      { title: 'About me', entries: [{ summary: 'Likes rain.' }] },
    ]);
    expect(profile.meta?.sections).toContainEqual({ id: 'work', title: 'Career' });
    expect(profile.meta?.locale).toBe('en-US');
  });

  test('gives accounts and fields of the header', () => {
    expect(profile.basics).toMatchObject({
      url: 'https://dana.example',
      location: { city: 'Kraków', countryCode: 'PL' },
      profiles: [
        { network: 'GitHub', username: 'dana-k', url: 'https://github.com/dana-k' },
        { username: 'itch.example/dana', url: 'https://itch.example/dana' },
        { username: 'Work permit for the EU' },
      ],
    });
  });
});

describe('Reactive Resume 4', () => {
  const profile = profileOf(imported(fixture('reactive-resume-v4.json')));

  test('has the summary and custom sections among its sections, and other names of fields', () => {
    expect(profile.basics).toMatchObject({ summary: 'Douze ans de chantiers.', label: 'Chef de projet' });
    expect(profile.work).toMatchObject([
      { startDate: '2018-03', endDate: '2024-06', highlights: [{ text: 'Livré 12 écoles' }] },
    ]);
    expect(profile.education).toMatchObject([{ studyType: 'Diplôme', area: 'Génie civil', startDate: '2006' }]);
    expect(profile.languages).toMatchObject([{ language: 'Anglais', fluency: 'C1' }]);
    expect(profile.sections).toMatchObject([{ title: 'Chantiers bénévoles', entries: [{ title: 'Refuge' }] }]);
    expect(profile.meta?.sections).toContainEqual({ id: 'education', title: 'Formation' });
  });
});

test('Reactive Resume 3 has periods of two dates', () => {
  const source = { items: [{ name: 'Acme', position: 'Dev', date: { start: '2021-02-28T00:00:00.000Z', end: '' } }] };
  const profile = profileOf(imported(JSON.stringify({ basics: { name: 'Jo' }, sections: { work: source } })));
  expect(profile.work).toMatchObject([{ name: 'Acme', position: 'Dev', startDate: '2021-02-28' }]);
});

test('a Reactive Resume file is not read as a profile, because of its basics', () => {
  const bytes = new TextEncoder().encode(fixture('reactive-resume-v5.json'));
  expect(formatError(failureOf(() => readProfile(bytes, 'dana.json')))).toContain('dossier import dana.json');
});
