import { z } from 'zod';
import type { Problem } from '../errors.js';
import { isLinkable, phoneLinks, readEmail, toAddress } from './contact-links.js';
import { compareDates, parseDate, readDate } from './dates.js';
import type { Path, SourceDocument } from './document.js';
import { type FieldKind, metadataOf, unwrap } from './field-metadata.js';
import { readCountry } from './fields.js';
import { htmlToText } from './html.js';
import { deadLinks, toMarkdown } from './prose.js';
import { isGroup, isLocale, quote, scalarText } from './values.js';

type LenientSource = Pick<SourceDocument, 'value' | 'problem' | 'text' | 'rangeOf' | 'isJson'>;

interface Walk {
  document: LenientSource;
  warnings: Problem[];
  /** `true` if messages may name only keys and places, never values. */
  redact: boolean;
}

/**
 * Converts unambiguous values that a schema would reject: dates in other forms, a text instead of a list, or a name
 * instead of an entry. Each conversion gives a warning with the value used. Other values are kept, so that the schema
 * rejects them.
 */
export function readLeniently(
  schema: z.core.$ZodType,
  document: LenientSource,
  redact: boolean,
): { value: unknown; warnings: Problem[] } {
  const walk: Walk = { document, warnings: [], redact };
  return { value: visit(schema, document.value, [], walk), warnings: walk.warnings };
}

function visit(schema: z.core.$ZodType, value: unknown, path: Path, walk: Walk): unknown {
  const { kind, terms } = metadataOf(schema);
  if (kind) return typeof value === 'string' ? readField(kind, value, path, walk) : value;
  const inner = unwrap(schema);
  if (typeof value === 'string' && !(inner instanceof z.ZodArray)) return readText(schema, value, path, walk);
  if (inner instanceof z.ZodUnion) {
    if (!isGroup(value)) return value;
    const option = inner.options.map((each) => unwrap(each as z.ZodType)).find((each) => each instanceof z.ZodObject);
    return option ? visit(option, value, path, walk) : value;
  }
  if (inner instanceof z.ZodArray) return visitList(inner.element as z.ZodType, terms === true, value, path, walk);
  if (!isGroup(value)) return value;
  if (inner instanceof z.ZodRecord) {
    const item = inner.valueType as z.ZodType;
    return mapGroup(value, (key) => visit(item, value[key], [...path, key], walk));
  }
  if (!(inner instanceof z.ZodObject)) return value;
  const shape = inner.shape as Record<string, z.ZodType>;
  const read = mapGroup(value, (key) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return field ? visit(field, value[key], [...path, key], walk) : value[key];
  });
  if (shape.startDate && shape.endDate) checkOrder(read, path, walk);
  return read;
}

function visitList(element: z.ZodType, isTerms: boolean, value: unknown, path: Path, walk: Walk): unknown {
  if (value === '') return [];
  let list = value;
  const isItem = (text: string) => element.safeParse(text).success || (isTerms && nameKey(element, text) !== undefined);
  if (typeof value === 'string' && isItem(value)) {
    const texts = isTerms ? splitTerms(value) : [value];
    const form = walk.document.isJson ? 'put it in brackets: [ … ]' : 'write a list, even for one item';
    warn(walk, path, (shown) => `${shown} is read as a list of ${texts.length === 1 ? 'one' : texts.length}`, form);
    list = texts.map((text) => {
      const key = nameKey(element, text);
      return element.safeParse(text).success || key === undefined ? text : { [key]: text };
    });
  }
  if (!Array.isArray(list)) return value;
  return list.map((item: unknown, index) => {
    const place = [...path, index];
    const key = typeof item === 'string' && item !== '' ? nameKey(element, item) : undefined;
    if (key === undefined) return visit(element, item, place, walk);
    const form = walk.document.isJson ? `{ "${key}": … }` : `${key}: …`;
    warn(walk, place, (shown) => `${shown} is read as the ${key} of an entry`, `write ${form}`);
    return { [key]: item };
  });
}

/** Splits a list of terms at commas outside brackets: `HTML, CSS (Sass, Less)` has two terms. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let open = 0;
  for (const part of text.split(/([,;()])/)) {
    if (open === 0 && (part === ',' || part === ';')) {
      terms.push('');
      continue;
    }
    if (part === '(') open += 1;
    if (part === ')') open = Math.max(0, open - 1);
    terms.push((terms.pop() ?? '') + part);
  }
  return terms.map((term) => term.trim()).filter(Boolean);
}

/**
 * Returns the key that a plain text gets when it becomes an entry: `url` for an address, otherwise the first required
 * key.
 */
function nameKey(element: z.ZodType, text: string): string | undefined {
  const inner = unwrap(element);
  if (!(inner instanceof z.ZodObject)) return undefined;
  const keys = Object.keys(inner.shape);
  const address = keys.includes('url') && isLinkable(toAddress(text)) ? ['url'] : [];
  return [...address, ...keys.filter((key) => !inner.shape[key].safeParse(undefined).success), keys[0]].find(
    (key) => key !== undefined && element.safeParse({ [key]: text }).success,
  );
}

