import type { Fields } from '../draft.js';
import { EMAIL, phoneIn, siteIn } from './contact-forms.js';
import type { Findings } from './evidence.js';
import { type Cell, placeOf } from './model.js';
import { trimMarks } from './parts.js';
import { isPlace, locationOf } from './places.js';

/** Sites on which people have accounts, by their domain. */
const NETWORKS: Readonly<Record<string, string>> = {
  'linkedin.com': 'LinkedIn',
  'github.com': 'GitHub',
  'gitlab.com': 'GitLab',
  'bitbucket.org': 'Bitbucket',
  'codeberg.org': 'Codeberg',
  'xing.com': 'XING',
  'twitter.com': 'Twitter',
  'x.com': 'X',
  'medium.com': 'Medium',
  'stackoverflow.com': 'Stack Overflow',
  'kaggle.com': 'Kaggle',
  'leetcode.com': 'LeetCode',
  'hackerrank.com': 'HackerRank',
  'orcid.org': 'ORCID',
  'scholar.google.com': 'Google Scholar',
  'researchgate.net': 'ResearchGate',
  'behance.net': 'Behance',
  'dribbble.com': 'Dribbble',
  'instagram.com': 'Instagram',
  'facebook.com': 'Facebook',
  'youtube.com': 'YouTube',
  'bsky.app': 'Bluesky',
  't.me': 'Telegram',
};
const NAMES = new Map(Object.values(NETWORKS).map((name) => [name.toLowerCase(), name]));

const LABEL =
  /^(?:e-?mail|mail|phone|telephone|tel|mobile|mob|cell|p|t|m|e|website|web|homepage|portfolio|url|address|location|based in|linkedin|github|gitlab|twitter|telefon|handy|mobil|adresse|anschrift|wohnort|téléphone|courriel|site web|teléfono|correo|dirección|telefone|endereço|telefono|indirizzo|telefoon|adres|телефон|почта|адрес|电话|邮箱|地址|電話|メール|住所|전화|이메일|주소)(?:\.?\s?[:：]\s?|\.\s|$)/iu;

const STREET_WORD =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|way|drive|dr|blvd|boulevard|court|ct|place|pl|square|sq|terrace|close|crescent|highway|hwy|parkway|pkwy|apt|suite|unit|floor|rue|quai|calle|via|rua|avenida)\b/i;

const STREET =
  /^(?:\d{1,5}[a-z]?,? \p{L}.{0,100}|.{0,80}\p{L}(?:str\.?|straße|strasse|gasse|allee|weg|platz|laan|straat) \d{1,4}[a-z]?(?:,.{0,80})?|(?:rue|via|calle|rua|avenida|avenue|av\.|c\/|ул\.) .{0,80}\d{1,5}.{0,60})$/iu;

function isStreet(text: string): boolean {
  return STREET.test(text) && (!/^\d/.test(text) || STREET_WORD.test(text));
}

/** The contact details of the header, and what it holds besides. */
export interface Contacts {
  basics: Fields;
  location: Fields;
  profiles: Fields[];
  /** Parts of the lines that are no contact details. */
  rest: { cell: Cell; text: string }[];
}

/** Reads the cells of a header, whose details stand in any order between separators. */
export function contactsOf(cells: readonly Cell[], findings: Findings): Contacts {
  const contacts: Contacts = { basics: {}, location: {}, profiles: [], rest: [] };
  for (const cell of cells) {
    const rest: string[] = [];
    for (const part of partsOf(cell)) if (!readPart(part, cell, contacts, findings)) rest.push(part);
    for (const { url } of cell.links) readLink(url, cell, contacts, findings);
    if (rest.length > 0)
      contacts.rest.push({ cell, text: rest.length === partsOf(cell).length ? cell.text : rest.join(' · ') });
  }
  return contacts;
}

function partsOf(cell: Cell): string[] {
  return cell.text
    .replace(/^• /, '')
    .split(/ [|·•∙⋅♦◆–—] ?| ?[|•] ?|; /u)
    .map(trimMarks)
    .filter((part) => part !== '');
}

/** Takes a detail from a part; `false` if it is none. */
function readPart(part: string, cell: Cell, contacts: Contacts, findings: Findings): boolean {
  const place = placeOf(cell);
  const { basics } = contacts;
  const label = LABEL.exec(part)?.[0] ?? '';
  const text = part.slice(label.length).trim();
  if (text === '') return label !== '' && /[:：]/.test(label);
  const [email] = EMAIL.exec(text) ?? [];
  if (email) {
    const address = email.replace(/^mailto:/i, '');
    if (basics.email === undefined) findings.set(basics, 'email', address, place);
    const rest = trimMarks(text.replace(email, ' '));
    return rest === '' || readPart(rest, cell, contacts, findings);
  }
  const site = siteIn(text);
  if (site !== undefined) {
    const url = linkOf(cell, site) ?? (/^https?:/i.test(site) ? site : `https://${site}`);
    addAddress(url, contacts, cell, findings);
    const rest = trimMarks(text.replace(site, ' '));
    return rest === '' || NAMES.has(rest.toLowerCase()) || readPart(rest, cell, contacts, findings);
  }
  const phone = phoneIn(text);
  if (phone !== undefined) {
    if (basics.phone === undefined) findings.set(basics, 'phone', phone, place);
    const rest = trimMarks(text.replace(phone, ' '));
    return rest === '' || readPart(rest, cell, contacts, findings);
  }
  const network = NAMES.get(label.replace(/[\s:]{1,9}$/, '').toLowerCase());
  if (network) return addAccount(network, text, cell, contacts, findings);
  if (cell.links.some(({ text: linked, url }) => (linked.includes(text) || text.includes(linked)) && networkOf(url)))
    return true;
  return readPlace(text, contacts, place, findings);
}

