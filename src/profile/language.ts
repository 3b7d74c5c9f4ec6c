import type { Problem } from '../errors.js';
import type { SourceDocument } from './document.js';
import { guessLanguage } from './guess-language.js';
import type { Profile } from './schema.js';
import { at, isLocale, quote } from './values.js';

/** Keys at the root by which other tools name the language. */
const KEYS = ['locale', 'language', 'lang'] as const;

/** A document in which a language at the root stands in meta.locale, unless meta names a language itself. */
export function moveLanguage(document: SourceDocument): { document: SourceDocument; warnings: Problem[] } {
  const meta = at(document.value, 'meta');
  const key = KEYS.find((name) => typeof at(document.value, name) === 'string');
  const locale = key && String(at(document.value, key)).trim().replaceAll('_', '-');
  if (!key || !locale || !isLocale(locale) || KEYS.some((name) => at(meta, name) !== undefined))
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
