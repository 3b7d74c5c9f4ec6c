import { namesRole } from '../../ats/roles.js';
import { readCountry } from '../../profile/fields.js';
import type { Fields } from '../draft.js';
import { EMAIL, phoneIn, siteIn } from './contact-forms.js';
import type { Findings } from './evidence.js';
import { type Cell, placeOf } from './model.js';
import { NETWORK_NAMES, networkOf, usernameOf } from './networks.js';
import { trimMarks } from './parts.js';
import { isPlace, locationOf } from './places.js';

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
  for (const cell of withWholeAddresses(cells)) {
    const rest: string[] = [];
    for (const part of partsOf(cell)) if (!readPart(part, cell, contacts, findings)) rest.push(part);
    if (rest.length > 0 && rest.length < partsOf(cell).length) readNamedPlace(rest, cell, contacts, findings);
    for (const { url } of cell.links) readLink(url, cell, contacts, findings);
    if (rest.length > 0)
      contacts.rest.push({ cell, text: rest.length === partsOf(cell).length ? cell.text : rest.join(' · ') });
  }
  return contacts;
}

/** Joins an e-mail address with the rest of it on the next line of a narrow column. */
function withWholeAddresses(cells: readonly Cell[]): Cell[] {
  const taken = new Set<Cell>();
  const joined = cells.map((cell) => {
    const below = cells.find(
      (other) => other.y > cell.y && other.y - cell.y < cell.size * 1.8 && Math.abs(other.x - cell.x) < 2,
    );
    const isBroken = below && /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(cell.text) && /^[a-z0-9.-]{1,30}$/.test(below.text);
    if (!isBroken || (EMAIL.test(cell.text) && !/[.-]$/.test(cell.text) && below.text.length > 3)) return cell;
    taken.add(below);
    return { ...cell, text: `${cell.text}${below.text}`, links: [...cell.links, ...below.links] };
  });
  return joined.filter((_cell, index) => !taken.has(cells[index] as Cell));
}

/** Beside contact details, a name and a country, or the first name without digits, is where the person lives. */
function readNamedPlace(rest: string[], cell: Cell, { location }: Contacts, findings: Findings): void {
  if (location.city !== undefined || location.countryCode !== undefined) return;
  const [first = ''] = rest;
  if (first.length > 60 || /[\p{Nd}@/:]/u.test(first) || namesRole(first) || NETWORK_NAMES.has(first.toLowerCase()))
    return;
  const parts = first.split(/[,،、，] ?/u);
  const country = parts.length > 1 ? readCountry(parts.at(-1) ?? '') : undefined;
  const [city = '', ...others] = country ? parts.slice(0, -1) : parts;
  const place = placeOf(cell);
  findings.set(location, 'city', city, place);
  findings.set(location, 'region', others.join(', '), place);
  findings.set(location, 'countryCode', country, place);
  rest.shift();
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
    const address = linkedAddress(cell, email.replace(/^mailto:/i, ''));
    if (basics.email === undefined) findings.set(basics, 'email', address, place);
    const rest = trimMarks(text.replace(email, ' '));
    return rest === '' || readPart(rest, cell, contacts, findings);
  }
  // The rest of an address that was broken is a part of its link.
  if (!/\s/.test(text) && cell.links.some(({ url }) => url === `mailto:${basics.email}` && url.endsWith(text)))
    return true;
  const site = siteIn(text);
  if (site !== undefined) {
    const url = linkOf(cell, site) ?? (/^https?:/i.test(site) ? site : `https://${site}`);
    addAddress(url, contacts, cell, findings);
    const rest = trimMarks(text.replace(site, ' '));
    return rest === '' || NETWORK_NAMES.has(rest.toLowerCase()) || readPart(rest, cell, contacts, findings);
  }
  const phone = phoneIn(text);
  if (phone !== undefined) {
    if (basics.phone === undefined) findings.set(basics, 'phone', phone, place);
    const rest = trimMarks(text.replace(phone, ' '));
    return rest === '' || readPart(rest, cell, contacts, findings);
  }
  // In text from right to left, the account may stand before its site.
  const [, account, host] = /^(\S{2,60}) (\p{L}{2,20})$/u.exec(part) ?? [];
  const behind = NETWORK_NAMES.get(host?.toLowerCase() ?? '');
  if (account && behind) return addAccount(behind, account, cell, contacts, findings);
  const network = NETWORK_NAMES.get(label.replace(/[\s:]{1,9}$/, '').toLowerCase());
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

/** The address behind a link, if the text shows the beginning of it. */
function linkedAddress({ links }: Cell, email: string): string {
  const [address] = links
    .filter(({ url }) => /^mailto:/i.test(url))
    .map(({ url }) => url.slice(7).split('?', 1)[0] ?? '')
    .filter((linked) => linked.toLowerCase().startsWith(email.toLowerCase()));
  return address ?? email;
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
