import { ar } from './words/ar.js';
import { de } from './words/de.js';
import { en } from './words/en.js';
import { es } from './words/es.js';
import { fr } from './words/fr.js';
import { he } from './words/he.js';
import { hi } from './words/hi.js';
import { it } from './words/it.js';
import { ja } from './words/ja.js';
import { ko } from './words/ko.js';
import { nl } from './words/nl.js';
import { pt } from './words/pt.js';
import { ru } from './words/ru.js';
import type { Words } from './words/types.js';
import { zhHans, zhHant } from './words/zh.js';

/** The words of each supported language, by language code, and also by script for Chinese. */
export const WORDS: Readonly<Record<string, Words>> = {
  en,
  de,
  fr,
  es,
  pt,
  it,
  nl,
  ru,
  ar,
  he,
  hi,
  ja,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  ko,
};

/**
 * Returns the words for a language tag (BCP 47): those of its language, whatever its region, or else the English ones.
 */
export function wordsFor(locale: string): Words {
  return ownWords(locale) ?? en;
}

/** Returns the words for a language tag; undefined if its language is not supported. */
export function ownWords(locale: string): Words | undefined {
  // English, the most common language, needs no `Intl.Locale` lookup.
  if (/^en(-|$)/i.test(locale)) return en;
  const { language, script } = new Intl.Locale(locale).maximize();
  return WORDS[language] ?? WORDS[`${language}-${script}`];
}
