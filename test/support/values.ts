import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Content } from '../../src/content/model.js';
import { toText } from '../../src/formats/text.js';

/** A single value of a document: where it stands, and its text as it was typed. */
export interface Value {
  path: string;
  key: string;
  text: string;
}

/** Every single value of a YAML or JSON text that says something, those under repeated keys too. */
export function valuesOf(source: string): Value[] {
  const document = parseDocument(source, { uniqueKeys: false });
  if (document.errors.length > 0) throw document.errors[0];
  const found: Value[] = [];
  const visit = (node: unknown, path: string, key: string): void => {
    if (isAlias(node)) visit(node.resolve(document), path, key);
    else if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${path}[${index}]`, key);
    else if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair)) continue;
        const name = isScalar(pair.key) ? String(pair.key.value) : '?';
        visit(pair.value, path ? `${path}.${name}` : name, name);
      }
    } else if (isScalar(node) && node.value !== null) {
      const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
      if (text.trim() !== '') found.push({ path, key, text });
    }
  };
  visit(document.contents, '', '');
  return found;
}

/** What a reader gets to see: texts, and where links lead. */
export interface Shown {
  /** Ways to read its text: one of them has to hold a value. */
  texts: string[];
  links: string[];
}

/** What a page shows, with no word of its styles and data for machines. */
export function shownInHtml(html: string): Shown {
  const body = html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, ' ');
  const links = [...body.matchAll(/\shref="([^"]*)"/g)].map(([, url]) => unescapeHtml(url ?? ''));
  // A word that stays whole, or is set in a box, is no word of its own, nor is what stands between boxes; other spans
  // stand apart.
  const text = body
    .replace(/<span class="whole">([^<]*)<\/span>/g, '$1')
    .replace(/<span class="(?:chip|mark)">([^<]*)<\/span>/g, '$1')
    .replace(/<\/?(a|b|code|em|i|strong|wbr)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ');
  return { texts: [unescapeHtml(text)], links };
}

export function shownInText(content: Content): Shown {
  const text = toText(content);
  const links = text.match(/\b(https?:\/\/|mailto:|tel:)[^\s)]+/g) ?? [];
  // The address behind a linked word stands between the words of its sentence.
  return { texts: [text, text.replace(/ \((https?:\/\/|mailto:|tel:)[^\s)]+\)/g, '')], links };
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
    name ? (names[name] ?? whole) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

/**
 * The values that cannot be found in what is shown. White space and marks of Markdown and HTML may differ, a date may be
 * written out, an address may be where a link leads, a country may be its name, a flag may be a word. What stands in a
 * source several times is to be found as many times.
 */
export function missingIn(values: readonly Value[], shown: Shown): Value[] {
  const texts = shown.texts.map((text) => ` ${normalise(text)} `);
  const addresses = new Set(shown.links.map(bareAddress));
  const wanted = new Map<string, Set<string>>();
  return values.filter((value) => {
    if (texts.some((text) => isShownDate(value, text) || isShownFlag(value, text) || isShownCountry(value, text)))
      return false;
    return !partsOf(value.text).every((part) => {
      const address = bareAddress(part);
      if (
        [...addresses].some((shownAddress) => shownAddress === address || shownAddress.endsWith(`doi.org/${address}`))
      )
        return true;
      const plain = normalise(address.replace(/^(www\.|mailto:|tel:)/i, ''));
      if (plain === '') return true;
      // A group that says the same twice, such as a network and its label, says it once.
      const groups = wanted.get(plain) ?? new Set<string>();
      wanted.set(plain, groups.add(value.path.replace(/\.[^.]*$/, '')));
      return texts.some((text) => countIn(text, plain) >= groups.size);
    });
  });
}

/** The lines of a value, without the marks of lists; the addresses of its links, and what they are called. */
function partsOf(text: string): string[] {
  const links = [...text.matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, url]) => url ?? '');
  const lines = text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/<\/?p>|<br ?\/?>/g, '\n')
    .split('\n')
    .map((line) => line.replace(/^\s*([-*+]|\d+[.)])\s+/, ''));
  return [...lines, ...links];
}

function normalise(text: string): string {
  return text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/<\/?(b|strong|i|em|p|code)>/gi, '')
    .replace(/[\u00AD\u200B\u2060\uFEFF*_`[\]\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** How often a text stands in another one as words of its own. */
function countIn(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const isWord = (character: string | undefined) => /[\p{L}\p{N}]/u.test(character ?? '');
    const begins = !isWord(part[0]) || !isWord(text[at - 1]);
    const ends = !isWord(part.at(-1)) || !isWord(text[at + part.length]);
    if (begins && ends) count += 1;
  }
  return count;
}

function bareAddress(text: string): string {
  const address = text.trim().replace(/\/$/, '');
  return /^(mailto:|tel:|https?:)/i.test(address) ? address.replace(/^https?:\/\//i, '') : address;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date by its meaning: its year, with the name of its month where it has one. */
function isShownDate({ key, text: typed }: Value, text: string): boolean {
  if (!/date|modified|^(start|end)$/i.test(key)) return false;
  if (/^present$/i.test(typed)) return text.includes('present');
  const iso = /^(\d{4})(?:-(\d{2}))?(?:-\d{2})?(?:T.*)?$/.exec(typed);
  const named = /^([A-Za-z]{3})[a-z]*(?: \d{1,2},)? (\d{4})$/.exec(typed);
  const year = iso?.[1] ?? named?.[2];
  if (year === undefined) return false;
  const month = iso ? MONTHS[Number(iso[2] ?? 0) - 1] : named?.[1]?.toLowerCase();
  return month ? text.includes(`${month} ${year}`) : countIn(text, year) > 0;
}

/** A flag by a word: "yes" behind its name, or what it means. */
function isShownFlag({ key, text: typed }: Value, text: string): boolean {
  if (typed !== 'true' && typed !== 'false') return false;
  const word = normalise(key.replace(/_/g, ' '));
  if (text.includes(`${word}: ${typed === 'true' ? 'yes' : 'no'}`)) return true;
  if (text.includes(`${word} ${typed === 'true' ? 'yes' : 'no'}`)) return true;
  const meaning: Record<string, string> = { current: 'present', private: 'private' };
  return typed === 'true' && meaning[key] !== undefined && countIn(text, meaning[key]) > 0;
}

/** A country by its name. */
function isShownCountry({ key, text: typed }: Value, text: string): boolean {
  if (!/^country(Code)?$/.test(key) || !/^[A-Z]{2}$/.test(typed)) return false;
  return text.includes(normalise(new Intl.DisplayNames('en', { type: 'region' }).of(typed) ?? typed));
}
