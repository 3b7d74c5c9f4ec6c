import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { wordsFor } from '../../src/content/words.js';
import { glance } from '../../src/packet/comparison.js';
import { readProfile } from '../../src/profile/read.js';

const NOVEMBER = { year: 2026, month: 11 };

function candidate(index: number) {
  const yaml = `basics: { name: Person ${index} }\nskills: [{ keywords: [Rust] }]\nwork: [{ name: X, position: Y, startDate: 2020-01, endDate: 2021-0${(index % 9) + 1} }]\n`;
  const profile = readProfile(new TextEncoder().encode(yaml), 'x.yaml').value;
  return { name: `Person ${index}`, link: `part:p${index}`, profile, content: toContent(profile, 'x') };
}

test('splits the comparison into tables of at most twenty candidates, in order', () => {
  const { tables, skills } = glance(
    Array.from({ length: 45 }, (_, index) => candidate(index)),
    NOVEMBER,
    '',
    wordsFor('en'),
  );
  expect(tables.map((table) => table.length)).toEqual([20, 20, 5]);
  expect(tables.flat().map((row) => row.name)).toEqual(Array.from({ length: 45 }, (_, index) => `Person ${index}`));
  expect(skills).toEqual(['Rust']);
});

test('omits a column that is empty for all candidates', () => {
  const { columns } = glance([candidate(1), candidate(2)], NOVEMBER, '', wordsFor('en'));
  expect(columns).toEqual({ experience: true, role: true, location: false, languages: false });
});
