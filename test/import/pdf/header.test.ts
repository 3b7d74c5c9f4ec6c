import { describe, expect, test } from 'vitest';
import { resumeOf } from '../../../src/import/pdf/read.js';
import { page, profileOf, profileOfText } from './support.js';

const basics = (text: string) => profileOfText(`${text}\n**Experience\nAcme`).basics as Record<string, unknown>;

describe('the header', () => {
  test('has contact details in any order between separators', () => {
    for (const line of [
      'Austin, TX | ada@example.com | (312) 555-0123 | linkedin.com/in/ada',
      '(312) 555-0123 · linkedin.com/in/ada · Austin, TX · ada@example.com',
      'E-Mail: ada@example.com | Phone: (312) 555-0123 | Austin, TX | LinkedIn: linkedin.com/in/ada',
      'ada@example.com\n(312) 555-0123\nAustin, TX\nlinkedin.com/in/ada',
    ])
      expect(basics(line)).toEqual({
        name: 'Ada Example',
        email: 'ada@example.com',
        phone: '(312) 555-0123',
        location: { city: 'Austin', region: 'TX' },
        profiles: [{ network: 'LinkedIn', username: 'ada', url: 'https://linkedin.com/in/ada' }],
      });
  });

  test('has a headline, a street and a summary', () => {
    const text =
      'Senior Engineer\n12 Example Way, Springfield, IL 62701\nBuilds machines for towns that need them, and likes to write about how they work.';
    expect(basics(text)).toMatchObject({
      label: 'Senior Engineer',
      location: { address: '12 Example Way', city: 'Springfield', region: 'IL', postalCode: '62701' },
      summary: 'Builds machines for towns that need them, and likes to write about how they work.',
    });
    expect(basics('Hauptstraße 12, 10115 Berlin')).toMatchObject({
      location: { address: 'Hauptstraße 12', postalCode: '10115', city: 'Berlin' },
    });
  });

  test('has the name that the e-mail address repeats, not the title of the document', () => {
    const sheet = page([
      [50, 60, 'Functional Resume Sample', { size: 24, bold: true }],
      [50, 90, 'Ada Example', { size: 14 }],
      [50, 110, 'ada.example@example.com'],
      [50, 140, 'Experience', { bold: true }],
      [50, 160, 'Acme'],
    ]);
    expect(profileOf(sheet)).toMatchObject({ basics: { name: 'Ada Example' } });
  });

  test('takes addresses from links whose text is only a name', () => {
    const links = [
      { url: 'https://github.com/ada', box: [48, 92, 90, 104] as const },
      { url: 'mailto:ada@example.com', box: [118, 92, 160, 104] as const },
    ];
    const sheet = page(
      [
        [50, 70, 'Ada Example', { size: 20 }],
        [50, 100, 'GitHub'],
        [120, 100, 'E-mail'],
      ],
      { links },
    );
    expect(profileOf(sheet)).toMatchObject({
      basics: {
        email: 'ada@example.com',
        profiles: [{ network: 'GitHub', username: 'ada', url: 'https://github.com/ada' }],
      },
    });
  });

  test('keeps the place of each value on its page', () => {
    const { findings } = resumeOf([
      page([
        [50, 70, 'Ada Example', { size: 20 }],
        [50, 100, 'ada@example.com'],
      ]),
    ]);
    const places = findings.evidence.map(({ key, place }) => [key, place.page, place.box[0], Math.round(place.box[3])]);
    expect(places).toEqual([
      ['email', 1, 50, 103],
      ['name', 1, 50, 75],
    ]);
  });
});
