import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FontChoice, FontLibrary } from '../../src/template/fonts.js';
import { allScriptPackages, familyOf, packagesFor } from '../../src/template/scripts.js';
import { TemplateStore } from '../../src/template/store.js';
import { packageFolder, ROOT } from '../support/paths.js';
import { fonts } from './support.js';

const store = new TemplateStore([join(ROOT, 'templates')]);
const own = async () => (await store.get('classic')).template.options.fonts;

/** A font library without the optional packages: only those that are installed with Dossier. */
const bare = new FontLibrary((name) => {
  if (allScriptPackages().includes(name)) throw new Error(`Cannot find module '${name}/unicode.json'`);
  return packageFolder(name);
});

async function familiesFor(text: string, choice: FontChoice = {}): Promise<string[]> {
  return (await fonts.cssFor(await own(), text, '', choice)).fallbacks;
}

test.each([
  ['ليلى', 'ar', '@fontsource/vazirmatn'],
  ['נועה', 'he', '@fontsource/noto-sans-hebrew'],
  ['अनन्या', 'hi', '@fontsource/noto-sans-devanagari'],
  ['高橋', 'ja', '@fontsource/noto-sans-jp'],
  ['かな', 'en', '@fontsource/noto-sans-jp'],
  ['서연', 'ko', '@fontsource/noto-sans-kr'],
  ['서연', 'en', '@fontsource/noto-sans-kr'],
  ['林', 'zh', '@fontsource/noto-sans-sc'],
  ['林', 'zh-TW', '@fontsource/noto-sans-tc'],
  ['林', 'zh-Hant', '@fontsource/noto-sans-tc'],
  ['林', 'en', '@fontsource/noto-sans-sc'],
  ['林', 'ko', '@fontsource/noto-sans-kr'],
  ['กานต์', 'th', '@fontsource/noto-sans-thai'],
])('prints the text %s in the language %s with the font %s', (text, locale, name) => {
  const groups = packagesFor(
    [...text].map((character) => character.codePointAt(0) ?? 0),
    locale,
    'sans',
  );
  expect(groups.map(({ packages }) => packages[0])).toEqual([name]);
});

test('prefers a serif font for a serif template', () => {
  expect(packagesFor([0x05d0], 'he', 'serif')[0]?.packages).toEqual([
    '@fontsource/noto-serif-hebrew',
    '@fontsource/noto-sans-hebrew',
    '@fontsource/open-sans',
  ]);
  expect(packagesFor([0x0627], 'ar', 'serif')[0]?.packages).toEqual(['@fontsource/vazirmatn']);
});

test('assigns combining and shared marks to the script of the text', () => {
  // A danda is shared by ten Indic scripts; a fatha belongs to no single script.
  const [bengali, ...others] = packagesFor([0x0995, 0x0964], 'bn', 'sans');
  expect([bengali?.packages[0], others]).toEqual(['@fontsource/noto-sans-bengali', []]);
  expect(packagesFor([0x0628, 0x064e], 'ar', 'sans')).toHaveLength(1);
});

test('derives a font family name from the package name', () => {
  expect(familyOf('@fontsource/noto-sans-jp')).toBe('Noto Sans JP');
  expect(familyOf('@fontsource/vazirmatn')).toBe('Vazirmatn');
});

describe('embedded fonts', () => {
  test('include no other scripts for a Latin text, regardless of installed packages', async () => {
    const text = 'Jane Doe, 10 – 12 • a·b → “c”';
    const [all, few] = await Promise.all([fonts.cssFor(await own(), text, ''), bare.cssFor(await own(), text, '')]);
    expect(all).toEqual(few);
  });

  test('include each script under its own family, in two weights without italics', async () => {
    const { css, fallbacks, missing } = await fonts.cssFor(await own(), 'Jane ليلى', '', { locale: 'ar' });
    expect([fallbacks, missing]).toEqual([['Vazirmatn'], []]);
    const faces = [...css.matchAll(/font-family:"Vazirmatn";font-style:(\w+);font-weight:([\d ]+)/g)];
    expect(faces.map(([, style, weight]) => [style, weight])).toEqual([
      ['normal', '100 500'],
      ['normal', '501 900'],
    ]);
  });

  test('include only the needed subsets of a font with thousands of characters', async () => {
    const count = async (text: string) => (await fonts.cssFor(await own(), text, '', { locale: 'ja' })).css.length;
    const [one, two, all] = [await count('高'), await count('高橋美咲'), 2e6];
    expect(one).toBeLessThan(two);
    expect(two).toBeLessThan(all);
  });

  test('depend on the language for Chinese and Japanese characters', async () => {
    expect(await familiesFor('直', { locale: 'ja' })).toEqual(['Noto Sans JP']);
    expect(await familiesFor('直', { locale: 'zh' })).toEqual(['Noto Sans SC']);
    expect(await familiesFor('直', { locale: 'ko' })).toEqual(['Noto Sans KR']);
  });

  test('use wide quotes and dashes in Chinese texts, and narrow ones in other texts', async () => {
    const chinese = (await fonts.cssFor(await own(), '“好”', '', { locale: 'zh' })).css;
    const [latin = ''] = /font-family:"Source Serif 4".*?unicode-range:([^}]*)/.exec(chinese)?.slice(1) ?? [];
    expect(latin).toContain('U+2000-2013,U+2015-2017,U+201A-201B,U+201E-2025,U+2027-206F');
    const english = (await fonts.cssFor(await own(), '“好”', '', { locale: 'en' })).css;
    expect(english).toContain('U+2000-206F');
  });

  test('include the full-width forms and circled numbers in East Asian texts', async () => {
    expect((await fonts.cssFor(await own(), '（株）：①', '', { locale: 'ja' })).missing).toEqual([]);
  });
});

describe('without an installed package', () => {
  test.each([
    ['ليلى', 'ar', '@fontsource/vazirmatn'],
    ['अ', 'hi', '@fontsource/noto-serif-devanagari'],
    ['高', 'ja', '@fontsource/noto-serif-jp'],
    ['林', 'zh-Hant', '@fontsource/noto-serif-tc'],
  ])('%s is reported with the package to install', async (text, locale, name) => {
    const { missing } = await bare.cssFor(await own(), text, '', { locale, genre: 'serif' });
    expect(new Set(missing.map((glyph) => glyph.package))).toEqual(new Set([name]));
    expect(missing.map(({ character }) => character).sort()).toEqual([...new Set(text)].sort());
  });

  test('Chinese characters are not replaced by those of another region', async () => {
    // The traditional Chinese package is not installed for tests; the simplified Chinese one is.
    const { missing } = await fonts.cssFor(await own(), '林', '', { locale: 'zh-TW' });
    expect(missing).toEqual([{ character: '林', package: '@fontsource/noto-sans-tc' }]);
    expect(await familiesFor('林', { locale: 'de' })).toHaveLength(1);
  });

  test('quotes keep the font of the template', async () => {
    expect((await bare.cssFor(await own(), 'a “b” …', '', { locale: 'zh' })).missing).toEqual([]);
  });

  test('Hebrew is printed with a bundled font', async () => {
    const { missing, fallbacks } = await bare.cssFor(await own(), 'נועה', '', { locale: 'he' });
    expect([missing, fallbacks]).toEqual([[], ['Open Sans']]);
  });
});
