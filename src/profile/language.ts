import { francAll } from 'franc-min';
import type { Problem } from '../errors.js';
import type { SourceDocument } from './document.js';
import { knownKeys, searchedTexts } from './field-walk.js';
import { type Profile, profileSchema } from './schema.js';
import { at, isLocale, quote } from './values.js';

/** Keys at the root by which other tools name the language. */
const languageKeys = () => knownKeys(profileSchema, ['meta'], ({ kind }) => kind === 'locale' || kind === 'language');

/** A document in which a language at the root stands in meta.locale, unless meta names a language itself. */
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

/** A profile with the language that its prose is written in, where it names none. */
export function withLanguage(profile: Profile, document: SourceDocument): { profile: Profile; warnings: Problem[] } {
  if (profile.meta?.locale) return { profile, warnings: [] };
  const locale = guessLanguage(profile);
  if (locale === undefined) return { profile, warnings: [] };
  const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(locale);
  const message = `the profile seems to be written in ${name}: its titles and dates are set in ${name} too`;
  const hint = `write meta.locale: ${locale}, or meta.locale: en to have them in English`;
  const warning = document.problem([], 'value', { severity: 'warning', message, hint });
  return { profile: { ...profile, meta: { ...profile.meta, locale } }, warnings: [warning] };
}

/** Characters of prose from which a language can be told. */
const ENOUGH = 300;

/** Characters that are looked at: more of them do not make the guess better. */
const MOST = 3000;

/** How far the next language must be behind, where the first one counts 1. */
const MARGIN = 0.1;

/** ISO 639-3 codes of the languages that documents have words for, and the language tags for them. */
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

/** Languages that are hard to tell from Hindi, and that few résumés are written in. */
const NEIGHBOURS = ['mag', 'bho', 'mai'];

/** The library has no data of Hebrew, which has a script of its own. */
const HEBREW = /\p{Script=Hebrew}/gu;

/** Letters that only one of the two Chinese scripts has. */
const [TRADITIONAL, SIMPLIFIED] = [/[這個們來國會學為時對開發與業]/gu, /[这个们来国会学为时对开发与业]/gu];

/**
 * The language (BCP 47) in which a profile is written, from its prose. Undefined if it is English or cannot be told: if
 * the prose is shorter than 300 characters, if a second language is close, or if documents have no words for it.
 */
function guessLanguage(profile: Profile): string | undefined {
  const { meta: _meta, letters: _letters, variants: _variants, ...shown } = profile;
  const prose = searchedTexts(profileSchema, shown).filter(({ role }) => role === 'prose');
  const text = prose
    .map(({ value }) => value)
    .join('\n')
    .slice(0, MOST);
  if (text.length < ENOUGH) return undefined;
  if ((text.match(HEBREW)?.length ?? 0) > text.length / 2) return 'he';
  const [[first, score] = ['', 0], [, next] = ['', 0]] = francAll(text, { ignore: NEIGHBOURS });
  const tag = Object.hasOwn(TAGS, first) ? TAGS[first] : undefined;
  if (tag === undefined || score - next < MARGIN) return undefined;
  if (tag !== 'zh') return tag;
  return (text.match(TRADITIONAL)?.length ?? 0) > (text.match(SIMPLIFIED)?.length ?? 0) ? 'zh-Hant' : 'zh-Hans';
}
