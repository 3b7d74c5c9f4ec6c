import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../support/paths.js';
import { failureOf, profileOf, read } from './support.js';

const OFFICIAL = packageFolder('@jsonresume/schema');
const FRESH = join(packageFolder('fresh-test-resumes'), 'src', 'jrs');

const load = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

test('reads the official sample unchanged and without warnings', () => {
  const { value, warnings } = read(load(OFFICIAL, 'sample.resume.json'));
  expect(warnings).toEqual([]);
  expect(value.basics).toMatchObject({ name: 'Richard Hendriks', label: 'Programmer' });
  expect(value.work?.[0]).toMatchObject({ name: 'Pied Piper', position: 'CEO/President', endDate: '2014-12-01' });
  expect(value.meta).toMatchObject({ version: 'v1.0.0', canonical: expect.stringContaining('https://') });
});

test.each(readdirSync(join(OFFICIAL, 'examples')))('reads the official example %s', (name) => {
  expect(profileOf(load(join(OFFICIAL, 'examples'), name)).basics?.name).not.toBe('');
});

test.each([
  ['jane-fullstacker.json', 'Jane Q. Fullstacker', 4],
  ['jane-incomplete.json', 'Jane Q. Fullstacker', undefined],
  ['john-doe.json', 'John Doe', 1],
  ['richard-hendriks.json', 'Richard Hendriks', 1],
])('reads %s of fresh-test-resumes', (file, name, jobs) => {
  const profile = profileOf(load(FRESH, file));
  expect(profile.basics?.name).toBe(name);
  expect(profile.work?.length).toBe(jobs);
});

test('rejects the empty document of fresh-test-resumes as empty', () => {
  const error = failureOf(() => read(load(FRESH, 'empty.json')));
  expect([error.code, error.message]).toEqual(['PROFILE_EMPTY', 'every field of the profile is empty']);
});

test('tests every document of fresh-test-resumes', () => {
  expect(readdirSync(FRESH).sort()).toEqual([
    'empty.json',
    'jane-fullstacker.json',
    'jane-incomplete.json',
    'john-doe.json',
    'richard-hendriks.json',
  ]);
});

test('renames fields of JSON Resume 0.x to their 1.x names', () => {
  const { value, warnings } = read(
    JSON.stringify({
      basics: { name: 'Jane', picture: 'jane.png', website: 'https://jane.example.com' },
      work: [{ company: 'Acme', position: 'Engineer', website: 'https://acme.example.com' }],
      volunteer: [{ organization: 'Library', website: 'https://library.example.org' }],
      education: [{ institution: 'College', gpa: 3.5 }],
      publications: [{ name: 'Paper', website: 'https://paper.example.org' }],
    }),
  );
  expect(warnings).toEqual([]);
  expect(value.basics).toMatchObject({ image: 'jane.png', url: 'https://jane.example.com' });
  expect(value.work?.[0]).toMatchObject({ name: 'Acme', url: 'https://acme.example.com' });
  expect(value.volunteer?.[0]?.url).toBe('https://library.example.org');
  expect(value.education?.[0]?.score).toBe('3.5');
  expect(value.publications?.[0]?.url).toBe('https://paper.example.org');
  for (const old of ['picture', 'website', 'company', 'gpa']) expect(JSON.stringify(value)).not.toContain(`"${old}"`);
});

test('prefers the 1.x field if both spellings are present', () => {
  const source =
    '{ "work": [{ "name": "New", "company": "Old", "url": "https://new.example.com", "website": "https://old.example.com" }] }';
  expect(profileOf(source).work?.[0]).toMatchObject({ name: 'New', url: 'https://new.example.com' });
});

test('reads JSON that is indented with tabs', () => {
  const source = JSON.stringify(
    { basics: { name: 'Jane' }, work: [{ name: 'Acme', highlights: ['one'] }] },
    null,
    '\t',
  );
  expect(source).toContain('\n\t\t');
  expect(profileOf(source).work?.[0]).toMatchObject({ name: 'Acme', highlights: [{ text: 'one' }] });
});
