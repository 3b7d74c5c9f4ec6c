import { WORDS } from '../content/words.js';

/** Months, and words for an open end, in the product's languages. */
const MONTHS = new Set<string>();
const OPEN = new Set<string>();
/** Words that stand between the parts of a date or of a period. */
const LINKS = new Set(
  'to until till bis au à a al de del do tot по до г гг since seit from von since sept today now current'.split(' '),
);

/** Languages whose months are read, although no résumé is written with words of theirs. */
const OTHERS = 'pl cs sk hu ro bg uk el tr sv da nb fi vi id'.split(' ');

for (const tag of [...Object.keys(WORDS), ...OTHERS]) {
  for (const month of ['short', 'long'] as const) {
    const format = new Intl.DateTimeFormat(tag, { month, year: 'numeric', calendar: 'gregory', timeZone: 'UTC' });
    for (let index = 0; index < 12; index++)
      for (const { type, value } of format.formatToParts(Date.UTC(2024, index, 15)))
        for (const word of wordsIn(value))
          if (type === 'month' || type === 'literal') (type === 'month' ? MONTHS : LINKS).add(word);
  }
}
for (const { present, span } of Object.values(WORDS)) {
  for (const word of wordsIn(present)) OPEN.add(word);
  for (const word of wordsIn(span)) LINKS.add(word);
}
for (const word of ['now', 'today', 'current', 'ongoing', 'date', 'oggi', 'hoy', 'hoje', 'heden', 'nu', '至今', '今'])
  OPEN.add(word);
for (const mark of '年月日년월일') LINKS.add(mark);

function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? []
  );
}

/** A period or a day in a line. */
export interface FoundDates {
  /** As written. */
  text: string;
  /** The rest of the line; empty if the line contains nothing else. */
  rest: string;
  /** The years named, in order; an open end is Infinity. */
  years: number[];
  /** `true` if the rest of the line follows the dates. */
  isFirst: boolean;
}

/** The longest line in which dates are looked for, in characters. Longer ones are prose. */
const LONGEST = 240;

const TOKEN = /\p{Nd}+|[\p{L}\p{M}]+|[^\p{Nd}\p{L}\p{M}]/gu;

/** Finds the dates with which a line ends, or else begins; undefined if there are none. */
export function findDates(line: string): FoundDates | undefined {
  if (line.length > LONGEST || !/\p{Nd}{4}/u.test(line)) return undefined;
  const tokens = line.match(TOKEN) ?? [];
  return atEnd(tokens) ?? atStart(tokens);
}

function atEnd(tokens: readonly string[]): FoundDates | undefined {
  let start = tokens.length;
  while (start > 0 && isPart(tokens, start - 1)) start--;
  // Words and marks that only link dates belong to what stands before them.
  while (start < tokens.length && !isAnchor(tokens, start)) start++;
  return found(tokens.slice(start), tokens.slice(0, start), false);
}

function atStart(tokens: readonly string[]): FoundDates | undefined {
  let end = 0;
  while (end < tokens.length && isPart(tokens, end)) end++;
  while (end > 0 && !isAnchor(tokens, end - 1) && !/^[年月日년월일.)]$/.test(tokens[end - 1] ?? '')) end--;
  return found(tokens.slice(0, end), tokens.slice(end), true);
}

function found(dates: readonly string[], rest: readonly string[], isFirst: boolean): FoundDates | undefined {
  const years = dates.flatMap((token) => {
    if (isYear(token)) return [Number(decimal(token))];
    return OPEN.has(token.toLowerCase()) && !LINKS.has(token.toLowerCase()) ? [Number.POSITIVE_INFINITY] : [];
  });
  if (!years.some(Number.isFinite)) return undefined;
  return {
    text: dates
      .join('')
      .trim()
      .replace(/^\(|\)$/g, ''),
    rest: trimMarks(rest.join('')),
    years,
    isFirst,
  };
}

function isPart(tokens: readonly string[], index: number): boolean {
  const token = (tokens[index] ?? '').toLowerCase();
  if (token === '\t') return false;
  return isAnchor(tokens, index) || /^[\s–—\-~〜./,()'’׳״॰]$/.test(token) || LINKS.has(token);
}

/** `true` for a year, the name of a month, a word for an open end, and a number that belongs to one of these. */
function isAnchor(tokens: readonly string[], index: number): boolean {
  const token = (tokens[index] ?? '').toLowerCase();
  if (isYear(token) || MONTHS.has(token) || OPEN.has(token)) return true;
  if (!/^\p{Nd}{1,2}$/u.test(token)) return false;
  return isNumberOfDate(tokens, index, 1) || isNumberOfDate(tokens, index, -1);
}

/** `true` for the numbers of `05/2019`, `3.5.2019`, `2019-05`, `5 月` and `5 May`, seen in one direction. */
function isNumberOfDate(tokens: readonly string[], index: number, step: 1 | -1): boolean {
  for (let at = index + step; at >= 0 && /^[./-]$/.test(tokens[at] ?? ''); at += 2 * step) {
    const next = tokens[at + step] ?? '';
    if (isYear(next)) return true;
    if (!/^\p{Nd}{1,2}$/u.test(next)) return false;
  }
  const beside = (tokens[index + step] ?? '').trim() === '' ? tokens[index + 2 * step] : tokens[index + step];
  if (step === 1 && /^[年月日년월일]$/.test(beside ?? '')) return true;
  return MONTHS.has((beside ?? '').toLowerCase());
}

function isYear(token: string): boolean {
  return /^\p{Nd}{4}$/u.test(token) && /^(19|20)/.test(decimal(token));
}

/** The digit zero of Arabic, Persian and Devanagari. */
const ZEROS = [0x660, 0x6f0, 0x966];

/** Digits of other scripts as those of ASCII. */
function decimal(digits: string): string {
  return digits.replace(/[^0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

function trimMarks(text: string): string {
  return text.replace(/^[\s·•|,:;–—(-]{1,40}/, '').replace(/[\s·•|,:;–—(-]{1,40}$/, '');
}
