import { expect, test } from 'vitest';
import { dedent, profileOf } from './support.js';

test('keeps numbers as typed', () => {
  const profile = profileOf(dedent`
    basics:
      location: { postalCode: 07001 }
      phone: +1 202-555-0123
    education:
      - { score: 9.10, startDate: 2019, endDate: 2023 }
      - { score: 1e3, endDate: 2023-04-01 }
    skills:
      - { name: C++, keywords: [true, no, 0x1F, .5, 1_000, 12:30, 2023-04-01, 100%] }
  `);
  expect(profile.basics?.location?.postalCode).toBe('07001');
  expect(profile.basics?.phone).toBe('+1 202-555-0123');
  expect(profile.education).toMatchObject([
    { score: '9.10', startDate: '2019', endDate: '2023' },
    { score: '1e3', endDate: '2023-04-01' },
  ]);
  expect(profile.skills?.[0]?.keywords).toEqual(['true', 'no', '0x1F', '.5', '1_000', '12:30', '2023-04-01', '100%']);
});

test('keeps numbers of a JSON file as typed', () => {
  expect(profileOf('{ "education": [{ "score": 3.50, "courses": [101, true] }] }').education).toMatchObject([
    { score: '3.50', courses: ['101', 'true'] },
  ]);
});

test('removes characters that PDF cannot contain or that break words', () => {
  expect(profileOf('basics: { name: "Ja\\u00adne\\ufeff \\u0007Doe\\ud800" }\n').basics?.name).toBe('Jane Doe');
});

test('trims texts and keeps paragraphs of longer texts', () => {
  const profile = profileOf('basics:\n  name: "  Jane "\n  summary: |\n    One.\n\n    Two.\n');
  expect(profile.basics).toMatchObject({ name: 'Jane', summary: 'One.\n\nTwo.' });
});

test('omits empty values, but keeps the position of empty list items', () => {
  const profile = profileOf(
    'basics: { name: Jane, label: }\nskills: [{ keywords: [a, , b] }]\n'.replace(', ,', ', null,'),
  );
  expect(profile.basics?.label).toBeUndefined();
  expect(profile.skills?.[0]?.keywords).toEqual(['a', '', 'b']);
});

test('accepts a boolean written as text', () => {
  const profile = profileOf('basics: { name: x }\nmeta: { sections: [{ id: work, hidden: "true" }] }\n');
  expect(profile.meta?.sections?.[0]?.hidden).toBe(true);
});