function readPlace(
  text: string,
  { location }: Contacts,
  place: ReturnType<typeof placeOf>,
  findings: Findings,
): boolean {
  const known = Object.keys(location).length > 0;
  const parts = text.split(/, ?/);
  if (isStreet(text) && location.address === undefined && text.length < 120) {
    const isWhole = parts.length === 1;
    const rest = parts.slice(1).join(', ');
    const after = isWhole ? undefined : (locationOf(rest) ?? germanPlace(rest));
    findings.set(location, 'address', after ? parts[0] : text, place);
    for (const [key, value] of Object.entries(after ?? {})) findings.set(location, key, value, place);
    return true;
  }
  if (known && location.city !== undefined) return false;
  const found = germanPlace(text) ?? (isPlace(text) ? locationOf(text) : undefined);
  if (!found) return false;
  for (const [key, value] of Object.entries(found)) findings.set(location, key, value, place);
  return true;
}

/** `10115 Berlin` and `75001 Paris, France`. */
function germanPlace(text: string): Fields | undefined {
  const [, code, city, rest] =
    /^([A-Z]{0,2}-?\d{4,6}) (\p{Lu}[\p{L} .'-]{1,40})(?:, (\p{Lu}[\p{L} ]{2,40}))?$/u.exec(text) ?? [];
  if (!code || !city) return undefined;
  const country = rest ? locationOf(`${city}, ${rest}`) : { city };
  return { postalCode: code, ...country };
}

function linkOf(cell: Cell, text: string): string | undefined {
  return cell.links.find(
    (link) => /^https?:/i.test(link.url) && (link.text.includes(text) || text.includes(link.text || '\n')),
  )?.url;
}

/** Reads a link whose text says less than its address, such as a name beside a picture. */
function readLink(url: string, cell: Cell, contacts: Contacts, findings: Findings): void {
  const { basics } = contacts;
  const place = placeOf(cell);
  if (/^mailto:/i.test(url)) {
    const address = url.slice(7).split('?', 1)[0] ?? '';
    if (basics.email === undefined && EMAIL.test(address)) findings.set(basics, 'email', address, place);
  } else if (/^https?:/i.test(url)) addAddress(url, contacts, cell, findings);
}

function networkOf(url: string): string | undefined {
  const host = /^https?:\/\/(?:www\.|[a-z]{2}\.)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return NETWORKS[host];
}

function addAddress(url: string, contacts: Contacts, cell: Cell, findings: Findings): void {
  const { basics, profiles } = contacts;
  const isKnown = [basics.url, ...profiles.map((profile) => profile.url)].some(
    (other) => fold(String(other ?? '')) === fold(url),
  );
  if (isKnown) return;
  const network = networkOf(url);
  const place = placeOf(cell);
  if (!network && basics.url === undefined) {
    findings.set(basics, 'url', url, place);
    return;
  }
  const profile: Fields = {};
  findings.set(
    profile,
    'network',
    network ?? (url.replace(/^https?:\/\/(?:www\.)?/, '').split('/', 1)[0] || url),
    place,
  );
  const username = usernameOf(url);
  if (network) findings.set(profile, 'username', username, place);
  findings.set(profile, 'url', url, place);
  profiles.push(profile);
}

function usernameOf(url: string): string | undefined {
  const [path = ''] = url.replace(/^https?:\/\/[^/]{1,255}\/?/, '').split(/[?#]/, 1);
  const name = path.split('/').findLast((part) => part !== '');
  return name === undefined ? undefined : decodeName(name).replace(/^@/, '');
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function addAccount(network: string, text: string, cell: Cell, contacts: Contacts, findings: Findings): boolean {
  const url = cell.links.find((link) => networkOf(link.url) === network)?.url;
  const username = text.replace(/^[/:\s]{1,4}/, '').replace(/^@|^in\//, '');
  if (contacts.profiles.some((profile) => profile.network === network)) return true;
  const profile: Fields = {};
  findings.set(profile, 'network', network, placeOf(cell));
  findings.set(profile, 'username', username, placeOf(cell));
  findings.set(profile, 'url', url, placeOf(cell));
  contacts.profiles.push(profile);
  return true;
}

function fold(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
}
