import { parseDate } from '../../profile/dates.js';
import { FILLERS, MONTHS, OPEN, SEASONS, UNTIL } from './date-words.js';

/** The order of numbers in dates such as 03/04/2020. */
export type NumberOrder = 'day' | 'month';

/** A number, a word or a mark of a text. */
export interface Token {
  text: string;
  word: string;
  start: number;
  end: number;
}

/** A date as it is written, and the index of the token behind it. */
export interface Point {
  next: number;
  year?: number;
  month?: number;
  day?: number;
  isOpen?: boolean;
  isRough?: boolean;
  isAmbiguous?: boolean;
}

/** Reads the date that begins at a token. */
export function pointAt(tokens: readonly Token[], at: number, order: NumberOrder): Point | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const open = openAt(tokens, at);
  if (open) return open;
  if (SEASONS.has(token.word) || /^q[1-4]$/.test(token.word)) return seasonAt(tokens, at);
  if (token.word === 'q' && /^[1-4]$/.test(tokens[at + 1]?.text ?? '')) return seasonAt(tokens, at + 1);
  const month = MONTHS.get(token.word);
  if (month !== undefined) return afterMonth(tokens, at, month);
  if (/^\p{Nd}+$/u.test(token.text)) return numberAt(tokens, at, order);
  return undefined;
}

/** The most tokens of an open end: `наст. время` has four. */
const LONGEST_OPEN = 5;

/** `present`, `to date`, `en cours`: the longest words for an open end that begin at a token. */
function openAt(tokens: readonly Token[], at: number): Point | undefined {
  for (let next = Math.min(at + LONGEST_OPEN, tokens.length); next > at; next--) {
    const words = tokens.slice(at, next).map(({ word }) => word);
    if (words.at(-1) === '' || !OPEN.has(words.filter(Boolean).join(' '))) continue;
    return { next, isOpen: true };
  }
  return undefined;
}

function seasonAt(tokens: readonly Token[], at: number): Point | undefined {
  const next = skip(tokens, at + 1, /^[\s,.]$/);
  const year = yearOf(tokens[next]) ?? shortYear(tokens, next)?.year;
  return year === undefined ? undefined : { next: yearOf(tokens[next]) ? next + 1 : next + 2, year, isRough: true };
}

