/** Finds the ends of PDF tokens in bytes and decodes them (ISO 32000-1, 7.2 and 7.3). */

/** The lexical class of a byte (ISO 32000-1, 7.2.2): part of a token, white space or a delimiter. */
export const REGULAR = 0;
export const SPACE = 1;
export const DELIMITER = 2;

export const KINDS = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) KINDS[byte] = SPACE;
for (const character of '()<>[]{}/%') KINDS[character.charCodeAt(0)] = DELIMITER;

export const PERCENT = 0x25;
export const OPEN_PAREN = 0x28;
const CLOSE_PAREN = 0x29;
const SLASH = 0x2f;
export const LESS = 0x3c;
const GREATER = 0x3e;
export const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;

export function isRegular(byte: number): boolean {
  return KINDS[byte] === REGULAR;
}

export function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b;
}

const DIGITS = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++)
  for (const form of [digit.toString(16), digit.toString(16).toUpperCase()]) DIGITS[form.charCodeAt(0)] = digit;

/** The end of the object at a position; an array or a dictionary is one object. */
export function skipObject(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  let depth = 0;
  do {
    const byte = bytes[at] as number;
    if (byte === OPEN_PAREN) at = skipLiteral(bytes, at, limit);
    else if (byte === LESS && bytes[at + 1] === LESS) {
      depth += 1;
      at += 2;
    } else if (byte === GREATER && bytes[at + 1] === GREATER) {
      depth -= 1;
      at += 2;
    } else if (byte === LESS) {
      while (at < limit && bytes[at] !== GREATER) at += 1;
      at += 1;
    } else if (byte === OPEN_BRACKET) {
      depth += 1;
      at += 1;
    } else if (byte === CLOSE_BRACKET) {
      depth -= 1;
      at += 1;
    } else if (byte === PERCENT) at = skipComment(bytes, at, limit);
    else {
      at += 1;
      if (byte === SLASH || KINDS[byte] === REGULAR)
        while (at < limit && KINDS[bytes[at] as number] === REGULAR) at += 1;
    }
  } while (depth > 0 && at < limit);
  return Math.min(at, limit);
}

export function skipComment(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
  return at;
}

/** The end of a literal string, whose unescaped parentheses must balance (ISO 32000-1, 7.3.4.2). */
function skipLiteral(bytes: Uint8Array, start: number, limit: number): number {
  let depth = 0;
  for (let at = start; at < limit; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === OPEN_PAREN) depth += 1;
    else if (byte === CLOSE_PAREN) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return limit;
}

/** The bytes of a hexadecimal string (ISO 32000-1, 7.3.4.3); a missing last digit counts as 0. */
export function decodeHex(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const result = new Uint8Array((end - start + 1) >> 1);
  let digits = 0;
  for (let at = start; at < end; at += 1) {
    const digit = DIGITS[bytes[at] as number] as number;
    if (digit < 0) continue;
    result[digits >> 1] = digits & 1 ? (result[digits >> 1] as number) | digit : digit << 4;
    digits += 1;
  }
  return result.subarray(0, (digits + 1) >> 1);
}

/** The value of hexadecimal digits; negative if there is any other character. */
export function readHex(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = DIGITS[bytes[at] as number] as number;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

export function decodeLiteral(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const result = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte !== BACKSLASH) {
      result[length++] = byte;
      continue;
    }
    at += 1;
    const [code, digits] = readOctal(bytes, at, Math.min(at + 3, end));
    if (digits > 0) {
      result[length++] = code & 0xff;
      at += digits - 1;
    } else if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 1;
    else if (bytes[at] !== 0x0a && bytes[at] !== 0x0d)
      result[length++] = ESCAPES[String.fromCharCode(bytes[at] as number)] ?? (bytes[at] as number);
  }
  return result.subarray(0, length);
}

/** The value of octal digits, and the number of digits. */
function readOctal(bytes: Uint8Array, start: number, end: number): [code: number, digits: number] {
  let code = 0;
  let at = start;
  for (; at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x37; at += 1)
    code = code * 8 + (bytes[at] as number) - 0x30;
  return [code, at - start];
}

export function decodeName(source: string): string {
  return source
    .slice(1)
    .replace(/#([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** The most characters per call, because each is an argument and the number of arguments is limited. */
const CHUNK = 8192;

export function latin(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 16) {
    let text = '';
    for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
    return text;
  }
  // A string built from single characters takes 32 bytes for each of them.
  let text = '';
  for (let at = start; at < end; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + CHUNK, end)));
  return text;
}
