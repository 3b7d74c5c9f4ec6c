import { PDFHexString, PDFString } from 'pdf-lib';
import { latin } from './lexer.js';

/** The part of the parser's byte stream that tokens need. */
export interface Bytes {
  offset(): number;
  moveTo(offset: number): void;
  /** Returns `undefined` after the last byte, although the library declares a number. */
  peekAt(offset: number): number;
  slice(start: number, end: number): Uint8Array;
}

/**
 * The limits on the length of tokens, in bytes. The longest strings in real documents are placeholders for signatures.
 * The limit is lower for encrypted strings, because the library takes many times the length of a string to return its
 * bytes.
 */
const MOST_STRING = 8 * 1024 * 1024;
export const MOST_ENCRYPTED = 256 * 1024;
const MOST_NAME = 1024;
const MOST_NUMBER = 400;

const OPEN = 0x28;
const CLOSE = 0x29;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const GREATER = 0x3e;
const RETURN = 0x0d;
const LETTER_R = 0x72;
const DIGITS = '0123456789abcdef';

/** Called with the reason for refusing a token. */
type Refuse = (reason: string) => never;

/**
 * Reads a literal string (ISO 32000-1, 7.3.4.2). The library builds strings one character at a time, which takes 32
 * bytes for each.
 */
export function readLiteral(bytes: Bytes, refuse: Refuse): PDFString {
  const start = bytes.offset();
  let depth = 0;
  let at = start;
  do {
    const byte = bytes.peekAt(at);
    if (byte === undefined) throw new Error('a string has no end');
    if (at - start > MOST_STRING) refuse(`contains a string of more than ${MOST_STRING} bytes`);
    if (byte === BACKSLASH) at += 1;
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) depth -= 1;
    at += 1;
  } while (depth > 0);
  bytes.moveTo(at);
  return PDFString.of(textOf(bytes, start + 1, at - 1));
}

/** Encodes bytes as a literal string, with escapes for special characters. */
export function literalOf(bytes: Uint8Array): PDFString {
  const escaped = new Uint8Array(2 * bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte === OPEN || byte === CLOSE || byte === BACKSLASH || byte === RETURN) escaped[length++] = BACKSLASH;
    // An unescaped carriage return would be read as a line feed.
    escaped[length++] = byte === RETURN ? LETTER_R : byte;
  }
  return PDFString.of(latin(escaped, 0, length));
}

/** Encodes bytes as a hexadecimal string. */
export function hexadecimalOf(bytes: Uint8Array): PDFHexString {
  const digits = new Uint8Array(2 * bytes.length);
  for (const [index, byte] of bytes.entries()) {
    digits[2 * index] = DIGITS.charCodeAt(byte >> 4);
    digits[2 * index + 1] = DIGITS.charCodeAt(byte & 15);
  }
  return PDFHexString.of(latin(digits, 0, digits.length));
}

/** Reads a hexadecimal string (ISO 32000-1, 7.3.4.3). */
export function readHexadecimal(bytes: Bytes, refuse: Refuse): PDFHexString {
  const start = bytes.offset() + 1;
  const end = endOf(bytes, start, (byte) => byte !== GREATER);
  if (end - start > MOST_STRING) refuse(`contains a string of more than ${MOST_STRING} bytes`);
  if (bytes.peekAt(end) === undefined) throw new Error('a string has no end');
  bytes.moveTo(end + 1);
  return PDFHexString.of(textOf(bytes, start, end));
}

/** Refuses a name longer than any reader accepts (ISO 32000-1, Annex C, allows 127 bytes). */
export function checkName(bytes: Bytes, isRegular: (byte: number) => boolean, refuse: Refuse): void {
  const start = bytes.offset() + (bytes.peekAt(bytes.offset()) === SLASH ? 1 : 0);
  if (endOf(bytes, start, isRegular, MOST_NAME) - start > MOST_NAME)
    refuse(`contains a name of more than ${MOST_NAME} bytes`);
}

/** Refuses a number with more digits than any real number. */
export function checkNumber(bytes: Bytes, isNumeric: (byte: number) => boolean, refuse: Refuse): void {
  const start = bytes.offset();
  if (endOf(bytes, start, isNumeric, MOST_NUMBER) - start > MOST_NUMBER)
    refuse(`contains a number of more than ${MOST_NUMBER} digits`);
}

function endOf(bytes: Bytes, start: number, belongs: (byte: number) => boolean, most = MOST_STRING): number {
  let at = start;
  for (let byte = bytes.peekAt(at); byte !== undefined && belongs(byte) && at - start <= most; byte = bytes.peekAt(at))
    at += 1;
  return at;
}

function textOf(bytes: Bytes, start: number, end: number): string {
  const slice = bytes.slice(start, end);
  return latin(slice, 0, slice.length);
}
