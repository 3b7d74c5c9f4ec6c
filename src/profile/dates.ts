/** A date as far as it is known: ISO 8601-1 4.3.2, reduced to a year or a year and month where need be. */
export interface PartialDate {
  year: number;
  month?: number;
  day?: number;
}

/** The forms a date may take, for messages. */
export const DATE_FORMS = 'write 2023, 2023-04, 2023-04-01, or present';

const FORM = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const OPEN = /^present$/i;

/** The parts of a date text, or undefined where it is no date (`present` is none either: see `isOpen`). */
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

/** `2023-4` or `2023/04` or `Apr 2023` in an accepted form, for a hint; undefined where no guess is sound. */
export function guessDate(text: string): string | undefined {
  if (/^(current|now|ongoing|today|till date|to date)$/i.test(text.trim())) return 'present';
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(text.trim());
  const reversed = /^(\d{1,2})[-/.](\d{4})$/.exec(text.trim());
  const named = /^([A-Za-z]{3})[a-z]*\.?,? (\d{4})$/.exec(text.trim());
  const month = named ? 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(named[1]?.toLowerCase() ?? '?') / 3 + 1 : 0;
  const parts = iso?.slice(1) ??
    (reversed ? [reversed[2], reversed[1]] : undefined) ?? [
      named?.[2],
      Number.isInteger(month) && month > 0 ? String(month) : undefined,
    ];
  const guess = parts
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  return guess.length >= 7 && parseDate(guess) ? guess : undefined;
}

/** Orders two dates by what both know: 2023 and 2023-04 are equal. Negative where `a` is earlier. */
export function compareDates(a: PartialDate, b: PartialDate): number {
  if (a.year !== b.year) return a.year - b.year;
  if (a.month === undefined || b.month === undefined) return 0;
  if (a.month !== b.month) return a.month - b.month;
  return a.day === undefined || b.day === undefined ? 0 : a.day - b.day;
}
