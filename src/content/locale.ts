/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** The languages that write addresses from the largest unit to the smallest. */
const LARGE_FIRST = new Set(['ja', 'ko', 'zh']);

export type Direction = 'ltr' | 'rtl';

/** Returns the writing direction of a language (BCP 47). */
export function directionOf(locale: string): Direction {
  if (/^en(-|$)/i.test(locale)) return 'ltr';
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
}

/** Returns the language of a tag, without script and region. */
export function languageOf(locale: string): string {
  return new Intl.Locale(locale).language;
}

/** Joins the parts of a place in the order of the language: `Berlin, Germany`, or `日本 東京`. */
export function joinPlace(parts: readonly string[], locale: string, comma: string): string {
  const distinct = [...new Set(parts)];
  return LARGE_FIRST.has(languageOf(locale)) ? distinct.reverse().join(' ') : distinct.join(comma);
}

/** Returns the localized name of a country code; any other text is returned unchanged. */
export function countryName(code: string | undefined, locale: string): string | undefined {
  if (!code || !/^[A-Za-z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'code' }).of(code.toUpperCase());
}

/** Returns the localized name of a language code such as `de` or `pt-BR`; any other text is returned unchanged. */
export function languageName(text: string, locale: string): string {
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(text)) return text;
  const name = new Intl.DisplayNames([locale, 'en'], { type: 'language', fallback: 'none' }).of(text);
  // The name begins an entry, so it is capitalized even in languages that write it in lower case.
  return name === undefined ? text : name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}
