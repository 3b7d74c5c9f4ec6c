import type { PartialDate } from '../profile/dates.js';

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

/** The date format of a document. */
export interface DateStyle {
  locale: string;
  /** The form of dates: `Jun 2025`, `06/2025` or `2025`; the first unless it is set. */
  form?: 'month' | 'number' | 'year' | undefined;
  /** The word for an open end date. */
  present: string;
  /** The separator between start and end. */
  span: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, month: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${month}`;
  let format = formats.get(key);
  if (!format) {
    // Falls back to English for an unknown language, so that the output does not depend on the machine's locale.
    format = new Intl.DateTimeFormat([locale, 'en'], {
      year: 'numeric',
      ...common(locale),
      ...(month ? { month: 'short' } : {}),
    });
    formats.set(key, format);
  }
  return format;
}

/** Formats `06/2025`, in the order and with the separator of the language. */
function numeric(locale: string): Intl.DateTimeFormat {
  const known = formats.get(`${locale} numeric`);
  if (known) return known;
  const format = new Intl.DateTimeFormat([locale, 'en'], { year: 'numeric', month: '2-digit', ...common(locale) });
  formats.set(`${locale} numeric`, format);
  return format;
}

/** Uses the Gregorian calendar, in which profiles give dates, unless the language tag requests another one. */
function common(locale: string): Intl.DateTimeFormatOptions {
  return { timeZone: 'UTC', ...(namesCalendar(locale) ? {} : { calendar: 'gregory' }) };
}

function namesCalendar(locale: string): boolean {
  const tag = locale.toLowerCase();
  const extension = tag.indexOf('-u-');
  return extension !== -1 && tag.includes('-ca-', extension + 2);
}

/** Formats a date as `Jun 2025` or in another form, or as the year alone if no month is known. */
export function formatDate(date: PartialDate, { locale, form }: Pick<DateStyle, 'locale' | 'form'>): string {
  if (form === 'number' && date.month !== undefined)
    return numeric(locale).format(Date.UTC(date.year, date.month - 1, 15));
  if (form === 'year') return formatDate({ year: date.year }, { locale });
  const time = Date.UTC(date.year, (date.month ?? 1) - 1, 15);
  const text = formatter(locale, date.month !== undefined).format(time);
  // In Russian, Intl appends the abbreviation for "year", which is only used in sentences.
  return text.replace(/(?<=\d)\s(г|р)\.$/u, '');
}

/** Formats a date for a letter, as `17 June 2025`, with the precision that is known. */
export function formatDay(date: PartialDate, locale: string): string {
  if (date.month === undefined || date.day === undefined) return formatDate(date, { locale });
  const format = new Intl.DateTimeFormat([locale, 'en'], { dateStyle: 'long', ...common(locale) });
  return format.format(Date.UTC(date.year, date.month - 1, date.day));
}

/** Formats a range as `Jun 2025 – Present`; a single date if both ends read the same or one is missing. */
export function formatSpan(
  start: PartialDate | undefined,
  end: PartialDate | 'open' | undefined,
  style: DateStyle,
): string | undefined {
  const from = start && formatDate(start, style);
  const to = end === 'open' ? style.present : end && formatDate(end, style);
  if (from === undefined || to === undefined || from === to) return from ?? to;
  return `${from}${style.span}${to}`;
}
