import { describe, expect, test } from 'vitest';
import { blindCandidates } from '../../../src/packet/blind/candidates.js';
import { compactOf, createRedactor } from '../../../src/packet/blind/redactor.js';
import { readProfile } from '../../../src/profile/read.js';
import { PEOPLE } from './corpus/names.js';

const profileOf = (source: object) =>
  readProfile(new TextEncoder().encode(JSON.stringify(source)), 'person.json').value;
const OPTIONS = { alias: 'Candidate A', words: [], employers: false, schools: false };
const redactorOf = (basics: object) => createRedactor(profileOf({ basics }), OPTIONS);

describe('redactText', () => {
  const jane = redactorOf({ name: 'Jane Doe', phone: '+1 202-555-0123', email: 'info@doe.example' });

  test.each([
    ['**Jane D**oe wrote it', '**Candidate A** wrote it'],
    ['**by Jane** Doe *and* others', '**by Candidate A** *and* others'],
    ['__Jane__ Doe', '__Candidate A__'],
    ['[Jane](https://x.example) Doe', 'Candidate A'],
    ["Jane Doe's and Doe’s", "Candidate A's and Candidate A’s"],
    ['jane-doe-cv.pdf', '…-cv.pdf'],
    ['Doe, J. and Babbage, C.', 'Candidate A and Babbage, C.'],
    ['Call (202) 555-0123 or 202.555.0123 or <tel:+12025550123>.', 'Call … or … or <…>.'],
    ['See https://jane.example/x, or mail jane@a.example.', 'See …, or mail ….'],
    ['x[1](y) stays', 'x[1](y) stays'],
  ])('leaves a readable text: %j', (text, expected) => {
    expect(jane.redactText(text)).toBe(expected);
  });

  test('keeps the rest of the name of an organization', () => {
    expect(jane.redactText('Doe Consulting', 'organization')).toBe('… Consulting');
    expect(jane.redactText('Jane Doe Ltd', 'organization')).toBe('Candidate A Ltd');
  });

  test('does not change a neutral field, and empties an identifying one', () => {
    expect(jane.redactText('jane-doe', 'neutral')).toBe('jane-doe');
    expect(jane.redactText('Portrait', 'identifying')).toBe('');
  });

  test('agrees with matches', () => {
    expect(jane.matches('By J. Doe')).toBe(true);
    expect(jane.matches('By others')).toBe(false);
  });
});

test('replaces a name together with its particles, titles and suffix', () => {
  const text = (name: string, written: string) => redactorOf({ name }).redactText(written);
  expect(text('Khalid al-Rashid', 'K. al-Rashid and alrashid')).toBe('Candidate A and Candidate A');
  expect(text('John Smith Jr.', 'John Smith Jr. led')).toBe('Candidate A led');
  expect(text('Ana López-Ibor (she/her)', 'she/her pronouns; A. M. López Ibor')).toMatch(/^she\/her pronouns; /);
});

test("uses a candidate's alias in other candidates' profiles too", async () => {
  const candidates = [
    { slug: 'ada', profile: profileOf({ basics: { name: 'Ada Lovelace', summary: 'Worked with Charles Babbage.' } }) },
    { slug: 'charles', profile: profileOf({ basics: { name: 'Charles Babbage', summary: 'Taught A. Lovelace.' } }) },
  ];
  const blinding = {
    words: [],
    employers: false,
    schools: false,
    seed: 'a-seed-of-a-test-run',
    earlier: {},
    called: 'Candidate {letter}',
  };
  const { candidates: blind } = await blindCandidates(candidates, blinding);
  const alias = (origin: string) => blind.find((each) => each.origin === origin)?.alias;
  const summary = (origin: string) => blind.find((each) => each.origin === origin)?.profile.basics?.summary;
  expect(summary('ada')).toBe(`Worked with ${alias('charles')}.`);
  expect(summary('charles')).toBe(`Taught ${alias('ada')}.`);
});

