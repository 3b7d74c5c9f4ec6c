import { parseDate } from '../../profile/dates.js';
import { EXPECTED, FILLERS, foldWord, MONTHS, OPEN, SEASONS, SINCE, UNTIL } from './date-words.js';

/** A date or a period in a text. */
export interface FoundDate {
  /** The first and the last character, in the text. */
  start: number;
  end: number;
  from?: string;
  to?: string;
  /** `true` if it is written as a period, with two ends. */
  isPeriod: boolean;
  /** `true` if the text says more than the dates do, as in `Fall 2019` or `Expected May 2020`. */
  isRough: boolean;
  /** `true` if the day and the month of a number may be the other way round. */
  isAmbiguous: boolean;
}

/** The order of numbers in dates such as 03/04/2020. */
export type NumberOrder = 'day' | 'month';

interface Token {
  text: string;
  word: string;
  start: number;
  end: number;
}

interface Point {
  next: number;
  year?: number;
  month?: number;
  day?: number;
  isOpen?: boolean;
  isRough?: boolean;
  isAmbiguous?: boolean;
}

/** The longest text in which dates are looked for. */
const LONGEST = 400;

const TOKEN = /\p{Nd}+|[年月日년월일]|(?:(?![年月日년월일])[\p{L}\p{M}])+|[^\p{Nd}\p{L}\p{M}]/gu;

/** Finds all dates and periods of a text. */
export function findDates(text: string, order: NumberOrder = 'month'): FoundDate[] {
  if (text.length > LONGEST || !/\p{Nd}{2}/u.test(text)) return [];
  const tokens = [...text.matchAll(TOKEN)].map(({ 0: part, index }) => ({
    text: part,
    word: foldWord(part),
    start: index,
    end: index + part.length,
  }));
  const found: FoundDate[] = [];
  for (let at = 0; at < tokens.length; ) {
    const date = isBoundary(tokens, at) ? periodAt(tokens, at, order) : undefined;
    if (date) {
      found.push(date.found);
      at = date.next;
    } else at++;
  }
  return found;
}

/** `true` if a number or word begins here, and not the rest of `v2019` or `3.2019`. */
function isBoundary(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (!token || /^\s$/.test(token.text)) return false;
  return !before || !/[\p{L}\p{Nd}.+$€£#-]$/u.test(before.text) || /[年月日년월일-]$/.test(before.text);
}

function periodAt(
  tokens: readonly Token[],
  at: number,
  order: NumberOrder,
): { found: FoundDate; next: number } | undefined {
  let first = at;
  const word = tokens[at]?.word ?? '';
  const isSince = SINCE.has(word);
  const isUntil = UNTIL.has(word) && word.length > 2;
  if (isSince || isUntil || EXPECTED.has(word)) first = skip(tokens, at + 1, /^[\s.:]$/);
  const start = pointAt(tokens, first, order);
  if (!start || start.isOpen) return undefined;
  let end = periodEnd(tokens, start, order);
  if (start.year === undefined && end?.year === undefined) return undefined;
  // `Jun – Sep 2017`
  if (start.year === undefined && end) start.year = end.year;
  if (end && !end.isOpen && start.year !== undefined && (end.year ?? 0) < start.year) end = undefined;
  const from = isoOf(start);
  const to = end?.isOpen ? 'present' : end && isoOf(end);
  if (!from || (end && !to)) return undefined;
  const next = skipDuration(tokens, skipExpected(tokens, end?.next ?? start.next));
  const found: FoundDate = {
    start: tokens[at]?.start ?? 0,
    end: tokens[next - 1]?.end ?? 0,
    isPeriod: end !== undefined || isSince,
    isRough: Boolean(start.isRough || end?.isRough || EXPECTED.has(word)),
    isAmbiguous: Boolean(start.isAmbiguous || end?.isAmbiguous),
  };
  if (end) Object.assign(found, { from, to });
  else if (isSince) Object.assign(found, { from, to: 'present' });
  else if (isUntil) Object.assign(found, { to: from });
  else Object.assign(found, { from });
  return { found, next };
}

function periodEnd(tokens: readonly Token[], start: Point, order: NumberOrder): Point | undefined {
  let at = skip(tokens, start.next, /^\s$/);
  const mark = tokens[at];
  if (!mark || !(/^[-–—~〜－−→]$/.test(mark.text) || UNTIL.has(mark.word))) return undefined;
  do at = skip(tokens, at + 1, /^\s$/);
  while (/^[-–—]$/.test(tokens[at]?.text ?? '') || (tokens[at]?.word === 'the' && at < tokens.length));
  if (EXPECTED.has(tokens[at]?.word ?? '')) {
    const end = pointAt(tokens, skip(tokens, at + 1, /^[\s.:]$/), order);
    return end && { ...end, isRough: true };
  }
  const end = pointAt(tokens, at, order);
  if (end) return end;
  // `2019–21`
  const short = tokens[at]?.text ?? '';
  if (/^\d\d$/.test(short) && start.year && start.month === undefined && start.next === at - 1)
    return { next: at + 1, year: Math.floor(start.year / 100) * 100 + Number(short) };
  return undefined;
}

function pointAt(tokens: readonly Token[], at: number, order: NumberOrder): Point | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (OPEN.has(token.word)) return openAt(tokens, at);
  if (SEASONS.has(token.word) || /^q[1-4]$/.test(token.word)) return seasonAt(tokens, at);
  if (token.word === 'q' && /^[1-4]$/.test(tokens[at + 1]?.text ?? '')) return seasonAt(tokens, at + 1);
  const month = MONTHS.get(token.word);
  if (month !== undefined) return afterMonth(tokens, at, month);
  if (/^\p{Nd}+$/u.test(token.text)) return numberAt(tokens, at, order);
  return undefined;
}

