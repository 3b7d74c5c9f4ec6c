import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Profile } from '../../profile/schema.js';
import type { AddressRange } from './addresses.js';

/** The person's own number, and the country in which numbers without a country code are read. */
export interface OwnPhone {
  /** The digits without country code and trunk prefix; undefined if there are too few to identify the number. */
  national: string | undefined;
  /** Other numbers that identify the person, such as an ORCID iD, as digits only. */
  ids: readonly string[];
  country: CountryCode | undefined;
}

/** The code of the digit zero in scripts with their own digits; the other nine digits follow it. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xff10];

const SEPARATOR = /[\s().\-/\u2010-\u2015\u2212\uff08\uff09\uff0d\uff0e\uff0f]/;
const LONGEST = 40;
/** Shorter parts of a number may be any number. */
const LOCAL_DIGITS = 7;

/** A word that marks the following digits as a telephone number. */
const CALLED = /\b(?:phone|tel|telephone|mobile|cell|call|whatsapp|fax|telefon|handy|contact)\b[^\p{L}\p{N}]{0,4}$/iu;

/** Matches the grouping of telephone numbers, and not that of amounts. */
const GROUPED = /^(?:\+|00\d|\(\d{2,5}\)|\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{5}[ -]\d{5}$)/;

/**
 * The number of `basics.phone`, for `phonesIn`.
 *
 * @param ids other numbers of the person, as digits only
 */
export function ownPhone(profile: Profile, ids: readonly string[]): OwnPhone {
  const code = profile.basics?.location?.countryCode?.toUpperCase() ?? '';
  const country = isSupportedCountry(code) ? code : undefined;
  const written = asciiDigits(profile.basics?.phone ?? '');
  const parsed = parsePhoneNumberFromString(written, country);
  const digits = parsed?.nationalNumber ?? written.replace(/\D/g, '').replace(/^0+/, '');
  return { national: digits.length >= 6 ? digits : undefined, ids, country: parsed?.country ?? country };
}

/** The telephone numbers in a text: the person's own in any spelling, and others that are clearly telephone numbers. */
export function phonesIn(text: string, own: OwnPhone): AddressRange[] {
  const found: AddressRange[] = [];
  for (const [from, to] of figureRuns(text)) {
    const run = asciiDigits(text.slice(from, to));
    const ranges = ownIn(run, own);
    if (ranges.length === 0 && isOther(run, text.slice(Math.max(0, from - 20), from), own))
      ranges.push([0, run.length]);
    for (const [start, end] of ranges) found.push([withScheme(text, from + start), from + end]);
  }
  return found;
}

/** Runs of at least six digits, with the characters that group them. */
function figureRuns(text: string): AddressRange[] {
  const runs: AddressRange[] = [];
  for (let at = 0; at < text.length; at++) {
    const opens = /[+(＋（]/.test(text[at] ?? '');
    if (!opens && !isDigit(text, at)) continue;
    let digits = 0;
    let end = at;
    for (let next = at; next < text.length; next++) {
      if (isDigit(text, next)) {
        digits++;
        end = next + 1;
      } else if (!(SEPARATOR.test(text[next] ?? '') || (next === at && opens)) || next - end > 2) break;
    }
    if (digits >= 6) runs.push([at, end]);
    at = Math.max(at, end - 1);
  }
  return runs;
}

function ownIn(run: string, { national, ids }: OwnPhone): AddressRange[] {
  const digits = run.replace(/\D/g, '');
  const places = [...run].flatMap((character, place) => (/\d/.test(character) ? [place] : []));
  const ranges: AddressRange[] = [];
  for (const own of [...(national ? [national] : []), ...ids]) {
    let done = 0;
    for (let at = digits.indexOf(own); at >= 0; at = digits.indexOf(own, at + own.length)) {
      const end = (places[at + own.length - 1] ?? 0) + 1;
      ranges.push([startOf(run, done, places[at] ?? 0), end]);
      done = end;
    }
  }
  const local = ranges.length === 0 ? localPart(digits, places, national) : undefined;
  return local ? [local] : ranges;
}

/** The number without its area code, in its own group of digits: 555-2671. */
function localPart(digits: string, places: readonly number[], national: string | undefined): AddressRange | undefined {
  if (national === undefined) return undefined;
  for (let length = national.length - 1; length >= LOCAL_DIGITS; length--) {
    const at = digits.indexOf(national.slice(-length));
    if (at < 0) continue;
    const first = places[at] ?? 0;
    const last = places[at + length - 1] ?? 0;
    const isGroup = places[at - 1] !== first - 1 && places[at + length] !== last + 1;
    if (isGroup) return [first, last + 1];
  }
  return undefined;
}

/** The offset at which a telephone number starts, including its country code and trunk prefix. */
function startOf(run: string, after: number, first: number): number {
  let start = after;
  while (start < first && /[\s/.-]/.test(run[start] ?? '')) start++;
  const prefix = run.slice(start, first);
  if (/^(?:\+|00|011)/.test(prefix) || prefix.replace(/\D/g, '').length <= 3) return start;
  return run[first - 1] === '(' ? first - 1 : first;
}

function isOther(run: string, before: string, { country }: OwnPhone): boolean {
  if (run.length > LONGEST || !(GROUPED.test(run) || CALLED.test(before))) return false;
  return parsePhoneNumberFromString(run, country)?.isValid() === true;
}

function withScheme(text: string, from: number): number {
  return /^tel:$/i.test(text.slice(Math.max(0, from - 4), from)) ? from - 4 : from;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x660) return code > 47 && code < 58;
  return ZEROS.some((zero) => code >= zero && code < zero + 10);
}

function asciiDigits(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text;
  return [...text]
    .map((character) => {
      const code = character.charCodeAt(0);
      const zero = ZEROS.find((each) => code >= each && code < each + 10);
      if (zero !== undefined) return String(code - zero);
      // Full-width punctuation: ＋４４（０）.
      return code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : character;
    })
    .join('');
}
