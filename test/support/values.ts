import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Content } from '../../src/content/model.js';
import { toText } from '../../src/formats/text.js';

/** A scalar value of a document with its path and its text as typed. */
export interface Value {
  path: string;
  key: string;
  text: string;
}

/** All non-empty scalar values of a YAML or JSON text, including those under duplicate keys. */
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

/** The content visible to a reader: texts and link targets. */
export interface Shown {
  /** Alternative readings of the text: a value must occur in at least one of them. */
  texts: string[];
  links: string[];
}

/** The visible content of a page, without styles, scripts and metadata. */
export function shownInHtml(html: string): Shown {
  const body = html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, ' ');
  const links = [...body.matchAll(/\shref="([^"]*)"/g)].map(([, url]) => unescapeHtml(url ?? ''));
  // Spans that prevent line breaks or draw boxes do not separate words. All other spans do.
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
  // The URL in parentheses after a linked word interrupts its sentence, so also try the text without it.
  return { texts: [text, text.replace(/ \((https?:\/\/|mailto:|tel:)[^\s)]+\)/g, '')], links };
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
    name ? (names[name] ?? whole) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

/**
 * The values that the visible content lacks. White space and Markdown or HTML markup may differ. A date may be
 * written out, a URL may be a link target, a country code may be shown as a name, and a flag as a word. A value that
 * occurs several times in the source must be shown as many times.
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
      // A value that occurs twice in one object, such as a network and its label, is shown only once.
      const groups = wanted.get(plain) ?? new Set<string>();
      wanted.set(plain, groups.add(value.path.replace(/\.[^.]*$/, '')));
      return texts.some((text) => countIn(text, plain) >= groups.size);
    });
  });
}

/** The lines of a value without list markers, and the URLs of its links. */
function partsOf(text: string): string[] {
  const links = [...text.matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, url]) => url ?? '');
  const lines = text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/<\/?(p|ul|ol|li)>|<br ?\/?>/g, '\n')
    .split('\n')
    .map((line) => line.replace(/^\s*([-*+]|\d+[.)])\s+/, ''));
  return [...lines, ...links];
}

function normalise(text: string): string {
  return text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/<\/?(b|strong|i|em|p|ul|ol|li|code)>/gi, '')
    .replace(/[\u00AD\u200B\u2060\uFEFF*_`[\]\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Counts the occurrences of a text that begin and end at word boundaries. */
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

/** `true` if the text contains the year of a date and, if it has one, the name of its month; so for both of a period. */
function isShownDate({ key, text: typed, path }: Value, text: string): boolean {
  if (!/date|modified|period|^(start|end)$/i.test(key)) return false;
  const [start, end, ...others] = typed.split(/ (?:[-–]|to) /);
  if (start && end && others.length === 0)
    return [start, end].every((part) => isShownDate({ key, path, text: part }, text));
  if (/^present$/i.test(typed)) return text.includes('present');
  const iso = /^(\d{4})(?:-(\d{2}))?(?:-\d{2})?(?:T.*)?$/.exec(typed);
  const named = /^(?:\d{1,2} )?([A-Za-z]{3})[a-z]*(?: \d{1,2},)? (\d{4})$/.exec(typed);
  const numbered = /^(\d\d)\/(\d{4})$/.exec(typed);
  const year = iso?.[1] ?? named?.[2] ?? numbered?.[2];
  if (year === undefined) return false;
  const month = named ? named[1]?.toLowerCase() : MONTHS[Number(iso?.[2] ?? numbered?.[1] ?? 0) - 1];
  return month ? text.includes(`${month} ${year}`) : countIn(text, year) > 0;
}

/** `true` if the text shows a flag as "yes" or "no" after its name, or as a word such as "present". */
function isShownFlag({ key, text: typed }: Value, text: string): boolean {
  if (typed !== 'true' && typed !== 'false') return false;
  const word = normalise(key.replace(/_/g, ' '));
  if (text.includes(`${word}: ${typed === 'true' ? 'yes' : 'no'}`)) return true;
  if (text.includes(`${word} ${typed === 'true' ? 'yes' : 'no'}`)) return true;
  const meaning: Record<string, string> = { current: 'present', private: 'private' };
  return typed === 'true' && meaning[key] !== undefined && countIn(text, meaning[key]) > 0;
}

/** `true` if the text contains the English name of a country code. */
function isShownCountry({ key, text: typed }: Value, text: string): boolean {
  if (!/^country(Code)?$/.test(key) || !/^[A-Z]{2}$/.test(typed)) return false;
  return text.includes(normalise(new Intl.DisplayNames('en', { type: 'region' }).of(typed) ?? typed));
}