/** `present`, `to date`, `en cours`. */
function openAt(tokens: readonly Token[], at: number): Point {
  const next = tokens[at + 2];
  return {
    next: next && /^\s$/.test(tokens[at + 1]?.text ?? '') && OPEN.has(next.word) ? at + 3 : at + 1,
    isOpen: true,
  };
}

function seasonAt(tokens: readonly Token[], at: number): Point | undefined {
  const next = skip(tokens, at + 1, /^[\s,.]$/);
  const year = yearOf(tokens[next]) ?? shortYear(tokens, next)?.year;
  return year === undefined ? undefined : { next: yearOf(tokens[next]) ? next + 1 : next + 2, year, isRough: true };
}

/** `May 2019`, `May 12, 2019`, `May '19`, and `May` alone, whose year follows the end of a period. */
function afterMonth(tokens: readonly Token[], at: number, month: number): Point | undefined {
  let next = skip(tokens, at + 1, /^[\s.,/-]$/);
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
  const end = tokens[at + 1]?.text === '.' ? at + 2 : at + 1;
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

/** `(expected)` behind a date. */
function skipExpected(tokens: readonly Token[], at: number): number {
  const open = skip(tokens, at, /^\s$/);
  const word = skip(tokens, open + 1, /^\s$/);
  return tokens[open]?.text === '(' && EXPECTED.has(tokens[word]?.word ?? '') && tokens[word + 1]?.text === ')'
    ? word + 2
    : at;
}

const UNIT =
  /^(?:years?|yrs?|y|months?|mos?|m|jahre?|monate?|ans?|mois|años?|mes(?:es)?|anos?|anni|anno|mesi|mese|jaar|maanden|года?|лет|мес|месяц(?:а|ев)?)$/;

/** A length of time that is computed from the period before it: `(2 yrs 3 mos)`, `· 4 months`. */
function skipDuration(tokens: readonly Token[], from: number): number {
  let at = skip(tokens, from, /^[\s(·,:|]$/);
  let end = from;
  while (/^\d{1,2}$/.test(tokens[at]?.text ?? '')) {
    const unit = skip(tokens, at + 1, /^[\s+]$/);
    if (!UNIT.test(tokens[unit]?.word ?? '')) break;
    end = skip(tokens, unit + 1, /^\.$/);
    at = skip(tokens, end, /^[\s,&]$/);
  }
  if (end === from) return from;
  return tokens[end]?.text === ')' ? end + 1 : end;
}

/** `true` for a text that is nothing but a length of time, such as `2 years 10 months`. */
export function isDuration(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(/[.,()]/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  return (
    words.length > 1 &&
    words.length < 7 &&
    words.every((word, index) => (index % 2 === 0 ? /^\d{1,2}$/.test(word) : UNIT.test(word)))
  );
}

/** `true` for a text that is nothing but a date, a period or a length of time. */
export function isDateOnly(text: string): boolean {
  if (isDuration(text)) return true;
  const bare = text.replace(/^[(\s]+|[)\s]+$/g, '');
  const [date, other] = findDates(bare);
  return date !== undefined && !other && date.start === 0 && date.end === bare.length;
}

/** The index behind tokens that match, of which there are few. */
function skip(tokens: readonly Token[], from: number, mark: RegExp): number {
  let at = from;
  while (at < tokens.length && at < from + 4 && mark.test(tokens[at]?.text ?? '')) at++;
  return at;
}

function yearOf(token: Token | undefined): number | undefined {
  return token && /^(?:19[4-9]|20[0-6])\d$/.test(token.text) ? Number(token.text) : undefined;
}

function isoOf({ year, month, day }: Point): string | undefined {
  const parts = [String(year), ...(month ? [month] : []), ...(month && day ? [day] : [])];
  const text = parts.map((part) => String(part).padStart(2, '0')).join('-');
  return parseDate(text) ? text : parseDate(text.slice(0, 7)) ? text.slice(0, 7) : undefined;
}