test("removes another candidate's handles, addresses and numbers from a profile", async () => {
  const bob = {
    name: 'Robert Tables',
    url: 'https://night-owl.dev',
    phone: '+1 202-555-0147',
    profiles: [{ username: 'night-owl' }, { username: 'codeWizard' }],
  };
  const said = 'Forked night-owl/tool and codeWizard, read night-owl.dev, and called (202) 555-0147.';
  const { candidates } = await blindCandidates(
    [
      { slug: 'ada', profile: profileOf({ basics: { name: 'Ada Lovelace', summary: said } }) },
      { slug: 'bob', profile: profileOf({ basics: bob }) },
    ],
    { words: [], employers: false, schools: false, seed: 'a-seed-of-a-test-run', earlier: {}, called: '{letter}' },
  );
  const summary = candidates.find(({ origin }) => origin === 'ada')?.profile.basics?.summary;
  expect(summary).not.toMatch(/night|owl|wizard|0147/i);
  expect(summary).toMatch(/^Forked .* and .*, read .*, and called .*\.$/);
});

test('mayMatch is true for every text from which something would be removed', () => {
  let removed = 0;
  for (const { name, written, handles = [], username, url, email, locale, country } of PEOPLE) {
    const profiles = username || url ? [{ username, url }] : [];
    const location = country ? { countryCode: country } : undefined;
    const profile = profileOf({ basics: { name, email, location, profiles }, meta: locale ? { locale } : undefined });
    const redactor = createRedactor(profile, OPTIONS);
    const forms = [...written, ...handles, ...written.map((form) => form.replace(/ /g, '**&#8203;-'))];
    for (const text of forms.map((form) => `Built by ${form} and @${form}.`)) {
      if (!redactor.matches(text)) continue;
      removed++;
      expect(redactor.mayMatch(compactOf(text)), text).toBe(true);
    }
  }
  expect(removed).toBeGreaterThan(500);
});

test('keeps an allowed phrase unless it is the name itself', () => {
  const profile = profileOf({ basics: { name: 'Ana Cruz' } });
  const redactor = createRedactor(profile, { ...OPTIONS, allow: ['Cruz Roja', 'Ana Cruz'] });
  expect(redactor.redactText('Ana Cruz at Cruz Roja')).toBe('Candidate A at Cruz Roja');
});

test.each([
  'quillfeather-j',
  'Quillfeather-J',
  'quillfeather_j',
  'quillfeather.j',
  'Quillfeather.j',
  'jane-q',
  'jane.q',
])('removes every part of the name from %s', (handle) => {
  const redactor = createRedactor(profileOf({ basics: { name: 'Jane Quillfeather' } }), OPTIONS);
  expect(redactor.redactText(`Maintains ${handle} on the side.`)).not.toMatch(/quillfeather|jane/i);
});

test.each([
  ['ORCID 0000-0002-1825-0097', 'ORCID …'],
  ['ORCID 0000000218250097', 'ORCID …'],
  ['ORCID 0000 0002 1825 0097', 'ORCID …'],
  ['call ０２０ ７９４６ ０１２３', 'call …'],
  ['call ＋４４（０）２０－７９４６－０１２３', 'call …'],
  ['call 7946 0123 today', 'call … today'],
  ['lives in St James Square', 'lives in …'],
  ['at SW1Y 4JU or SW1Y4JU', 'at … or …'],
  ['2019-01-05 – 2020-03, 4410 of 7946 users in London', '2019-01-05 – 2020-03, 4410 of 7946 users in London'],
])('removes numbers and places of the person: %j', (text, expected) => {
  const redactor = redactorOf({
    name: 'Ada Byron',
    phone: '+44 20 7946 0123',
    location: { countryCode: 'GB', address: '12 St James Square, London', postalCode: 'SW1Y 4JU', city: 'London' },
    profiles: [{ url: 'https://orcid.org/0000-0002-1825-0097' }],
  });
  expect(redactor.redactText(text)).toBe(expected);
});
