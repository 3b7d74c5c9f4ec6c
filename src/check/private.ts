import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js';
import type { Found } from './finding.js';
import type { LintContext, Rule } from './lint-context.js';
import { at, isPrinted, isProse, type Text } from './texts.js';

const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?![\p{L}\p{N}-]|[:/])/gu;

/** A word before a number that marks it as a telephone number. */
const CALLED = /\b(?:phone|tel|telephone|mobile|cell|call|whatsapp|fax|telefon|handy|contact)\b[^\p{L}\p{N}]{0,4}$/iu;

/** Digit groupings that telephone numbers have and amounts do not. */
const GROUPED = /^(?:\+|00\d|\(\d{2,5}\)|\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{5}[ -]\d{5}$)/;

const STREET =
  /(?<![\p{L}\p{N}])(?:\d{1,5}[a-z]?,? (?:\p{Lu}[\p{L}.'’-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Drive|Terrace|Court|Close|Crescent)\b\.?(?=\s*(?:[,;.)]|$|\d{4,}))|\p{Lu}\p{Ll}+(?:straße|strasse|gasse|allee|weg|platz) \d{1,4}[a-z]?(?![\p{L}\p{N}]))/gu;

/** Private contact details of the person. */
export const privateDetail: Rule = {
  name: 'private-detail',
  severity: 'error',
  title: 'A contact detail that would be published',
  help: 'A phone number, e-mail address, street or postal code in the profile itself: in basics, in prose or in a link. Reported if the folder private/ exists or the profile sets publish: true. Such details belong in profiles/private/, which is merged in only with --private.',
  find: (subject) =>
    subject.keepsPrivate || subject.profile.publish === true
      ? subject.texts.filter((text) => isPrinted(text)).flatMap((text) => detailsIn(text, subject))
      : [],
};

function detailsIn(text: Text, subject: LintContext): Found[] {
  const { contact } = text.field;
  if (contact) return [report(text, 0, text.value.length, contact)];
  return [
    ...[...text.value.matchAll(EMAIL)]
      // The user in the address of a Git repository is not a person.
      .filter(([match]) => !match.startsWith('git@'))
      .map(({ index, 0: match }) => report(text, index, index + match.length, 'an e-mail address')),
    ...phonesIn(text, subject).map(([from, to]) => report(text, from, to, 'a phone number')),
    ...streetsIn(text).map(([from, to]) => report(text, from, to, 'a street address')),
  ];
}

/** Finds street addresses in prose and in basics; the address of an employer or a school is not private. */
function streetsIn(text: Text): [number, number][] {
  if (isWeb(text) || !(isProse(text) || text.path[0] === 'basics')) return [];
  return [...text.value.matchAll(STREET)].map(({ index, 0: match }) => [index, index + match.length]);
}

function phonesIn(text: Text, { profile }: LintContext): [number, number][] {
  if (/^tel:/i.test(text.value)) return [[0, text.value.length]];
  // Web addresses often contain digits.
  if (isWeb(text)) return [];
  const code = profile.basics?.location?.countryCode?.toUpperCase() ?? '';
  const country = isSupportedCountry(code) ? code : undefined;
  const words = text.value.replace(/\bhttps?:\/\/\S+/g, (part) => ' '.repeat(part.length));
  return findPhoneNumbersInText(words, country)
    .filter(({ startsAt, endsAt }) => {
      const digits = words.slice(startsAt, endsAt);
      return GROUPED.test(digits) || CALLED.test(words.slice(0, startsAt));
    })
    .map(({ startsAt, endsAt }) => [startsAt, endsAt]);
}

function isWeb(text: Text): boolean {
  return /^(?:https?:|mailto:|www\.)/i.test(text.value);
}

function report(text: Text, from: number, to: number, what: string): Found {
  return at(text, from, to, {
    message: `${what} would be published`,
    hint: 'move it to the private details of this profile, profiles/private/',
    unframed: true,
  });
}
