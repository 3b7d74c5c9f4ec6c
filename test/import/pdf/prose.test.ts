import { describe, expect, test } from 'vitest';
import { type Mark, page, profileOf } from './support.js';

describe('prose', () => {
  const bulletOf = (marks: readonly Mark[], links: { url: string; box: [number, number, number, number] }[] = []) => {
    const { work } = profileOf(
      page(
        [
          [50, 60, 'Ada Example', { size: 20, bold: true }],
          [50, 100, 'Experience', { size: 14, bold: true }],
          [50, 120, 'Engineer, Acme Ltd', { bold: true }],
          [450, 120, '2019 – 2021'],
          ...marks,
        ],
        { links },
      ),
    ) as { work: { highlights: string[] }[] };
    return work[0]?.highlights;
  };

  test('keeps bold words', () => {
    const marks: Mark[] = [
      [60, 134, '• Cut costs by'],
      [132.5, 134, '40 percent', { bold: true }],
      [185, 134, 'in one year'],
    ];
    expect(bulletOf(marks)).toEqual(['Cut costs by **40 percent** in one year']);
  });

  test('does not mark a text that is bold as a whole', () => {
    expect(bulletOf([[60, 134, '• Cut costs by half', { bold: true }]])).toEqual(['Cut costs by half']);
  });

  test('keeps the addresses of links, also of one that is broken', () => {
    const marks: Mark[] = [
      [60, 134, '• Wrote the guide to reviews with the team and published the whole of the style'],
      [70, 146, 'guide for everybody.'],
    ];
    const url = 'https://acme.example/guide';
    expect(
      bulletOf(marks, [
        { url, box: [435, 124, 461, 136] },
        { url, box: [70, 136, 95, 148] },
      ]),
    ).toEqual([
      `Wrote the guide to reviews with the team and published the whole of the [style guide](${url}) for everybody.`,
    ]);
  });

  test('leaves an address that is printed as it is', () => {
    const marks: Mark[] = [[60, 134, '• See acme.example/guide for more']];
    expect(bulletOf(marks, [{ url: 'https://acme.example/guide', box: [90, 124, 180, 136] }])).toEqual([
      'See acme.example/guide for more',
    ]);
  });

  test('escapes characters that would be formatting', () => {
    expect(bulletOf([[60, 134, '• Ported snake_case and *args to Rust']])).toEqual([
      'Ported snake_case and \\*args to Rust',
    ]);
  });
});
