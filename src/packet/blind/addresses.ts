import type { Profile } from '../../profile/schema.js';
import { fold } from './fold.js';
import { COMMON_WORDS } from './known-words.js';
import type { BlindWord } from './words.js';

/** A half-open range of offsets. */
export type AddressRange = [from: number, to: number];

/** Excludes top-level domains that are also extensions of source files: js, md, py, rs, sh, ts. */
const TOP_LEVEL = new Set(
  'com org net edu gov io dev app me ai co info eu biz name blog page site online tech cloud xyz link bio social de at ch fr es it pt nl be lu uk ie us ca au nz in jp cn kr tw hk sg br mx ar cl pl cz sk hu ro bg gr tr ru ua by se no dk fi is ee lv lt il za'.split(
    ' ',
  ),
);

const LOCAL_LENGTH = 64;
const HOST_LENGTH = 255;

/**
 * The addresses in a text: those with a scheme or www., hosts with a path, e-mail addresses, and the person's own
 * domains. A bare host of somebody else is a name (Booking.com, Socket.io) and stays.
 */
export function addressesIn(text: string, words: readonly BlindWord[], domains: readonly string[]): AddressRange[] {
  return [...schemes(text), ...hosts(text, words, domains), ...mailboxes(text)];
}

function schemes(text: string): AddressRange[] {
  const found: AddressRange[] = [];
  for (const mark of ['://', 'www.', 'WWW.', 'mailto:', 'MAILTO:']) {
    for (let at = text.indexOf(mark); at >= 0; ) {
      let from = at;
      if (mark === '://') while (from > at - 20 && isSchemeCharacter(text[from - 1])) from--;
      const boundary = mark === '://' ? from < at : !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
      const to = endOfAddress(text, at + mark.length);
      if (boundary && to > at + mark.length) found.push([from, to]);
      at = text.indexOf(mark, Math.max(to, at + mark.length));
    }
  }
  return found;
}

function isSchemeCharacter(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9+.-]/i.test(character);
}

/** The offset at which an address ends: before white space, an unmatched bracket, or closing punctuation. */
function endOfAddress(text: string, start: number): number {
  let end = start;
  let depth = 0;
  while (end < text.length && !/[\s<>"`«»“”„]/.test(text[end] ?? '')) {
    if (text[end] === '(') depth++;
    else if (text[end] === ')' && --depth < 0) break;
    end++;
  }
  while (end > start && /[.,;:!?'’\])}*_…。，、；]/.test(text[end - 1] ?? '')) {
    if (text[end - 1] === ')' && depth === 0) break;
    end--;
  }
  return end;
}

/** Host names: words separated by full stops, of which the last is a lowercase top-level domain. */
function hosts(text: string, words: readonly BlindWord[], domains: readonly string[]): AddressRange[] {
  const found: AddressRange[] = [];
  let done = 0;
  for (let first = 0; first < words.length; ) {
    let last = first;
    while (last + 1 < words.length && /^[.-]?$/.test(words[last + 1]?.glue ?? ' ')) last++;
    const from = words[first]?.from ?? 0;
    const to = words[last]?.to ?? 0;
    if (last > first && from >= done && to - from <= HOST_LENGTH) {
      const host = text.slice(from, to).toLowerCase();
      const ending = words[last]?.raw ?? '';
      const isOwn = domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
      const hasPath = /[/:]/.test(text[to] ?? '') && /[\p{L}\p{N}~@]/u.test(text[to + 1] ?? '');
      const isHost = words[last]?.glue === '.' && TOP_LEVEL.has(ending) && hasPath && text[from - 1] !== '/';
      if (isOwn || isHost) {
        done = hasPath ? endOfAddress(text, to) : to;
        found.push([from, done]);
      }
    }
    first = last + 1;
  }
  return found;
}

function mailboxes(text: string): AddressRange[] {
  const found: AddressRange[] = [];
  let done = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < done) continue;
    let from = at;
    while (from > done && from > at - LOCAL_LENGTH && /[\p{L}\p{M}\p{N}._%+-]/u.test(text[from - 1] ?? '')) from--;
    let to = at + 1;
    while (to < text.length && to < at + HOST_LENGTH && /[\p{L}\p{M}\p{N}.-]/u.test(text[to] ?? '')) to++;
    while (/[.-]/.test(text[to - 1] ?? '')) to--;
    const host = text.slice(at + 1, to);
    if (from === at || !/\.\p{L}{2,}$/u.test(host)) continue;
    // The path of a repository, and the sign before a user name in a federated network.
    if (/[:/]/.test(text[to] ?? '') && /\S/.test(text[to + 1] ?? '')) to = endOfAddress(text, to);
    found.push([text[from - 1] === '@' ? from - 1 : from, to]);
    done = to;
  }
  return found;
}

/** The texts that give a person's address: all of it, the street without its number, and the postal code. */
export function addressTexts({ basics }: Profile): string[] {
  const { address, postalCode, city, region } = basics?.location ?? {};
  const places = new Set([city, region].map((text) => fold(text ?? '').trim()));
  const streets = (address ?? '').split(/[,;\n]/).flatMap((line) => {
    const street = streetOf(line);
    return street === undefined || places.has(fold(street)) ? [] : [street];
  });
  const code = postalCode?.trim() ?? '';
  const length = code.replace(/[^\p{L}\p{N}]/gu, '').length;
  // Four digits may be a year or an amount, unless the city follows them.
  const codes = [...(length > 4 ? [code] : []), ...(length > 2 && city ? [`${code} ${city}`] : [])];
  return [...(address ? [address] : []), ...streets.slice(0, 1), ...codes];
}

/** The street of a line with a house number, before or after it. */
function streetOf(line: string): string | undefined {
  const words = line.trim().split(/\s+/);
  const hasNumber = (word: string | undefined) => /\p{N}/u.test(word ?? '');
  let first = 0;
  let last = words.length;
  while (hasNumber(words[first])) first++;
  while (last > first && hasNumber(words[last - 1])) last--;
  const street = words.slice(first, last).join(' ');
  const isNumbered = last - first < words.length && first < last;
  return isNumbered && street.length > 4 && !COMMON_WORDS.has(fold(street)) ? street : undefined;
}