/** Reads prose as Markdown, and a short text without its HTML. */
function readText(schema: z.core.$ZodType, value: string, path: Path, walk: Walk): string {
  const inner = unwrap(schema);
  const options = inner instanceof z.ZodUnion ? inner.options : [];
  const kind = options.map((option) => metadataOf(option as z.ZodType).kind).find(Boolean);
  if (kind) return readField(kind, value, path, walk) ?? value;
  const role = [schema, ...options].map((option) => metadataOf(option as z.ZodType).role).find(Boolean);
  if (role === undefined || role === 'neutral') return value;
  if (role !== 'prose') return htmlToText(value);
  const range = walk.document.rangeOf(path, 'value');
  const markdown = toMarkdown(value, range && walk.document.text.slice(...range));
  for (const target of deadLinks(markdown)) {
    const hint = 'write the full address, such as https://example.org/about';
    const link = walk.redact ? 'a link' : `the link to ${quote(target)}`;
    warn(walk, path, () => `${link} leads nowhere: it is printed as typed`, hint);
  }
  return markdown;
}

function readField(kind: FieldKind, text: string, path: Path, walk: Walk): string | undefined {
  if (text.trim() === '') return text;
  if (kind === 'url') {
    if (!isLinkable(toAddress(text.trim()))) {
      const hint = 'use an address that starts with https://, http://, mailto: or tel:';
      warn(walk, path, (shown) => `${shown} is not an address: it is printed without a link`, hint);
    }
    return text;
  }
  if (kind === 'email') {
    const { address } = readEmail(text);
    if (address === undefined) {
      warn(walk, path, (shown) => `${shown} is not an e-mail address: it is printed without a link`);
    } else if (address !== text.trim()) {
      warn(walk, path, (shown) => `${shown} is read as ${walk.redact ? 'an e-mail address' : address}`);
    }
    return address ?? text;
  }
  if (kind === 'phone') {
    if (phoneLinks(text, undefined).some(({ url }) => url === undefined)) {
      const hint = 'write it with the country code: +44 20 7946 0123';
      warn(walk, path, (shown) => `${shown} is not a telephone number: it is printed without a link`, hint);
    }
    return text;
  }
  if (kind === 'locale' || kind === 'language') {
    if (isLocale(text)) return text;
    const tag = text.trim().replaceAll('_', '-');
    if (isLocale(tag)) {
      warn(walk, path, (shown) => `${shown} is read as ${walk.redact ? 'a language tag' : tag}`);
      return tag;
    }
    if (kind === 'locale') return text;
    warn(walk, path, (shown) => `${shown} is not a language tag: it is not used`, 'write it as en, en-GB or pt-BR');
    return undefined;
  }
  if (kind === 'country') {
    const country = readCountry(text);
    if (country === undefined) {
      const hint = 'write the two letters of ISO 3166-1, such as IN';
      warn(walk, path, (shown) => `${shown} is not a country code: it is printed as it is`, hint);
    } else if (country !== text.trim().toUpperCase()) {
      warn(walk, path, (shown) => `${shown} is read as ${walk.redact ? 'a country code' : country}`);
    }
    return country ?? text;
  }
  if (kind === 'flag') {
    const word = text.trim().toLowerCase();
    const flag = /^(?:yes|on)$/.test(word) ? 'true' : /^(?:no|off)$/.test(word) ? 'false' : word;
    if (/^(?:true|false)$/.test(flag) && flag !== text) warn(walk, path, (shown) => `${shown} is read as ${flag}`);
    return flag;
  }
  const date = readDate(text, kind === 'end');
  if (date === undefined) {
    if (kind !== 'modified') return text;
    warn(walk, path, (shown) => `${shown} is not a date: it is not used`, 'write 2023-04-01');
    return undefined;
  }
  if (date !== text.trim()) warn(walk, path, (shown) => `${shown} is read as ${walk.redact ? 'a date' : date}`);
  return date;
}

/** Warns if an end is before its start, at the precision of both dates. */
function checkOrder({ startDate, endDate }: Record<string, unknown>, path: Path, walk: Walk): void {
  const [from, to] = [scalarText(startDate), scalarText(endDate)];
  const [start, end] = [parseDate(from), parseDate(to)];
  if (!start || !end || compareDates(end, start) >= 0) return;
  const dates = walk.redact ? 'the end is before the start' : `the end, ${to}, is before the start, ${from}`;
  const message = `${dates}: both are printed as written`;
  const hint = 'swap the two dates, or correct the wrong one';
  walk.warnings.push(walk.document.problem([...path, 'endDate'], 'value', { severity: 'warning', message, hint }));
}

function warn(walk: Walk, path: Path, message: (shown: string) => string, hint?: string): void {
  let value: unknown = walk.document.value;
  for (const step of path)
    if (typeof value === 'object') value = (value as Record<PropertyKey, unknown> | null)?.[step];
  const key = path.findLast((step) => typeof step === 'string');
  const shown = walk.redact ? `"${String(key)}"` : quote(scalarText(value));
  const what = { severity: 'warning' as const, message: message(shown), ...(hint ? { hint } : {}) };
  walk.warnings.push(walk.document.problem(path, 'value', what));
}

function mapGroup(group: Record<string, unknown>, change: (key: string) => unknown): Record<string, unknown> {
  const entries = Object.keys(group).map((key) => [key, change(key)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
