import type { PartialDate } from '../profile/dates.js';

/** The date format of a language. */
export interface DateStyle {
  locale: string;
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

/** Uses the Gregorian calendar, in which profiles give dates, unless the language tag requests another one. */
function common(locale: string): Intl.DateTimeFormatOptions {
  return { timeZone: 'UTC', ...(namesCalendar(locale) ? {} : { calendar: 'gregory' }) };
}

function namesCalendar(locale: string): boolean {
  const tag = locale.toLowerCase();
  const extension = tag.indexOf('-u-');
  return extension !== -1 && tag.includes('-ca-', extension + 2);
}

/** Formats a date as `Jun 2025`, or as the year alone if no month is known. */
export function formatDate(date: PartialDate, { locale }: Pick<DateStyle, 'locale'>): string {
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
