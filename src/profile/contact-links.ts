import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** One number of a telephone field: the text as written, and its `tel:` address if it can be called. */
interface PhoneLink {
  text: string;
  url?: string;
}

/** The letters on the keys 2 to 9 (ITU-T E.161). */
const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** Separators between two telephone numbers: `/`, `;`, `,`, `|`, `or`, a line break; some only before a number. */
const BETWEEN = /[;|\n\u00b7]|\s[/,]\s|,(?=\s*[+(\d])|\/(?=\s*[+(])|\s(?:or|and|und|oder|ou|et|o|y)\s/i;

/** An extension: `x12`, `ext. 12`, `;ext=12`, `#12`. */
const EXTENSION =
  /(?:(?<![a-z\s,;])[\s,;]+|(?<![a-z]))(?:;ext=|(?:ext(?:ension|n)?|x|durchwahl|poste)[\s.:]*|#\s*)(\d{1,7})\s*$/i;

/**
 * Returns the numbers of a telephone field with their links (RFC 3966).
 *
 * @param countryCode the country for numbers without a country code, if known
 */
export function phoneLinks(field: string, countryCode: string | undefined): PhoneLink[] {
  const code = countryCode?.trim().toUpperCase() ?? '';
  const country = isSupportedCountry(code) ? code : undefined;
  const parts = field
    .replace(/;ext=/gi, ' ext ')
    .split(BETWEEN)
    .filter((part) => part.trim() !== '');
  const links = parts.map((part) => ({ text: part.trim(), url: toTel(part, country) }));
  // If any part is not a number, such as opening hours, the field is printed as one text.
  if (links.length < 2 || links.some(({ url }) => url === undefined)) {
    const url = toTel(field, country);
    return [{ text: field, ...(url === undefined ? {} : { url }) }];
  }
  return links.map(({ text, url = '' }) => ({ text, url }));
}

function toTel(written: string, country: CountryCode | undefined): string | undefined {
  const text = written
    .normalize('NFKC')
    .replace(/^\s*(?:tel:|(?:phone|tel|mobile|cell|call)\b[.:]*)\s*/i, '')
    // A trunk prefix in brackets is not dialled after the country code.
    .replace(/^((?:\+|00)\s*\d{1,3}\s*)\(0\)/, '$1')
    .trim();
  const extension = EXTENSION.exec(text);
  const body = keypadDigits(extension ? text.slice(0, extension.index) : text);
  if (!/^[+(]?[\d\s().\-/\u2010-\u2015\u2212]+$/.test(body.replace(/^\(\+/, '+('))) return undefined;
  const suffix = extension ? `;ext=${extension[1]}` : '';
  const parsed = parsePhoneNumberFromString(body, country);
  if (parsed?.isPossible()) return `tel:${parsed.number}${suffix}`;
  const digits = body.replace(/\D/g, '');
  // A number outside any numbering plan, such as an internal one, is dialled as written.
  return digits.length >= 5 && digits.length <= 15
    ? `tel:${body.trim().startsWith('+') ? '+' : ''}${digits}${suffix}`
    : undefined;
}

/** Replaces the letters of a vanity number with the digits of their keys: 1-800-FLOWERS. Other texts are unchanged. */
function keypadDigits(text: string): string {
  if (!/^\s*\+?\(?\d[\d\s().-]*[A-Z][A-Z\d\s().-]*$/.test(text) || !/[A-Z]{3}/.test(text)) return text;
  return text.replace(/[A-Z]/g, (letter) =>
    String(KEYS.findIndex((letters) => letters.includes(letter.toLowerCase())) + 2),
  );
}

/** An email address and the text printed for it. */
interface Email {
  text: string;
  /** Undefined if the text is not an address. */
  address?: string;
}

/**
 * Reads an email address in any usual form: `jane@example.com`, `mailto:jane@example.com`, `Name <jane@example.com>`,
 * `<jane@example.com>`.
 */
export function readEmail(field: string): Email {
  const trimmed = field.trim();
  const inner = /<([^<>\s]+)>$/.exec(trimmed)?.[1] ?? trimmed;
  const address = inner.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
  return /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+$/.test(address) ? { text: address, address } : { text: trimmed };
}

const SCHEMES = /^(https?|mailto|tel):/i;

/**
 * `true` if a text may become a link: an address with http, https, mailto or tel. Any other scheme could run a script.
 */
export function isLinkable(text: string): boolean {
  return SCHEMES.test(text) && URL.canParse(text);
}

/** The address in a text; a bare host name gets https. */
export function toAddress(text: string): string {
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(text) ? `https://${text}` : text;
}
