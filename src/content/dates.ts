import type { PartialDate } from '../profile/dates.js';

/** How dates are written in one language. */
export interface DateStyle {
  locale: string;
  /** The word for an open end. */
  present: string;
  /** What stands between the ends. */
  span: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, month: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${month}`;
  let format = formats.get(key);
  if (!format) {
    // A language that nobody knows is not written in that of the machine.
    format = new Intl.DateTimeFormat([locale, 'en'], {
      year: 'numeric',
      ...common(locale),
      ...(month ? { month: 'short' } : {}),
    });
    formats.set(key, format);
  }
  return format;
}

/** Dates are written in the calendar that profiles count in; a language that has another one may ask for it by its tag. */
function common(locale: string): Intl.DateTimeFormatOptions {
  return { timeZone: 'UTC', ...(namesCalendar(locale) ? {} : { calendar: 'gregory' }) };
}

function namesCalendar(locale: string): boolean {
  const tag = locale.toLowerCase();
  const extension = tag.indexOf('-u-');
  return extension !== -1 && tag.includes('-ca-', extension + 2);
}

/** `Jun 2025`, or the year alone where no more is known. */
export function formatDate(date: PartialDate, { locale }: Pick<DateStyle, 'locale'>): string {
  const time = Date.UTC(date.year, (date.month ?? 1) - 1, 15);
  const text = formatter(locale, date.month !== undefined).format(time);
  // Russian dates end in the word for year, which belongs into sentences.
  return text.replace(/(?<=\d)\s(г|р)\.$/u, '');
}

/** `17 June 2025`, as a letter writes it; as much of it as is known. */
export function formatDay(date: PartialDate, locale: string): string {
  if (date.month === undefined || date.day === undefined) return formatDate(date, { locale });
  const format = new Intl.DateTimeFormat([locale, 'en'], { dateStyle: 'long', ...common(locale) });
  return format.format(Date.UTC(date.year, date.month - 1, date.day));
}

/** `Jun 2025 – Present`; one date where both ends read the same or one is missing. */
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
