/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** The languages in which places are named from the large to the small. */
const LARGE_FIRST = new Set(['ja', 'ko', 'zh']);

export type Direction = 'ltr' | 'rtl';

/** The direction in which a language (BCP 47) is written. */
export function directionOf(locale: string): Direction {
  if (/^en(-|$)/i.test(locale)) return 'ltr';
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
}

/** The language of a tag, without script and region. */
export function languageOf(locale: string): string {
  return new Intl.Locale(locale).language;
}

/** A place as a language writes it: `Berlin, Germany`, or `日本 東京`. */
export function joinPlace(parts: readonly string[], locale: string, comma: string): string {
  const distinct = [...new Set(parts)];
  return LARGE_FIRST.has(languageOf(locale)) ? distinct.reverse().join(' ') : distinct.join(comma);
}

/** The country of a code in the words of a language; the code itself where it is none. */
export function countryName(code: string | undefined, locale: string): string | undefined {
  if (!code || !/^[A-Za-z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'code' }).of(code.toUpperCase());
}

/** What a language is called where it is given by its code, such as `de` or `pt-BR`; any other text as it is. */
export function languageName(text: string, locale: string): string {
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(text)) return text;
  const name = new Intl.DisplayNames([locale, 'en'], { type: 'language', fallback: 'none' }).of(text);
  // It begins an entry, whatever its language does in the middle of a sentence.
  return name === undefined ? text : name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}
