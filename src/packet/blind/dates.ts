import type { AddressRange } from './addresses.js';
import type { Calendar } from './calendar.js';
import { fold } from './fold.js';
import type { Lexicon } from './lexicon.js';
import type { BlindWord } from './words.js';

/** Words between the parts of a date: 5th of May, mayo de 2020, Jan to Mar. */
const OF = new Set('of de del do da d'.split(' '));
const TO = new Set('to till until through bis a al au à až do tot til till'.split(' ').map(fold));
const AND = new Set('and or und oder et ou y o e en og och'.split(' '));
const ORDINAL = /^(?:st|nd|rd|th|er|º|ª|e|re)$/i;

/** Separators: a space, a hyphen or a dash, a full stop after an abbreviation, the apostrophe of '20. */
const SEPARATOR = /^(?:\.?[\s\u00a0]?['’]?|\s?[-\u2010-\u2015/.]\s?)$/;
const COMMA = /^\.?, ?$/;
const DASH = /^\s?[-\u2010-\u2015/]\s?$/;

/**
 * The words of the name that are months or weekdays of a date: beside a day, a year or another month, and not beside
 * another part of the name.
 */
export function datesIn(text: string, words: readonly BlindWord[], lexicon: Lexicon): AddressRange[] {
  const { calendar, parts } = lexicon;
  const isDateWord = (word: BlindWord | undefined) => kindOf(word, calendar) !== undefined;
  return words.flatMap((word, index): AddressRange[] => {
    if (!word.keys.some((key) => parts.has(key)) || !isDateWord(word)) return [];
    if (isBesideName(words, index, lexicon)) return [];
    return isInDate(text, words, index, calendar) ? [[word.from, word.to]] : [];
  });
}

type Kind = 'month' | 'weekday';

function kindOf(word: BlindWord | undefined, { months: all, weekdays }: Calendar): Kind | undefined {
  if (word?.keys.some((key) => all.has(key))) return 'month';
  return word?.keys.some((key) => weekdays.has(key)) ? 'weekday' : undefined;
}

function isInDate(text: string, words: readonly BlindWord[], index: number, calendar: Calendar): boolean {
  if (hasNumber(text, words, index, calendar)) return true;
  return [-1, 1].some((step) => {
    const [other, glue, isLinked] = stepOver(words, index, step, TO);
    const kind = kindOf(words[other ?? -1], calendar);
    if (other === undefined || kind === undefined) return false;
    const isMixed = kind !== kindOf(words[index], calendar);
    if (isLinked || DASH.test(glue) || (isMixed && hasNumber(text, words, other, calendar))) return true;
    return isListed(text, words, index, step, calendar);
  });
}

/** `true` for a month or weekday in a list, one of which has a number: Jan, Feb and Mar 2022. */
function isListed(text: string, words: readonly BlindWord[], index: number, step: number, calendar: Calendar): boolean {
  for (let at = index, count = 0; count < 12; count++) {
    const [other, glue, isLinked] = stepOver(words, at, step, AND);
    if (other === undefined || !(isLinked || COMMA.test(glue))) return false;
    if (kindOf(words[other], calendar) === undefined) return false;
    if (hasNumber(text, words, other, calendar)) return true;
    at = other;
  }
  return false;
}

/** The word beside another after an optional link such as `to`, the text before it, and whether there is a link. */
function stepOver(
  words: readonly BlindWord[],
  index: number,
  step: number,
  links: ReadonlySet<string>,
): [other: number | undefined, glue: string, isLinked: boolean] {
  const glueAt = (at: number) => words[step > 0 ? at : at + 1]?.glue ?? '';
  const next = index + step;
  const key = words[next]?.keys[0];
  if (key === undefined) return [undefined, '', false];
  const after = next + step;
  if (links.has(key) && words[after] && glueAt(next) === ' ' && glueAt(after) === ' ') return [after, ' ', true];
  return [next, glueAt(next), false];
}

/** `true` for a month or weekday beside a day or a year. */
function hasNumber(text: string, words: readonly BlindWord[], index: number, calendar: Calendar): boolean {
  const isWeekday = kindOf(words[index], calendar) === 'weekday';
  return numberAfter(text, words, index, isWeekday) || numberBefore(text, words, index, isWeekday);
}

function numberAfter(text: string, words: readonly BlindWord[], index: number, isWeekday: boolean): boolean {
  const [other, glue] = stepOver(words, index, 1, OF);
  const word = words[other ?? -1];
  if (word?.script !== 'digits') return false;
  const isComma = COMMA.test(glue);
  if (!(isComma || SEPARATOR.test(glue))) return false;
  if (glue === '') return isYear(word.raw) && (words[index - 1]?.script === 'digits' || words[index]?.glue !== '');
  if (isYear(word.raw) || (/['’\-\u2010-\u2015]/.test(glue) && word.raw.length === 2)) return true;
  return isDay(text, word) && (!isComma || isWeekday);
}

function numberBefore(text: string, words: readonly BlindWord[], index: number, isWeekday: boolean): boolean {
  let [other, glue] = stepOver(words, index, -1, OF);
  if (other !== undefined && ORDINAL.test(words[other]?.raw ?? '') && words[other]?.glue === '') other--;
  const word = words[other ?? -1];
  if (word?.script !== 'digits') return false;
  const after = text.slice(words[index]?.to, (words[index]?.to ?? 0) + 3);
  const isClosed = !/^[\s]?\p{L}|^['’]\p{L}/u.test(after);
  if (COMMA.test(glue)) return isWeekday && isDay(text, word);
  if (!SEPARATOR.test(glue)) return false;
  if (glue === '') return isDay(text, word) && isClosed;
  // In 2020 Jan led; version 3. Jan wrote it.
  if (isYear(word.raw)) return DASH.test(glue) ? true : isClosed && !glue.startsWith('.');
  return isDay(text, word) && (isClosed || !/^\.\s/.test(glue));
}

function isYear(digits: string): boolean {
  return /^(?:19|20)\d\d$/.test(digits);
}

/** `true` for 1 to 31, unless it is part of an amount: 5%, 5.2. */
function isDay(text: string, { raw, to }: BlindWord): boolean {
  return /^(?:0?[1-9]|[12]\d|3[01])$/.test(raw) && !/^(?:\s?[%‰]|[.,]\d(?!\d{3}))/.test(text.slice(to, to + 6));
}

/** `true` for a word beside another part of the name: Jan Smitson 2020, J. May 2020, 5 Jan de Vries. */
function isBesideName(words: readonly BlindWord[], index: number, lexicon: Lexicon): boolean {
  const ids = new Set((words[index]?.keys ?? []).flatMap((key) => lexicon.parts.get(key)?.id ?? []));
  const isOther = (word: BlindWord | undefined) =>
    word?.keys.some((key) => {
      const part = lexicon.parts.get(key);
      return part !== undefined && !ids.has(part.id);
    }) === true;
  const isTight = (glue: string | undefined) => /^[ \u00a0_'’-]?$/.test(glue ?? '.');
  const before = words[index - 1];
  const glue = words[index]?.glue ?? '';
  const isRange = (word: BlindWord | undefined, between: string) =>
    between !== ' ' && kindOf(word, lexicon.calendar) !== undefined;
  if (isOther(before) && isTight(glue) && !isRange(before, glue)) return true;
  const initial = /^\.\s?$/.test(glue) && /^\p{Lu}$/u.test(before?.raw ?? '') ? before?.keys[0] : undefined;
  if ([...(lexicon.initials.get(initial ?? '') ?? [])].some((id) => !ids.has(id))) return true;
  const leads = new Set([...lexicon.parts.values()].flatMap(({ lead }) => lead));
  let next = index + 1;
  while (next < index + 4 && leads.has(words[next]?.keys[0] ?? '') && isTight(words[next]?.glue)) next++;
  const after = words[next];
  return isOther(after) && isTight(after?.glue) && !isRange(after, after?.glue ?? '');
}
