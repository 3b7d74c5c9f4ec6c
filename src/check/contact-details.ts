import { emailsIn, phoneNumbersIn } from '../profile/contact-texts.js';
import type { Found } from './finding.js';
import type { LintContext, Rule } from './lint-context.js';
import { at, isPrinted, isProse, isWritten, type Text } from './texts.js';

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
    ...emailsIn(text.value).map(([from, to]) => report(text, from, to, 'an e-mail address')),
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
  return isWeb(text) ? [] : phoneNumbersIn(text.value, profile.basics?.location?.countryCode);
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

/**
 * A typed address: with a scheme, with www, or a host with a path. A host alone is often a name (Node.js, crates.io),
 * and so is a host whose top-level domain rarely holds documents (Socket.io/Redis, net/tls).
 */
const ADDRESS =
  /\bhttps?:\/\/[^\s<>()[\]"'`]+|\bwww\.[\w-]+\.[^\s<>()[\]"'`]+|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|dev|app|edu|me|page|github\.io)\/[^\s<>()[\]"'`]*[^\s<>()[\]"'`.,;:!?]/g;

/** Addresses that a reader cannot click. */
export const unlinkedUrl: Rule = {
  name: 'unlinked-url',
  severity: 'warning',
  title: 'An address that is not a link',
  help: 'An address in a text, outside Markdown links and code, or a network profile without an address. A host without a path counts as a name (crates.io, Node.js) unless it begins with www.',
  find: ({ texts, profile, document }) => [
    ...texts.filter(isWritten).flatMap((text) =>
      [...withoutLinks(text.value).matchAll(ADDRESS)].map((match) => {
        const address = withoutPunctuation(match[0]);
        return at(text, match.index, match.index + address.length, {
          message: `${address} is not a link`,
          hint: `write [a few words](${/^https?:/.test(address) ? address : `https://${address}`}), or move it to links or url`,
        });
      }),
    ),
    ...(profile.basics?.profiles ?? []).flatMap((account, index) => {
      if (account.url || !account.network) return [];
      const path = ['basics', 'profiles', index];
      const range = document.rangeOf([...path, 'network'], 'value') ?? [0, 0];
      return {
        range,
        message: `${account.network} has no address: a reader cannot follow it`,
        hint: 'add url: https://…, or remove the entry',
      };
    }),
  ],
};

/** Blanks out links and code; every other character keeps its offset. */
function withoutLinks(value: string): string {
  return value.replace(/\[[^[\]]{0,500}\]\([^)]{0,500}\)|`[^`]*`/g, (part) => ' '.repeat(part.length));
}

/** Strips sentence punctuation from the end of an address; a pattern for this would take quadratic time. */
function withoutPunctuation(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?'.includes(address[end - 1] as string)) end -= 1;
  return address.slice(0, end);
}
