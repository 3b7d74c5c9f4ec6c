import { describe, expect, test } from 'vitest';
import { page, profileOf } from './support.js';

describe('the header', () => {
  const basicsOf = (...lines: string[]) =>
    profileOf(
      page([
        [50, 60, 'Ada Example', { size: 20, bold: true }],
        ...lines.map((text, index) => [50, 82 + index * 14, text] as const),
      ]),
    ).basics;

  test('gives the line under the headline, the availability and key figures', () => {
    expect(
      basicsOf(
        'Data Engineer',
        'Pipelines that do not wake anybody',
        'ada@example.com · +1 415 555 0134',
        'Open to offers',
        '99.9 % uptime · 12 years of experience',
      ),
    ).toMatchObject({
      label: 'Data Engineer',
      tagline: 'Pipelines that do not wake anybody',
      availability: 'Open to offers',
      metrics: [{ value: '99.9 % uptime' }, { value: '12 years of experience' }],
    });
  });

  test('gives numbers above their labels as key figures', () => {
    const tiles = page([
      [50, 60, 'Ada Example', { size: 20, bold: true }],
      [50, 82, 'Data Engineer'],
      [50, 110, '99.9 %', { size: 14, bold: true }],
      [200, 110, '12 years', { size: 14, bold: true }],
      [50, 123, 'of all days'],
      [200, 123, 'of experience'],
      [50, 150, 'Experience', { size: 14, bold: true }],
      [50, 170, 'Engineer, Acme Ltd', { bold: true }],
      [450, 170, '2019 – Present'],
    ]);
    expect(profileOf(tiles).basics).toMatchObject({
      metrics: [
        { value: '99.9 %', label: 'of all days' },
        { value: '12 years', label: 'of experience' },
      ],
    });
  });

  test('takes a name beside contact details for the place', () => {
    expect(basicsOf('Data Engineer', 'Norrvik, Sverige · ada@example.com')).toMatchObject({
      location: { city: 'Norrvik' },
    });
  });

  test('joins a name and an address that are broken', () => {
    const broken = page(
      [
        [50, 60, 'Maximiliana Bernadette', { size: 20, bold: true }],
        [50, 82, 'Featherstone-', { size: 20, bold: true }],
        [50, 104, 'Cholmondeley', { size: 20, bold: true }],
        [50, 126, 'maximiliana@mail.example-'],
        [50, 138, 'names.example.com'],
      ],
      {
        links: [
          { url: 'mailto:maximiliana@mail.example-names.example.com', box: [50, 116, 180, 128] },
          { url: 'mailto:maximiliana@mail.example-names.example.com', box: [50, 128, 135, 140] },
        ],
      },
    );
    expect(profileOf(broken)).toMatchObject({
      basics: {
        name: 'Maximiliana Bernadette Featherstone-Cholmondeley',
        email: 'maximiliana@mail.example-names.example.com',
      },
    });
    expect(profileOf(broken).sections).toBeUndefined();
  });
});
