import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/paths.js';
import { imported, load, profileOf } from './support.js';

describe('RenderCV', () => {
  const result = imported(load(join(ROOT, 'test', 'fixtures', 'import', 'rendercv.yaml')));
  const profile = profileOf(result);

  test('keeps its header, accounts with addresses, and custom connections', () => {
    expect(profile.basics).toMatchObject({
      label: 'Hydrologist and data engineer',
      location: { city: 'Cluj-Napoca', countryCode: 'RO' },
      phone: '+40-21-555-0100',
      image: 'mirela.png',
    });
    expect(profile.basics?.profiles).toEqual([
      { network: 'E-mail', username: 'antonescu@example.org', url: 'mailto:antonescu@example.org' },
      {
        network: 'LinkedIn',
        username: 'mirela-antonescu-example',
        url: 'https://www.linkedin.com/in/mirela-antonescu-example',
      },
      { network: 'GitHub', username: 'mirela-example', url: 'https://github.com/mirela-example' },
      { network: 'Mastodon', username: '@mirela@social.example.org', url: 'https://social.example.org/@mirela' },
      { network: 'ORCID', username: '0000-0000-0000-0001', url: 'https://orcid.org/0000-0000-0000-0001' },
      { username: 'Book an hour', url: 'https://calendar.example.com/mirela' },
      { username: 'Driving licence B' },
    ]);
  });

  test('keeps its sections in order, with their titles', () => {
    expect(profile.meta?.sections?.map(({ id, title }) => title ?? id)).toEqual([
      'Profile',
      'Experience',
      'Education',
      'Selected publications',
      'Projects',
      'Certifications',
      'talks-given',
      'Technologies',
      'Languages',
      'extracurricular-activities',
      'patents',
      'invited-talks',
      'memberships',
    ]);
  });

  test('numbers numbered lists, counting down in reversed ones', () => {
    expect(profile.sections?.find(({ id }) => id === 'patents')?.text).toMatch(/^1\. Gauge[\s\S]*\n\n2\. Float/);
    expect(profile.sections?.find(({ id }) => id === 'invited-talks')?.text).toMatch(/^2\. Ice[\s\S]*\n\n1\. Cheap/);
  });

  test('leaves missing ends open, and keeps invalid dates as text', () => {
    expect(profile.projects?.[0]).toMatchObject({ startDate: '2020-02', endDate: 'present' });
    expect(profile.work?.[2]).toMatchObject({ eyebrow: 'Summers of 2012 and 2013' });
    expect(result.yaml).toMatch(/# the date cannot be read.*\n +eyebrow: Summers/);
  });

  test('lists unmapped values with both places, and settings of the tool', () => {
    expect(result.placed).toContainEqual({
      where: { file: 'resume.yaml', line: 42, column: 17 },
      path: 'cv.sections.experience[0].budget',
      to: 'work[0].features',
    });
    expect(result.leftOut.map(({ path }) => path)).toEqual([
      'cv.custom_connections[0].fontawesome_icon',
      'cv.custom_connections[1].fontawesome_icon',
      'design',
      'locale',
      'settings',
    ]);
  });

  test('puts unmapped values of a section right after it', () => {
    const source =
      'cv: { name: A, sections: { tips: [{ bullet: b, mood: star }], skills: [{ label: x, details: "[y](https://example.com)", weight: 9 }], jobs: [{ company: X }] } }';
    const { meta, sections } = profileOf(imported(source));
    expect(meta?.sections?.map(({ id }) => id)).toEqual(['tips', 'tips-more', 'skills-2', 'skills-more', 'work']);
    expect(JSON.stringify(sections)).toMatch(/star.*weight.*9/i);
  });

  test('keeps a second section of a kind, and a section of mixed entries, as custom sections', () => {
    const two = profileOf(
      imported(
        'cv: { name: A, sections: { jobs: [{ company: X, position: Y }], more: [{ company: Z, position: W }], odd: [a text, { bullet: b }, 7] } }',
      ),
    );
    expect(two.work).toHaveLength(1);
    expect(two.sections).toMatchObject([
      { id: 'more', entries: [{ title: 'W', subtitle: 'Z' }] },
      {
        id: 'odd',
        entries: [{ features: [{ label: 'Bullet', value: 'b' }] }],
        items: [{ text: 'a text' }, { text: '7' }],
      },
    ]);
  });
});
