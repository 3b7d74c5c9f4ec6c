import { expect, test } from 'vitest';
import { type DossierError, formatError, formatProblem } from '../../src/errors.js';
import { overlay } from '../../src/profile/overlay.js';
import { dedent, failureOf, profileOf } from './support.js';

const PROFILE = profileOf(dedent`
  basics:
    name: Jane Doe
    label: Engineer
    location: { city: Springfield, countryCode: US }
    profiles: [{ network: GitHub, username: jane }, { network: Mastodon, username: jane }]
  work: [{ name: Acme }]
`);

function merge(source: string) {
  return overlay(PROFILE, new TextEncoder().encode(source), 'private/jane.yaml');
}

test('merges mappings at every depth, and replaces lists and texts', () => {
  const { value, warnings } = merge(dedent`
    basics:
      label: Principal engineer
      email: jane.doe@example.com
      location: { address: 1 Example Street }
      profiles: [{ network: LinkedIn, username: jane-doe }]
  `);
  expect(warnings).toEqual([]);
  expect(value.basics).toMatchObject({
    name: 'Jane Doe',
    label: 'Principal engineer',
    email: 'jane.doe@example.com',
    location: { address: '1 Example Street', city: 'Springfield', countryCode: 'US' },
  });
  expect(value.basics?.profiles?.map((profile) => profile.network)).toEqual(['LinkedIn']);
  expect(value.work).toEqual(PROFILE.work);
});

test('does not modify the profile', () => {
  merge('basics: { email: jane.doe@example.com }\n');
  expect(PROFILE.basics?.email).toBeUndefined();
});

const SECRET = '202-555-0199';

test.each([
  [
    'a wrong type',
    `basics:\n  phone: [${SECRET}]\n`,
    'private/jane.yaml:2:10: error: "basics.phone" has an invalid value',
  ],
  [
    'a wrong date',
    `work:\n  - endDate: ${SECRET}\n`,
    'private/jane.yaml:2:14: error: "work.0.endDate" has an invalid value',
  ],
  ['a text instead of a group', `basics: ${SECRET}\n`, 'private/jane.yaml:1:9: error: "basics" has an invalid value'],
  ['an unclosed quote', `basics:\n  phone: "${SECRET}\n`, 'private/jane.yaml:3:1: error: this is not valid YAML'],
  [
    'an unquoted colon',
    `basics:\n  address: Street: ${SECRET}\n`,
    'private/jane.yaml:2:12: error: this is not valid YAML',
  ],
  [
    'a reserved YAML character',
    `basics:\n  phone: @${SECRET}\n`,
    'private/jane.yaml:2:10: error: this is not valid YAML',
  ],
  [
    'a value that YAML parses as an alias',
    `basics:\n  phone: *${SECRET}\n`,
    'private/jane.yaml:2:10: error: this is not valid YAML',
  ],
  [
    'an anchor that contains itself',
    `work: &${SECRET}\n  - highlights: *${SECRET}\n`,
    'private/jane.yaml:2:17: error: this anchor contains itself',
  ],
])('reports %s with key and location, but without the value', (_, source, expected) => {
  const error = failureOf(() => merge(source));
  const shown = formatError(error);
  expect(shown.split('\n')[0]).toBe(expected);
  for (const text of [shown, error.message, error.hint, error.stack, JSON.stringify(error.problems)]) {
    expect(text ?? '').not.toContain(SECRET);
  }
});

test.each([
  ['an address', `basics:\n  url: "javascript:${SECRET}"\n`, '2:8: warning: "url" is not an address'],
  ['a date', `work:\n  - endDate: 28 Sep 2023\n    name: ${SECRET}\n`, '2:14: warning: "endDate" is read as a date'],
  ['a name', `skills:\n  - ${SECRET}\n`, '2:5: warning: "skills" is read as the name of an entry'],
  ['a list', `skills:\n  - keywords: ${SECRET}\n`, '2:15: warning: "keywords" is read as a list of one'],
])('warns about %s in another form without its value', (_, source, expected) => {
  const shown = merge(source).warnings.map(formatProblem).join('\n');
  expect(shown).toContain(`private/jane.yaml:${expected}`);
  expect(shown).not.toMatch(new RegExp(`${SECRET}|28 Sep|2023-09`));
});

test('warns about an unknown key without quoting the key or its line', () => {
  const { value, warnings } = merge(`basics:\n  phon: ${SECRET}\n`);
  expect(warnings.map(formatProblem)).toEqual([
    'private/jane.yaml:2:3: warning: unknown key: it is not used\n    did you mean phone?',
  ]);
  expect(value.basics?.phone).toBeUndefined();
});

test.each([
  ['an unknown key', `${SECRET}: x\n`, '1:1: warning: unknown key: it is not used'],
  ['a name with a wrong value', `letters:\n  ${SECRET}: { body: [x] }\n`, '"letters.….body" has an invalid value'],
  ['an invalid name', `letters:\n  "${SECRET}!": { body: x }\n`, '"letters.…" has an invalid value'],
])('does not quote %s', (_, source, expected) => {
  let shown: string;
  try {
    shown = merge(source).warnings.map(formatProblem).join('\n');
  } catch (error) {
    shown = formatError(error as DossierError);
  }
  expect(shown).toContain(expected);
  expect(shown).not.toContain(SECRET);
});

const NAMING = profileOf(dedent`
  basics: { name: Jane Doe }
  work: [{ name: Acme, tags: [backend] }]
  sections: [{ id: talks, title: Talks, entries: [{ title: One }] }]
  variants: { short: { include: [backend], sections: [talks] } }
`);

const mergeNaming = (source: string) =>
  overlay(NAMING, new TextEncoder().encode(source), 'private/jane.yaml', ['classic']);

test.each([
  ['letters: { a: { body: x, variant: short, template: classic } }'],
  ['variants: { long: { extends: short, include: [backend], sections: [talks, work] } }'],
  // The profile's own variant was checked with the profile.
  ['work: [{ name: Other }]\nsections: []'],
])('allows an overlay to refer to names in the profile: %s', (source) => {
  expect(mergeNaming(source).warnings).toEqual([]);
});

test.each([
  ['letters: { a: { body: x, variant: SECRET } }', '1:35: error: "letters.….variant" names an unknown variant'],
  ['letters: { a: { body: x, template: SECRET } }', '"letters.….template" names an unknown template'],
  ['variants: { a: { include: [SECRET] } }', '"variants.….include.0" names a tag that no entry has'],
  ['variants: { a: { exclude: [SECRET] } }', '"variants.….exclude.0" names a tag that no entry has'],
  ['variants: { a: { extends: SECRET } }', '"variants.….extends" names an unknown variant'],
  ['variants: { a: { sections: [SECRET] } }', '"variants.….sections.0" names an unknown section'],
  ['meta: { sections: [SECRET] }', '"meta.sections.0" names an unknown section'],
  ['sections: [{ id: work, title: SECRET, entries: [{ title: x }] }]', '"sections.0.id" is the id of another section'],
])('reports %s with its location, but without the value', (source, expected) => {
  const shown = formatError(failureOf(() => mergeNaming(source.replace('SECRET', 'secret'))));
  expect(shown).toContain('private/jane.yaml:1:');
  expect(shown).toContain(expected);
  expect(shown).not.toContain('secret');
});
