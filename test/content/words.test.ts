import { describe, expect, test } from 'vitest';
import { ownWords, WORDS, wordsFor } from '../../src/content/words.js';

/** Every text of a table with its path. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

/** The paths of all texts except plurals, whose forms differ between languages. */
const paths = (locale: string) =>
  leaves(WORDS[locale])
    .map(([path]) => path)
    .filter((path) => !path.startsWith('packet.candidates.'))
    .sort();

/** Words that a language shares with English. */
const SHARED: Record<string, string[]> = {
  de: ['website'],
  fr: ['email', 'sections.publications', 'packet.date', 'packet.page', 'packet.criteria.3'],
  it: ['email'],
  nl: ['email', 'website'],
  pt: ['email'],
};
const MARKS = ['comma', 'colon', 'span', 'packet.years', 'packet.months'];

const others = Object.keys(WORDS).filter((locale) => locale !== 'en');

test('supports at least twelve languages besides English', () => {
  expect(others.length).toBeGreaterThanOrEqual(12);
});

describe.each(others)('%s', (locale) => {
  test('has every word, and none is empty', () => {
    expect(paths(locale)).toEqual(paths('en'));
    expect(leaves(WORDS[locale]).filter(([, text]) => text === '')).toEqual([]);
  });

  test('leaves no word untranslated by accident', () => {
    const english = new Map(leaves(WORDS.en));
    const same = leaves(WORDS[locale]).filter(([path, text]) => !MARKS.includes(path) && english.get(path) === text);
    expect(same.map(([path]) => path).sort()).toEqual((SHARED[locale] ?? []).sort());
  });

  test('has every plural form that its numbers need', () => {
    const rules = new Intl.PluralRules(locale);
    const forms = WORDS[locale]?.packet.candidates ?? { other: '' };
    const needed = new Set(Array.from({ length: 120 }, (_, count) => rules.select(count + 1)));
    expect([...needed].filter((form) => !(form in forms))).toEqual([]);
  });

  test('has the same placeholders as English', () => {
    const slots = (text: string) => (text.match(/\{\w+\}/g) ?? []).join();
    const english = new Map(leaves(WORDS.en));
    const wrong = leaves(WORDS[locale]).filter(
      ([path, text]) => !path.startsWith('packet.candidates.') && slots(text) !== slots(english.get(path) ?? ''),
    );
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['en-GB', 'Experience'],
  ['de-AT', 'Berufserfahrung'],
  ['pt-BR', 'Experiência'],
  ['zh', '工作经历'],
  ['zh-CN', '工作经历'],
  ['zh-TW', '工作經歷'],
  ['zh-Hant-HK', '工作經歷'],
  ['iw', 'ניסיון תעסוקתי'],
  ['ar-u-nu-arab', 'الخبرات'],
])('the words of %s are in its language', (locale, work) => {
  expect(wordsFor(locale).sections.work).toBe(work);
});

test.each(['sv', 'xx', 'tlh'])('falls back to English for %s', (locale) => {
  expect(ownWords(locale)).toBeUndefined();
  expect(wordsFor(locale).sections.work).toBe('Experience');
});
