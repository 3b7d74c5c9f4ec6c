import type { Fields } from './fields.js';
import { isComplete } from './lines.js';

/** The contact details of a résumé. */
export type Contacts = Pick<Fields, 'name' | 'emails' | 'phones' | 'links'>;

/** Sites that people name before their account, as in `GitHub ada`. */
const NETWORKS = new Set(
  (
    'github gitlab bitbucket codeberg sourcehut linkedin xing twitter x mastodon bluesky threads facebook instagram ' +
    'youtube twitch medium dev.to hashnode substack stackoverflow stackexchange googlescholar leetcode hackerrank codeforces kaggle huggingface ' +
    'orcid scopus researchgate behance dribbble telegram skype website portfolio blog homepage qiita zenn'
  ).split(' '),
);

/** Headings of documents, which are no names. */
const TITLES = /^(curriculum vitae|cv|r[ée]sum[ée]|lebenslauf|hoja de vida|履歴書|职务经历书|이력서)$/i;

const EMAIL = /(?<![^\s<>()[\],;:|·])[^\s@<>()[\],;:|·]{1,64}@[^\s@<>()[\],;:|·]{1,255}\.\p{L}{2,24}/u;
const PHONE = /\+?\(?\d[\d ()./-]{6,24}\d/;
const ADDRESS = /^(https?:\/\/|www\.)\S+$|^[\p{L}\p{Nd}-]{1,63}(\.[\p{L}\p{Nd}-]{1,63}){0,4}\.\p{Ll}{2,24}(\/\S*)?$/iu;

/** The most lines above the first section that are read. */
const MOST_LINES = 60;

/** The longest line that is read, in characters. */
const LONGEST = 400;

/** Reads the lines above the first section: the name, and the contact details in any order. */
export function readContacts(lines: readonly string[]): Contacts {
  const contacts: Contacts = { name: '', emails: [], phones: [], links: [] };
  for (const line of lines.slice(0, MOST_LINES)) {
    if (line.length > LONGEST) continue;
    const parts = line.split(/\t|[·•|](?:\s|$)/).map((part) => part.trim());
    for (const part of joinLabels(parts)) readPart(part, contacts);
    if (contacts.name === '' && !TITLES.test(line)) contacts.name = nameIn(parts[0] ?? '');
  }
  return contacts;
}

/** Joins the name of a site and the account that a gap separates. */
function joinLabels(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before !== undefined && isNetwork(before) && !isNetwork(part)) joined[joined.length - 1] = `${before} ${part}`;
    else joined.push(part);
  }
  return joined;
}

function nameIn(part: string): string {
  return EMAIL.test(part) || PHONE.test(part) || /\p{Nd}/u.test(part) || part.length > 80 || isSentence(part)
    ? ''
    : part;
}

function isSentence(text: string): boolean {
  return isComplete(text) && text.split(' ').length > 6;
}

/** Takes the details from a part of a line. What is left is a place or a label. */
function readPart(part: string, { emails, phones, links }: Contacts): void {
  let rest = part;
  const [email] = EMAIL.exec(rest) ?? [];
  if (email) {
    emails.push(email.replace(/^mailto:/, ''));
    rest = rest.replace(email, ' ');
  }
  const [phone] = PHONE.exec(rest) ?? [];
  if (phone && phone.replace(/\D/g, '').length >= 7 && !/\d{4}-\d{4}-\d{4}/.test(phone)) {
    phones.push(phone);
    rest = rest.replace(phone, ' ');
  }
  const words = rest.split(/\s+/).filter(Boolean);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const name = [2, 1].find((size) => isNetwork(words.slice(at, at + size).join(' ')));
    if (name !== undefined) {
      const account = words[at + name];
      const hasAccount = account !== undefined && !isNetwork(account);
      links.push(hasAccount ? account : word);
      at += hasAccount ? name : name - 1;
    } else if (ADDRESS.test(word)) links.push(word);
  }
}

function isNetwork(text: string): boolean {
  return NETWORKS.has(text.toLowerCase().replace(/[\s:]+/g, ''));
}
