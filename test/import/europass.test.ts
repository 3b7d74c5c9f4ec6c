import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { formatError } from '../../src/errors.js';
import { importDocument } from '../../src/import/import.js';
import { readTextTree } from '../../src/import/read-tree.js';
import { failureOf } from '../profile/support.js';
import { ROOT } from '../support/paths.js';
import { missingIn, shownInText } from '../support/values.js';
import { imported, personal, profileOf } from './support.js';

const bytesOf = (name: string) => readFileSync(join(ROOT, 'test', 'fixtures', 'import', name));

/** The parts of dates, codes of countries and languages, and flags, which a profile has in another form. */
const CONVERTED =
  /\.(From|To)\b|locale$|FormattedDateTime$|CountryCode$|Country\.(Code|Label)|CompetencyID|TaxonomyID|DimensionTypeCode|Indicator$|Ongoing$|languageID|schemeName|typeCode$|CountryDialing|DialNumber|ChannelCode|UseCode|Title\.Label$|Type\.Code/;

describe.each(['europass-cedefop.xml', 'europass-portal.xml'])('%s', (name) => {
  const result = importDocument(bytesOf(name), name, { publicContacts: true });

  test('loses no value but those listed as left out', () => {
    const source = JSON.stringify(readTextTree(bytesOf(name), name).value);
    const values = personal(source, result).filter(({ path }) => !CONVERTED.test(path));
    expect(values.length).toBeGreaterThan(20);
    const shown = shownInText(toContent(profileOf(result), 'nobody'));
    expect(missingIn(values, shown).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  test('gives the position of each value in the file', () => {
    const lines = bytesOf(name).toString().split('\n');
    for (const { where, path } of result.placed) {
      const element =
        path
          .replace(/\[\d+\]/g, '')
          .split('.')
          .at(-1) ?? '';
      expect(lines[(where.line ?? 0) - 1]?.slice((where.column ?? 0) - 1)).toMatch(new RegExp(`^<(\\w+:)?${element}`));
    }
    expect(result.placed.length).toBeGreaterThan(0);
  });

  test('leaves out what employers must not ask for', () => {
    expect(result.yaml).not.toMatch(/1980|1990|[Ff]emale|\bmale|aGVsbG8/);
    expect(result.leftOut.some(({ path }) => /Demographics|BirthDate/.test(path))).toBe(true);
  });
});

describe('the document of Cedefop', () => {
  const profile = profileOf(importDocument(bytesOf('europass-cedefop.xml'), 'cv.xml', { publicContacts: true }));

  test('gives jobs and schools with periods, places and bullets', () => {
    expect(profile.work).toMatchObject([
      {
        name: 'Slovo & Co.',
        position: 'Translator and interpreter',
        location: 'Bratislava, Slovakia',
        url: 'https://slovo.example',
        startDate: '2012-09-01',
        endDate: 'present',
        highlights: [{ text: 'Interpreted at 40 hearings' }, { text: 'Trained two colleagues' }],
        features: [{ label: 'Sector', value: 'Language services' }],
      },
      { name: 'Tlač a.s.', startDate: '2009', endDate: '2012-08' },
    ]);
    expect(profile.education).toMatchObject([{ studyType: 'Master of Arts', area: 'Humanities', location: 'Nitra' }]);
  });

  test('gives one level where all agree, and each where they differ', () => {
    expect(profile.languages).toMatchObject([
      { language: 'Slovak', fluency: 'Mother tongue' },
      { language: 'German', fluency: 'C1', keywords: ['Goethe-Zertifikat'] },
      {
        language: 'French',
        fluency: 'Listening B2, reading C1, spoken interaction B1, spoken production B1, writing A2',
      },
    ]);
  });

  test('is the same in JSON, which has no wrapping lists and other dates', () => {
    const source = {
      SkillsPassport: {
        Locale: 'en',
        LearnerInfo: {
          Identification: { PersonName: { FirstName: 'Ada', Surname: 'Byron' } },
          WorkExperience: [
            {
              Period: { From: { Year: 2010, Month: 9, Day: 1 }, Current: true },
              Position: { Label: 'Analyst' },
              Employer: { Name: 'Engine Ltd' },
            },
          ],
          Skills: { Linguistic: { ForeignLanguage: [{ Description: { Label: 'French' }, ProficiencyLevel: {} }] } },
        },
      },
    };
    expect(profileOf(imported(JSON.stringify(source), {}, 'cv.json'))).toMatchObject({
      basics: { name: 'Ada Byron' },
      work: [{ name: 'Engine Ltd', position: 'Analyst', startDate: '2010-09-01', endDate: 'present' }],
      languages: [{ language: 'French' }],
    });
  });
});

test('the document of the portal gives the person, positions, degrees, languages and links', () => {
  expect(profileOf(importDocument(bytesOf('europass-portal.xml'), 'cv.xml', { publicContacts: true }))).toMatchObject({
    basics: {
      name: 'João Ferreira',
      phone: '+351 210000000',
      location: { address: 'Rua Nova 7', city: 'Porto', countryCode: 'PT' },
      profiles: [{ network: 'LinkedIn', url: 'https://linkedin.example/joaof' }],
      summary: 'Engineer of quiet machines.',
    },
    work: [{ name: 'Moinhos Lda', startDate: '2018-01', endDate: 'present', url: 'https://moinhos.example' }],
    education: [{ studyType: 'MSc Mechanical Engineering', score: '16/20', startDate: '2008-09', endDate: '2013-07' }],
    publications: [{ name: 'Silent Gears', releaseDate: '2019', url: 'https://paper.example/gears' }],
    languages: [{ language: 'English' }, { language: 'Portuguese', fluency: 'Mother tongue' }],
    projects: [{ name: 'River turbine', startDate: '2014-03' }],
  });
});

describe('hostile XML', () => {
  const failure = (text: string) => formatError(failureOf(() => imported(text, {}, 'cv.xml')));
  const passport = (inner: string, before = '') =>
    `<?xml version="1.0"?>${before}<SkillsPassport><LearnerInfo>${inner}</LearnerInfo></SkillsPassport>`;

  test('entities of its own are not resolved, neither files nor expansions', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const name = '<Identification><PersonName><FirstName>Eve &b; &f;</FirstName></PersonName></Identification>';
    const { yaml } = imported(passport(name, bomb), {}, 'cv.xml');
    expect(yaml).toContain('name: Eve &b; &f;');
    expect(yaml).not.toMatch(/haha|root:/);
  });

  test('nesting, the number of elements and missing ends have limits and clear errors', () => {
    expect(failure(passport('<a>'.repeat(500)))).toContain('nested more than 40 deep');
    expect(failure(passport('<a/>'.repeat(120_000)))).toContain('more than 100000 values');
    expect(failure('<SkillsPassport><LearnerInfo>')).toContain('<LearnerInfo> is not closed');
    expect(failure('<html><body>Hello</body></html>')).toContain('not a résumé in a known format');
  });

  test('names such as __proto__ are names', () => {
    const inner = '<__proto__><polluted>yes</polluted></__proto__><constructor>x</constructor>';
    imported(passport(`${inner}<Identification><PersonName><FirstName>Eve</FirstName></PersonName></Identification>`));
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
