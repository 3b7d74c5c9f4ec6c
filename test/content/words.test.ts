import { describe, expect, test } from 'vitest';
import { ownWords, WORDS, wordsFor } from '../../src/content/words.js';

/** Every text of a table, by its path. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

/** Plurals differ from language to language. */
const paths = (locale: string) =>
  leaves(WORDS[locale])
    .map(([path]) => path)
    .filter((path) => !path.startsWith('packet.candidates.'))
    .sort();

/** Words that a language shares with English, and marks. */
const SHARED: Record<string, string[]> = {
  de: ['website'],
  fr: ['email', 'sections.publications', 'packet.date', 'packet.criteria.3'],
  it: ['email'],
  nl: ['email', 'website'],
  pt: ['email'],
};
const MARKS = ['comma', 'colon', 'span', 'packet.years', 'packet.months'];

const others = Object.keys(WORDS).filter((locale) => locale !== 'en');

test('at least twelve languages have words of their own', () => {
  expect(others.length).toBeGreaterThanOrEqual(12);
});

describe.each(others)('%s', (locale) => {
  test('has every word, and none is empty', () => {
    expect(paths(locale)).toEqual(paths('en'));
    expect(leaves(WORDS[locale]).filter(([, text]) => text === '')).toEqual([]);
  });

  test('takes no word from English by accident', () => {
    const english = new Map(leaves(WORDS.en));
    const same = leaves(WORDS[locale]).filter(([path, text]) => !MARKS.includes(path) && english.get(path) === text);
    expect(same.map(([path]) => path).sort()).toEqual((SHARED[locale] ?? []).sort());
  });

  test('has a form for each plural of its numbers', () => {
    const rules = new Intl.PluralRules(locale);
    const forms = WORDS[locale]?.packet.candidates ?? { other: '' };
    const needed = new Set(Array.from({ length: 120 }, (_, count) => rules.select(count + 1)));
    expect([...needed].filter((form) => !(form in forms))).toEqual([]);
  });

  test('puts in what the English words put in', () => {
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
])('the words of %s are those of its language', (locale, work) => {
  expect(wordsFor(locale).sections.work).toBe(work);
});

test.each(['sv', 'xx', 'tlh'])('%s has none, and takes English ones', (locale) => {
  expect(ownWords(locale)).toBeUndefined();
  expect(wordsFor(locale).sections.work).toBe('Experience');
});
