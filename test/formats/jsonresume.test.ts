import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { toJsonResume } from '../../src/formats/jsonresume.js';
import type { Profile } from '../../src/profile/schema.js';
import { dedent, profileOf } from '../profile/support.js';
import { PROFILES, packageFolder } from '../support/paths.js';
import { sample, shipped } from '../template/support.js';

const ajv = new Ajv({ allErrors: true, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(join(packageFolder('@jsonresume/schema'), 'schema.json'), 'utf8')) as object,
);

function complaints(profile: Profile): string[] {
  // Converted to JSON and back, which removes undefined values.
  validate(JSON.parse(JSON.stringify(toJsonResume(profile))));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

test.each(PROFILES)('writes %s as the official schema requires', (slug) => {
  expect(complaints(shipped(slug))).toEqual([]);
});

test('writes the official sample as the official schema requires', () => {
  expect(complaints(sample())).toEqual([]);
});

test('the schema rejects the open ends and tagged bullets of a profile', () => {
  validate({ work: [{ endDate: 'present', highlights: [{ text: 'x', tags: ['a'] }] }] });
  expect(validate.errors?.map((error) => error.instancePath)).toEqual(['/work/0/endDate', '/work/0/highlights/0']);
});

test('the official sample keeps its content when it is written and read again', () => {
  const again = profileOf(JSON.stringify(toJsonResume(sample())));
  expect(toContent(again, 'x')).toEqual(toContent(sample(), 'x'));
});

test.each(PROFILES)('%s keeps its content when it is written and read again', (slug) => {
  const profile = shipped(slug);
  const again = profileOf(JSON.stringify(toJsonResume(profile)));
  expect(toContent(again, 'x')).toEqual(toContent(profile, 'x'));
});

const PROFILE = profileOf(dedent`
  $schema: ./profile.schema.json
  basics: { name: Jane, label: "", metrics: [{ value: 10K+ }] }
  work:
    - name: Acme
      startDate: 2023
      endDate: present
      highlights: [plain, { text: tagged, tags: [backend] }, ""]
      engagements: [{ name: Client, endDate: present, highlights: [{ text: inner, tags: [a] }] }]
      tags: [backend]
  education: [{ institution: College, score: 9.10 }]
  sections: [{ id: talks, title: Talks, items: [{ text: one, tags: [a] }] }]
  variants: { backend: { include: [backend] } }
`);

test('removes open ends, tags, variants and empty texts, and turns bullets into text', () => {
  expect(JSON.parse(JSON.stringify(toJsonResume(PROFILE)))).toEqual({
    $schema: expect.stringContaining('jsonresume/resume-schema/v1.0.0'),
    basics: { name: 'Jane', metrics: [{ value: '10K+' }] },
    work: [
      {
        name: 'Acme',
        startDate: '2023',
        highlights: ['plain', 'tagged'],
        engagements: [{ name: 'Client', endDate: 'present', highlights: ['inner'] }],
      },
    ],
    education: [{ institution: 'College', score: '9.10' }],
    sections: [{ id: 'talks', title: 'Talks', items: ['one'] }],
  });
});

test('keeps ongoing entries when written and read again, also in projects and custom sections', () => {
  const source = dedent`
    work: [{ name: Acme, startDate: 2023, endDate: present }]
    projects: [{ name: Store, startDate: 2021, endDate: present }, { name: Log, startDate: 2020 }]
    sections: [{ id: clubs, title: Clubs, entries: [{ title: Rowing, startDate: 2019, endDate: present }] }]
  `;
  const json = JSON.stringify(toJsonResume(profileOf(source)));
  expect(complaints(profileOf(source))).toEqual([]);
  expect(json).toContain('"ongoing":true');
  expect(toContent(profileOf(json), 'x')).toEqual(toContent(profileOf(source), 'x'));
});

test('names the official schema, whatever schema the profile names', () => {
  expect(Object.entries(toJsonResume(PROFILE))[0]).toEqual([
    '$schema',
    'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json',
  ]);
});

test('does not modify the profile', () => {
  const before = structuredClone(PROFILE);
  toJsonResume(PROFILE);
  expect(PROFILE).toEqual(before);
});
