import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier } from '../../../support/cli.js';
import { sharedFolder } from '../../../support/paths.js';
import { stringsOf } from '../../../support/pdf-strings.js';
import { PEOPLE } from './names.js';

/** People whose forms are long enough to search for in bytes. */
const SAMPLE = [
  'Dr. William Quatermain, PhD',
  'José Núñez-Müller',
  'Anna-Lena Schmidt-Rottluff',
  'Søren Kierkegård',
  'Suharsono',
];

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad]/g, '')
    .toLowerCase();
}

test('a packet contains no written form of a name in its decompressed bytes', async () => {
  const folder = await sharedFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  const people = PEOPLE.filter(({ name }) => SAMPLE.includes(name));
  expect(people).toHaveLength(SAMPLE.length);
  const forms = people.flatMap(({ written }) => written.filter((form) => /^[\p{L} .,'’-]{4,}$/u.test(form)));
  for (const [index, { name, written, username }] of people.entries()) {
    const profile = {
      basics: {
        name,
        label: 'Engineer',
        summary: `Known as ${written.join('; ')}.`,
        profiles: username ? [{ username }] : [],
      },
      work: [
        { name: `${written[0]} Works`, position: `Aide to ${written[1]}`, startDate: '2020-01', highlights: written },
      ],
      publications: [{ name: 'On engines', eyebrow: `${written.at(-1)} and C. Babbage` }],
      sections: [{ id: 'more', title: `About ${written[0]}`, entries: [{ title: written[0], highlights: written }] }],
    };
    await writeFile(join(folder, 'profiles', `person-${index}.json`), JSON.stringify(profile));
  }
  const candidates = people.map((_, index) => `person-${index}`);
  await writeFile(
    join(folder, 'profiles', 'packets', 'all.yaml'),
    JSON.stringify({ title: 'All', date: '2026-11-16', blind: true, candidates }),
  );
  const result = await dossier(folder, ['packet', 'all']);
  expect(result.status, result.err).toBe(0);
  const text = plain(await stringsOf(await readFile(join(folder, 'out', 'packets', 'all.blind.pdf'))));
  expect(text).toContain('candidate a');
  expect(forms.length).toBeGreaterThan(30);
  const isLeft = (form: string) => new RegExp(`(?<![\\p{L}\\p{N}])${plain(form)}(?![\\p{L}\\p{N}])`, 'u').test(text);
  expect(forms.filter(isLeft)).toEqual([]);
});
