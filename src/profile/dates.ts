/** A date with the precision that is known: ISO 8601-1 4.3.2, reduced to a year or a year and month if necessary. */
export interface PartialDate {
  year: number;
  month?: number;
  day?: number;
}

/** The accepted date forms, for messages. */
export const DATE_FORMS = 'write 2023, 2023-04, 2023-04-01, or present';

const FORM = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const OPEN = /^present$/i;

/** Parses a date text; returns undefined if it is not a date. `present` is not a date: see `isOpen`. */
export function parseDate(text: string): PartialDate | undefined {
  const [, y, m, d] = FORM.exec(text.trim()) ?? [];
  if (y === undefined) return undefined;
  const date: PartialDate = { year: Number(y) };
  if (m === undefined) return date;
  date.month = Number(m);
  if (date.month < 1 || date.month > 12 || m.length !== 2) return undefined;
  if (d === undefined) return date;
  date.day = Number(d);
  const days = new Date(Date.UTC(date.year, date.month, 0)).getUTCDate();
  return date.day >= 1 && date.day <= days && d.length === 2 ? date : undefined;
}

export function isOpen(text: string): boolean {
  return OPEN.test(text.trim());
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Returns the ISO form of a date in another form: `2023-4`, `2023/04`, `Apr 2023`, `1 April 2023`. Undefined if the
 * text is ambiguous (03/04/2023) or is not a date.
 */
export function guessDate(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^(current|now|ongoing|today|till date|to date)$/i.test(trimmed)) return 'present';
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(trimmed);
  const guess = iso ? join(iso[1], iso[2], iso[3]) : (guessNumbers(trimmed) ?? guessWords(trimmed));
  return guess && parseDate(guess) ? guess : undefined;
}

/** Reads `04/2023`, and `13/04/2023`, in which only one of two numbers can be the month. */
function guessNumbers(text: string): string | undefined {
  const [, month, year] = /^(\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (month) return join(year, month);
  const [, first = '', second = '', last] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (!last) return undefined;
  if (Number(first) > 12 || first === second) return join(last, second, first);
  return Number(second) > 12 ? join(last, first, second) : undefined;
}

/** Reads `Apr 2023`, `April 1, 2023` and `1 April 2023`. */
function guessWords(text: string): string | undefined {
  const [, before, name = '', after, year] =
    /^(?:(\d{1,2})\.? )?([A-Za-z]{3,9})\.?(?: (\d{1,2}))?,? (\d{4})$/.exec(text) ?? [];
  if (!year || (before && after)) return undefined;
  const word = name.toLowerCase();
  const month = word === 'sept' ? 8 : MONTHS.findIndex((known) => known === word || known.slice(0, 3) === word);
  return month < 0 ? undefined : join(year, String(month + 1), before ?? after);
}

function join(...parts: (string | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')])).join('-');
}

/**
 * Reads a date that has the expected form or is unambiguous. Returns its ISO form, or `present` for an end that may be
 * open.
 *
 * JSON Resume's own pattern allows days and months that no calendar has. Days 29 to 31 after the end of a month become
 * its last day; any other impossible day or month is dropped.
 */
export function readDate(text: string, open: boolean): string | undefined {
  const trimmed = text.trim();
  if (parseDate(trimmed)) return trimmed;
  if (isOpen(trimmed)) return open ? 'present' : undefined;
  const guess = guessDate(trimmed);
  if (guess) return guess !== 'present' || open ? guess : undefined;
  const [, year = '', month = '', day] = /^([12]\d{3})-([01]\d)(?:-([0-3]\d))?(?:T.*)?$/.exec(trimmed) ?? [];
  if (!year) return undefined;
  const known = parseDate(`${year}-${month}`);
  if (!known?.month) return year;
  if (day === undefined || Number(day) === 0 || Number(day) > 31) return `${year}-${month}`;
  const days = new Date(Date.UTC(known.year, known.month, 0)).getUTCDate();
  return `${year}-${month}-${String(Math.min(Number(day), days)).padStart(2, '0')}`;
}

/** Compares two dates at their common precision: 2023 and 2023-04 are equal. Negative if `a` is earlier. */
export function compareDates(a: PartialDate, b: PartialDate): number {
  if (a.year !== b.year) return a.year - b.year;
  if (a.month === undefined || b.month === undefined) return 0;
  if (a.month !== b.month) return a.month - b.month;
  return a.day === undefined || b.day === undefined ? 0 : a.day - b.day;
}