/** `May 2019`, `May 12, 2019`, `May '19`, and `May` alone, whose year follows the end of a period. */
function afterMonth(tokens: readonly Token[], at: number, month: number): Point | undefined {
  let next = skip(tokens, at + 1, /^[\s.,/\u0970\u05f3-]$/);
  let day: number | undefined;
  if (
    /^\d{1,2}$/.test(tokens[next]?.text ?? '') &&
    yearOf(tokens[skip(tokens, skipOrdinal(tokens, next + 1), /^[\s,.]$/)]) !== undefined
  ) {
    day = Number(tokens[next]?.text);
    next = skip(tokens, skipOrdinal(tokens, next + 1), /^[\s,.]$/);
  }
  while (FILLERS.has(tokens[next]?.word ?? '')) next = skip(tokens, next + 1, /^\s$/);
  const year = yearOf(tokens[next]);
  if (year !== undefined) return { next: skipMark(tokens, next + 1), year, month, ...(day ? { day } : {}) };
  const short = shortYear(tokens, next);
  if (short) return { next: next + 2, year: short.year, month };
  const end = /^[.\u0970\u05f3]$/.test(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
  const follows = tokens[skip(tokens, end, /^\s$/)];
  return follows && (/^[-–—]$/.test(follows.text) || UNTIL.has(follows.word)) ? { next: end, month } : undefined;
}

function skipOrdinal(tokens: readonly Token[], at: number): number {
  return /^(?:st|nd|rd|th|er|º|°)$/.test(tokens[at]?.word ?? '') ? at + 1 : at;
}

/** `'19` and `’19`. */
function shortYear(tokens: readonly Token[], at: number): { year: number } | undefined {
  const number = tokens[at + 1]?.text ?? '';
  if (!/^['’‘`]$/.test(tokens[at]?.text ?? '') || !/^\d\d$/.test(number)) return undefined;
  return { year: Number(number) + (Number(number) > 60 ? 1900 : 2000) };
}

/** Dates that begin with a number. */
function numberAt(tokens: readonly Token[], at: number, order: NumberOrder): Point | undefined {
  const year = yearOf(tokens[at]);
  if (year !== undefined) return afterYear(tokens, at, year);
  const first = Number(tokens[at]?.text);
  if (!/^\d{1,2}$/.test(tokens[at]?.text ?? '') || first === 0) return undefined;
  const mark = tokens[at + 1]?.text ?? '';
  if (/^[./-]$/.test(mark)) {
    const whole = yearOf(tokens[at + 2]);
    if (whole !== undefined && first <= 12) return { next: at + 3, year: whole, month: first };
    const second = Number(tokens[at + 2]?.text);
    const last = yearOf(tokens[at + 4]);
    if (tokens[at + 3]?.text === mark && last !== undefined && /^\d{1,2}$/.test(tokens[at + 2]?.text ?? '')) {
      const isDayFirst = first > 12 || (second <= 12 && (order === 'day' || mark === '.'));
      const [day, month] = isDayFirst ? [first, second] : [second, first];
      return {
        next: at + 5,
        year: last,
        month,
        day,
        isAmbiguous: first <= 12 && second <= 12 && first !== second && mark !== '.',
      };
    }
  }
  // `12 May 2019`, `1. Mai 2019`, `1er mai 2019`
  let next = skip(tokens, skipOrdinal(tokens, at + 1), /^[\s.]$/);
  while (FILLERS.has(tokens[next]?.word ?? '')) next = skip(tokens, next + 1, /^\s$/);
  const month = MONTHS.get(tokens[next]?.word ?? '');
  const after = month === undefined || next === at + 1 ? undefined : afterMonth(tokens, next, month);
  return after?.year === undefined ? undefined : { ...after, day: first };
}

/** `2019`, `2019-05`, `2019/05/03`, `2019年5月`, `2019 May`. */
function afterYear(tokens: readonly Token[], at: number, year: number): Point {
  const mark = tokens[at + 1]?.text ?? '';
  if (/^[年년]$/.test(mark)) {
    const next = skip(tokens, at + 2, /^\s$/);
    const isMonth = /^\d{1,2}$/.test(tokens[next]?.text ?? '') && /^[月월]$/.test(tokens[next + 1]?.text ?? '');
    if (!isMonth) return { next: at + 2, year };
    const month = Number(tokens[next]?.text);
    const day = skip(tokens, next + 2, /^\s$/);
    const isDay = /^\d{1,2}$/.test(tokens[day]?.text ?? '') && /^[日일]$/.test(tokens[day + 1]?.text ?? '');
    return isDay ? { next: day + 2, year, month, day: Number(tokens[day]?.text) } : { next: next + 2, year, month };
  }
  const second = tokens[at + 2]?.text ?? '';
  const isMonth =
    /^(?:0?[1-9]|1[0-2])$/.test(second) &&
    (/^[./]$/.test(mark) || (mark === '-' && second.length === 2 && !isShortEnd(tokens, at)));
  if (isMonth) {
    const isDay = tokens[at + 3]?.text === mark && /^\d{1,2}$/.test(tokens[at + 4]?.text ?? '');
    return isDay
      ? { next: at + 5, year, month: Number(second), day: Number(tokens[at + 4]?.text) }
      : { next: at + 3, year, month: Number(second) };
  }
  return { next: at + 1, year };
}

/** `2009-10` may be two years of one school year, if no month is meant beside it. */
function isShortEnd(tokens: readonly Token[], at: number): boolean {
  const [year, second] = [Number(tokens[at]?.text), Number(tokens[at + 2]?.text)];
  return (
    second === (year % 100) + 1 &&
    tokens[at + 3]?.text !== '-' &&
    !tokens.slice(at + 3).some(({ text }) => /^[–—]$/.test(text))
  );
}

/** A point or mark that ends a year in some languages. */
function skipMark(tokens: readonly Token[], at: number): number {
  const next = skip(tokens, at, /^\s$/);
  return /^(?:г|года)$/.test(tokens[next]?.word ?? '') ? (tokens[next + 1]?.text === '.' ? next + 2 : next + 1) : at;
}

/** The index behind tokens that match, of which there are few. */
export function skip(tokens: readonly Token[], from: number, mark: RegExp): number {
  let at = from;
  while (at < tokens.length && at < from + 4 && mark.test(tokens[at]?.text ?? '')) at++;
  return at;
}

function yearOf(token: Token | undefined): number | undefined {
  return token && /^(?:19[4-9]|20[0-6])\d$/.test(token.text) ? Number(token.text) : undefined;
}

/** A date in the form of profiles. */
export function isoOf({ year, month, day }: Point): string | undefined {
  const parts = [String(year), ...(month ? [month] : []), ...(month && day ? [day] : [])];
  const text = parts.map((part) => String(part).padStart(2, '0')).join('-');
  return parseDate(text) ? text : parseDate(text.slice(0, 7)) ? text.slice(0, 7) : undefined;
}
