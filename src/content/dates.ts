import type { PartialDate } from '../profile/dates.js';

/** How dates are written in one language. */
export interface DateStyle {
  locale: string;
  /** The word for an open end. */
  present: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, month: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${month}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      timeZone: 'UTC',
      ...(month ? { month: 'short' } : {}),
    });
    formats.set(key, format);
  }
  return format;
}

/** `Jun 2025`, or the year alone where no more is known. */
export function formatDate(date: PartialDate, style: DateStyle): string {
  return formatter(style.locale, date.month !== undefined).format(Date.UTC(date.year, (date.month ?? 1) - 1, 15));
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
  return `${from} – ${to}`;
}
