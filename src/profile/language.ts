import { createRequire } from 'node:module';
import type { Problem } from '../errors.js';
import type { SourceDocument } from './document.js';
import { knownKeys, searchedTexts } from './field-walk.js';
import { type Profile, profileSchema } from './schema.js';
import { at, isLocale, quote } from './values.js';

/** Keys that other tools use at the root for the language. */
const languageKeys = () => knownKeys(profileSchema, ['meta'], ({ kind }) => kind === 'locale' || kind === 'language');

/** Moves a language at the root of a document to `meta.locale`, unless `meta` names a language itself. */
export function moveLanguage(document: SourceDocument): { document: SourceDocument; warnings: Problem[] } {
  const meta = at(document.value, 'meta');
  const keys = languageKeys();
  const key = keys.find((name) => typeof at(document.value, name) === 'string');
  const locale = key && String(at(document.value, key)).trim().replaceAll('_', '-');
  if (!key || !locale || !isLocale(locale) || keys.some((name) => at(meta, name) !== undefined))
    return { document, warnings: [] };
  const { [key]: _moved, ...rest } = document.value as Record<string, unknown>;
  const value = { ...rest, meta: { ...(typeof meta === 'object' ? meta : {}), locale } };
  const what = { message: `${quote(locale)} is read as the language of the profile`, hint: 'write it as meta.locale' };
  return {
    document: { ...document, value },
    warnings: [document.problem([key], 'key', { severity: 'warning', ...what })],
  };
}

/** Sets the language of a profile to the one its prose is written in, if it names none. */
export function withLanguage(profile: Profile, document: SourceDocument): { profile: Profile; warnings: Problem[] } {
  if (profile.meta?.locale) return { profile, warnings: [] };
  const locale = guessLanguage(profile);
  if (locale === undefined) return { profile, warnings: [] };
  const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(locale);
  const message = `the profile seems to be written in ${name}: its titles and dates are printed in ${name} too`;
  const hint = `write meta.locale: ${locale}, or meta.locale: en for English`;
  const warning = document.problem([], 'value', { severity: 'warning', message, hint });
  return { profile: { ...profile, meta: { ...profile.meta, locale } }, warnings: [warning] };
}

/** The minimum number of characters of prose for language detection. */
const ENOUGH = 300;

/** The maximum number of characters examined: more do not improve the result. */
const MOST = 3000;

/** The minimum distance of the second language in score, where the first language has a score of 1. */
const MARGIN = 0.1;

/** ISO 639-3 codes of the languages that documents have words for, with their language tags. */
const TAGS: Readonly<Record<string, string>> = {
  arb: 'ar',
  deu: 'de',
  spa: 'es',
  fra: 'fr',
  hin: 'hi',
  ita: 'it',
  jpn: 'ja',
  kor: 'ko',
  nld: 'nl',
  por: 'pt',
  rus: 'ru',
  cmn: 'zh',
};

/** Loads franc only for a text that may not be English: it builds its tables, in 30 ms, as soon as it is loaded. */
const loadFranc = () => createRequire(import.meta.url)('franc-min') as typeof import('franc-min');

/** The commonest words of English prose: 11 to 19 of a hundred words in résumés, against 6 where languages are mixed. */
const ENGLISH = /^(?:the|and|of|with|for|to|by|from)$/i;

/** The minimum share of these words in a text that is taken to be English. */
const ENGLISH_SHARE = 0.08;

function isEnglish(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.filter((word) => ENGLISH.test(word)).length >= words.length * ENGLISH_SHARE;
}

/** Languages that are hard to distinguish from Hindi and rarely used in résumés. */
const NEIGHBOURS = ['mag', 'bho', 'mai'];

/** The library has no data for Hebrew, which has its own script. */
const HEBREW = /\p{Script=Hebrew}/gu;

/** Letters that occur in only one of the two Chinese scripts. */
const [TRADITIONAL, SIMPLIFIED] = [/[這個們來國會學為時對開發與業]/gu, /[这个们来国会学为时对开发与业]/gu];

/**
 * Detects the language (BCP 47) of a profile from its prose. Returns undefined for English, and if the language is
 * uncertain: the prose is shorter than 300 characters, a second language is close, or documents have no words for it.
 */
function guessLanguage(profile: Profile): string | undefined {
  const { meta: _meta, letters: _letters, variants: _variants, ...shown } = profile;
  const prose = searchedTexts(profileSchema, shown).filter(({ role }) => role === 'prose');
  const text = prose
    .map(({ value }) => value)
    .join('\n')
    .slice(0, MOST);
  if (text.length < ENOUGH) return undefined;
  if (isEnglish(text)) return undefined;
  if ((text.match(HEBREW)?.length ?? 0) > text.length / 2) return 'he';
  const [[first, score] = ['', 0], [, next] = ['', 0]] = loadFranc().francAll(text, { ignore: NEIGHBOURS });
  const tag = Object.hasOwn(TAGS, first) ? TAGS[first] : undefined;
  if (tag === undefined || score - next < MARGIN) return undefined;
  if (tag !== 'zh') return tag;
  return (text.match(TRADITIONAL)?.length ?? 0) > (text.match(SIMPLIFIED)?.length ?? 0) ? 'zh-Hant' : 'zh-Hans';
}
