import { fold } from './fold.js';

/** The folded names and abbreviations of months and weekdays. */
export interface Calendar {
  months: ReadonlySet<string>;
  weekdays: ReadonlySet<string>;
}

/** Languages whose months count as dates in any profile; weekdays such as sam. are too short for that. */
const LANGUAGES =
  'en de fr es it pt nl sv da nb fi is pl cs sk sl hr hu ro lt lv et tr ca eu ga cy id vi el ru uk bg sr'.split(' ');

/** Abbreviations that the runtime does not use. */
const OTHER_MONTHS = 'sept mrz mar jan feb mär févr'.split(' ').map(fold);
const OTHER_WEEKDAYS = 'tues weds wednes thur thurs'.split(' ');

const calendars = new Map<string, Calendar>();
let months: Set<string> | undefined;

/**
 * The calendar of a profile: the months of all languages, and the weekdays of English and of the profile's language.
 */
export function calendarOf(language: string): Calendar {
  const known = calendars.get(language);
  if (known) return known;
  months ??= new Set([...LANGUAGES.flatMap((each) => namesOf(each, 'month')), ...OTHER_MONTHS]);
  const own = /^[a-z]{2}$/.test(language) ? namesOf(language, 'weekday') : [];
  const calendar = { months, weekdays: new Set([...namesOf('en', 'weekday'), ...own, ...OTHER_WEEKDAYS]) };
  calendars.set(language, calendar);
  return calendar;
}

/** The names of months or weekdays in a language, alone and inside a date, long and short. */
function namesOf(language: string, unit: 'month' | 'weekday'): string[] {
  const count = unit === 'month' ? 12 : 7;
  const styles = (['long', 'short'] as const).flatMap((width) => [
    { [unit]: width },
    { [unit]: width, day: 'numeric', year: 'numeric', month: unit === 'month' ? width : 'numeric' } as const,
  ]);
  const names = styles.flatMap((style) => {
    const format = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' });
    return Array.from({ length: count }, (_, index) => {
      const date = unit === 'month' ? Date.UTC(2024, index, 15) : Date.UTC(2024, 0, 15 + index);
      return format.formatToParts(date).find(({ type }) => type === unit)?.value ?? '';
    });
  });
  return names.map((name) => fold(name).replaceAll('.', '')).filter((name) => /^\p{L}{2,}$/u.test(name));
}
