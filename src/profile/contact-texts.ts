import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js';

/** The offsets at which something begins and ends in a text. */
type Span = [from: number, to: number];

const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?![\p{L}\p{N}-]|[:/])/gu;

/** A word before a number that marks it as a telephone number. */
const CALLED = /\b(?:phone|tel|telephone|mobile|cell|call|whatsapp|fax|telefon|handy|contact)\b[^\p{L}\p{N}]{0,4}$/iu;

/** Digit groupings that telephone numbers have and amounts do not. */
const GROUPED = /^(?:\+|00\d|\(\d{2,5}\)|\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{5}[ -]\d{5}$)/;

/** Finds e-mail addresses in a text. */
export function emailsIn(text: string): Span[] {
  return (
    [...text.matchAll(EMAIL)]
      // The user in the address of a Git repository is not a person.
      .filter(([match]) => !match.startsWith('git@'))
      .map(({ index, 0: match }) => [index, index + match.length])
  );
}

/**
 * Finds telephone numbers in a text: digits in groups that amounts do not have, or after a word such as "phone".
 *
 * @param country the country of numbers without a prefix (ISO 3166-1 alpha-2)
 */
export function phoneNumbersIn(text: string, country = ''): Span[] {
  const code = country.toUpperCase();
  const words = text.replace(/\bhttps?:\/\/\S+/g, (part) => ' '.repeat(part.length));
  return findPhoneNumbersInText(words, isSupportedCountry(code) ? code : undefined)
    .filter(({ startsAt, endsAt }) => {
      const digits = words.slice(startsAt, endsAt);
      return GROUPED.test(digits) || CALLED.test(words.slice(0, startsAt));
    })
    .map(({ startsAt, endsAt }) => [startsAt, endsAt]);
}
