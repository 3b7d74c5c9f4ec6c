import type { Profile } from '../../profile/schema.js';
import { fold } from './fold.js';
import { COMMON_WORDS } from './known-words.js';
import { LOWERCASE_WORDS } from './lowercase-words.js';
import { wordsOf } from './words.js';

/** A user name of a person on a web site. */
export interface Handle {
  raw: string;
  /** Folded, without the separators between its words. */
  key: string;
  /**
   * `true` for an ordinary word, a skill, or a very short text, which counts as a handle only beside `@`, `~` or `/`.
   */
  isOrdinary: boolean;
}

/** Local parts of e-mail addresses that are not names of people. */
const MAILBOXES = words(
  'info work hello hi hey contact mail email e-mail me jobs job cv resume office admin post team support sales kontakt bewerbung contacto correo hola ciao bonjour home web webmaster public private personal career careers hr recruiting mailbox inbox name user noreply no-reply',
);

/** Path segments of web sites that are not names of people. */
const PATH_WORDS = words(
  'users user u in pub profile profiles citations people person persons author authors account accounts member members channel c company companies home about wiki id ids me en de fr es www web index default view show public a o p r x card cards contact portfolio resume cv blog posts projects repos repositories tab overview stars orgs org groups team teams questions answers talks speakers speaker staff faculty scholar search detail details my us i watch video videos photos settings',
);

/** Hosts of mail and pages that many people share: their names are not handles. */
const SHARED_LABELS = words(
  'com org net edu gov co ac io dev app me ai info eu biz gmail googlemail google outlook hotmail live msn yahoo ymail icloud mac aol gmx web t-online proton protonmail pm mail mailbox posteo fastmail zoho yandex mail qq 163 126 naver daum github gitlab bitbucket sourcehut codeberg netlify vercel pages blogspot wordpress medium substack tumblr wixsite weebly herokuapp notion linktr about www blog cv resume my home dev page site online tech cloud xyz link bio name',
);

/** The handles of a person: user names, last segments of profile addresses, mailbox names, and own domains. */
export function handlesOf(profile: Profile, skills: ReadonlySet<string>): Handle[] {
  const { basics } = profile;
  const names: string[] = [];
  for (const { username, url } of basics?.profiles ?? []) {
    if (username) names.push(...accountNames(username));
    names.push(...pathNames(url));
  }
  names.push(...pathNames(basics?.url), ...domainNames(basics?.url));
  const local = basics?.email?.split('@')[0]?.split('+')[0];
  if (local && !MAILBOXES.has(fold(local))) names.push(local);
  const handles = new Map<string, Handle>();
  for (const raw of names) {
    const key = keyOf(raw);
    if (key.length < 2 || /^\d+$/.test(key)) continue;
    const isOrdinary = skills.has(key) || COMMON_WORDS.has(key) || LOWERCASE_WORDS.has(key) || MAILBOXES.has(key);
    if (!handles.has(key)) handles.set(key, { raw, key, isOrdinary });
  }
  return [...handles.values()];
}

/** The numbers of a person on web sites, such as an ORCID iD, as digits only. */
export function accountNumbers({ basics }: Profile): string[] {
  const written = (basics?.profiles ?? []).flatMap(({ username, url }) => [username ?? '', ...segmentsOf(url)]);
  const numbers = written.filter((text) => /^[\d-]+$/.test(text)).map((text) => text.replaceAll('-', ''));
  return [...new Set(numbers)].filter((digits) => digits.length >= 8);
}

/** The registrable names and hosts that belong to the person alone, in lowercase. */
export function ownDomains(profile: Profile): string[] {
  const { basics } = profile;
  const hosts = [hostOf(basics?.url), basics?.email?.split('@')[1]?.toLowerCase()];
  return hosts.flatMap((host) => {
    if (!host?.includes('.')) return [];
    const bare = host.replace(/^www\./, '');
    // gmail.com is shared; jane.github.io belongs to Jane.
    return bare.split('.').every((label, index, all) => index === all.length - 1 || SHARED_LABELS.has(label))
      ? []
      : [bare];
  });
}

/** The words of a mailbox name, if they may be a romanization of the name: `xiaoming.wang`. */
export function mailboxWords(email: string | undefined): string[] {
  const local = email?.split('@')[0]?.split('+')[0] ?? '';
  const parts = local.split(/[._-]/).filter((part) => /^[a-z]{2,}$/i.test(part) && !MAILBOXES.has(fold(part)));
  return parts.length > 1 ? parts : [];
}

/** A handle without the separators between its words. */
export function keyOf(handle: string): string {
  return wordsOf(handle)
    .map(({ keys }) => keys[0])
    .join('');
}

function accountNames(username: string): string[] {
  const name = username.trim().replace(/^[@~]+/, '');
  // A user of a federated network: name@host.
  return /^https?:/i.test(name) ? pathNames(name) : [name.split(/[@/\s]/)[0] ?? ''];
}

/** The last segment of an address's path and of its query, if it may be a handle. */
function pathNames(url: string | undefined): string[] {
  const parts = segmentsOf(url).filter((part) => !PATH_WORDS.has(fold(part)) && /\p{L}/u.test(part));
  const last = parts.at(-1);
  // An identifier such as AbCdEf12 matches no ordinary word.
  const ids = queryValues(url).filter((value) => /^(?=.*\d|.*[a-z][A-Z])[\w-]{6,40}$/.test(value));
  // jane-doe-1a2b3c4d is a handle that a network generated; without its suffix it is the name.
  return [...(last === undefined ? [] : [last, last.replace(/-[0-9a-f]{6,12}$|\.html?$/, '')]), ...ids];
}

/** The segments of the path of a web address, and its query's values if they are numbers. */
function segmentsOf(url: string | undefined): string[] {
  if (!url || !URL.canParse(url)) return [];
  const { pathname, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return [];
  return [...pathname.split('/').map(decodePart), ...queryValues(url).filter((value) => /^\d+$/.test(value))]
    .map((part) => (/^[~@]/.test(part) ? (part.replace(/^[~@]+/, '').split('@')[0] ?? '') : part))
    .filter((part) => part !== '');
}

function queryValues(url: string | undefined): string[] {
  if (!url || !URL.canParse(url)) return [];
  const { searchParams, protocol } = new URL(url);
  return /^https?:$/.test(protocol) ? [...searchParams.values()] : [];
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function domainNames(url: string | undefined): string[] {
  const labels = hostOf(url)?.split('.').slice(0, -1) ?? [];
  return labels.filter((label) => label.length > 1 && !SHARED_LABELS.has(label));
}

function hostOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
