import { isoOf, type NumberOrder, type Point, pointAt, skip, type Token } from './date-points.js';
import { EXPECTED, foldWord, OPEN, SINCE, UNTIL } from './date-words.js';

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

/** The longest text in which dates are looked for. */
const LONGEST = 400;

const TOKEN = /\p{Nd}+|[\p{L}\p{M}]+(?:’hui)?|[^\p{Nd}\p{L}\p{M}]/gu;

/** Divides a text into numbers, words and marks; the marks of East Asian dates are words of their own. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: part, index } of text.matchAll(TOKEN)) {
    let start = index;
    for (const piece of part.split(/(?<=[年月日년월일])|(?=[年月日년월일])/u)) {
      tokens.push({ text: piece, word: foldWord(piece), start, end: start + piece.length });
      start += piece.length;
    }
  }
  return tokens;
}

/** Finds all dates and periods of a text. */
export function findDates(text: string, order: NumberOrder = 'month'): FoundDate[] {
  if (text.length > LONGEST || !/\p{Nd}{2}/u.test(text)) return [];
  const tokens = tokensOf(text);
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
  if (isSince || isUntil) first = skip(tokens, at + 1, /^[\s.:]$/);
  // `Expected Graduation: May 2020`
  while (EXPECTED.has(tokens[first]?.word ?? '')) first = skip(tokens, first + 1, /^[\s.:]$/);
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
  // Letters that are set apart may lose the space between two words.
  if (mark && isJoined(mark.word)) return { next: at + 1, isOpen: true };
  if (!mark || !(/^[-–—~〜～－−→]$/.test(mark.text) || UNTIL.has(mark.word))) return undefined;
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

/** `true` for `topresent`. */
function isJoined(word: string): boolean {
  return word.length > 6 && [...UNTIL].some((until) => word.startsWith(until) && OPEN.has(word.slice(until.length)));
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
  const [, inside] = /^\(([^()]{4,60})\)$/.exec(text) ?? [];
  const bare = inside ?? text.trim();
  const [date, other] = findDates(bare);
  return date !== undefined && !other && date.start === 0 && date.end === bare.length;
}
