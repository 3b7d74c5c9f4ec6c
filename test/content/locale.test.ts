import { expect, test } from 'vitest';
import { countryName, directionOf, joinPlace, languageName } from '../../src/content/locale.js';
import { toMarkdown } from '../../src/formats/markdown.js';
import { toText } from '../../src/formats/text.js';
import { paperFor } from '../../src/template/page.js';
import { contentOf, dedent } from './support.js';

test.each([
  ['en', 'ltr'],
  ['ar', 'rtl'],
  ['he-IL', 'rtl'],
  ['fa', 'rtl'],
  ['ur', 'rtl'],
  ['az-Arab', 'rtl'],
  ['ar-Latn', 'ltr'],
  ['ja', 'ltr'],
])('%s is written %s', (locale, direction) => {
  expect(directionOf(locale)).toBe(direction);
});

test('names countries and languages in the language of the résumé', () => {
  expect(countryName('DE', 'fr')).toBe('Allemagne');
  expect(countryName('eg', 'ar')).toBe('مصر');
  expect(countryName('Atlantis', 'fr')).toBe('Atlantis');
  expect(countryName('ZZ', 'xx')).toBe('Unknown Region');
  expect(languageName('en', 'es')).toBe('Inglés');
  expect(languageName('pt-BR', 'de')).toBe('Portugiesisch (Brasilien)');
  // An unknown code is printed as the author wrote it.
  expect(languageName('Deutsch', 'fr')).toBe('Deutsch');
  expect(languageName('qqq', 'fr')).toBe('qqq');
});

test('orders the parts of a place as the language does', () => {
  expect(joinPlace(['渋谷区', '東京都', '日本'], 'ja', '、')).toBe('日本 東京都 渋谷区');
  expect(joinPlace(['Berlin', 'Berlin', 'Deutschland'], 'de', ', ')).toBe('Berlin, Deutschland');
});

test.each([
  ['letter', 'en-US'],
  ['letter', 'en'],
  ['letter', 'en-CA'],
  ['letter', 'es-MX'],
  ['letter', 'es-CL'],
  ['letter', 'fil'],
  ['a4', 'en-GB'],
  ['a4', 'es'],
  ['a4', 'pt-BR'],
  ['a4', 'ja'],
])('uses %s paper for %s', (paper, locale) => {
  expect(paperFor(undefined, locale, { paper: paper === 'a4' ? 'letter' : 'a4' })).toBe(paper);
});

test('prefers the paper of the profile, and without a language the paper of the template', () => {
  expect(paperFor('a4', 'en-US', { paper: 'letter' })).toBe('a4');
  expect(paperFor(undefined, undefined, { paper: 'letter' })).toBe('letter');
});

const SKILLS = dedent`
  basics: { name: X }
  work: [{ name: N, position: P, startDate: 2020-04 }]
  education: [{ studyType: A, area: B, endDate: 2020 }]
  skills: [{ name: S, keywords: [a, b] }]
`;

test.each([
  ['en', 'S: a, b', 'A, B', 'Apr 2020 – Present', '## Experience'],
  ['de', 'S: a, b', 'A, B', 'Apr. 2020 – heute', '## Berufserfahrung'],
  ['fr', 'S\u00A0: a, b', 'A, B', 'avr. 2020 – aujourd’hui', '## Expérience professionnelle'],
  ['ja', 'S：a、b', 'A、B', '2020年4月 〜 現在', '## 職務経歴'],
  ['ar', 'S: a، b', 'A، B', 'أبريل 2020 – حتى الآن', '## الخبرات'],
])('uses the punctuation and words of %s', (locale, skills, degree, dates, heading) => {
  const content = contentOf(`${SKILLS}\nmeta: { locale: ${locale} }\n`);
  const text = toText(content);
  expect(text.split('\n')).toEqual(expect.arrayContaining([skills, degree, expect.stringContaining(dates)]));
  expect(toMarkdown(content)).toContain(heading);
});
