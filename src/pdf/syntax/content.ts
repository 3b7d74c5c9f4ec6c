import { DossierError } from '../../errors.js';
import {
  DELIMITER,
  decodeHex,
  decodeLiteral,
  decodeName,
  isNumeric,
  KINDS,
  LESS,
  latin,
  OPEN_BRACKET,
  OPEN_PAREN,
  PERCENT,
  REGULAR,
  readHex,
  SPACE,
  skipComment,
  skipObject,
} from './lexer.js';

/**
 * Reads the operators of a content stream and their positions (ISO 32000-1, 7.8.2). Operands are decoded only on
 * request: a page has thousands of operators, of which a few hundred matter.
 */

/** The current operator. One object serves the whole stream, so copy what you need during the visit. */
export class Operation {
  /** The name of the operator: `Tj`, `BDC`, …; `BI` represents a whole inline image up to and including its `EI`. */
  operator = '';
  /** The start of the first operand, and the end of the operator. */
  start = 0;
  end = 0;
  count = 0;
  readonly #bytes: Uint8Array;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws DossierError PDF_INVALID for more operands than a valid operator has */
  push(start: number, end: number): void {
    if (this.count === MOST_OPERANDS)
      throw new DossierError('PDF_INVALID', `its content has an operator with more than ${MOST_OPERANDS} operands`, {
        hint: 'save the PDF again from the program that made it',
      });
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.count += 1;
  }

  /** The start of an operand; undefined if there are fewer operands. */
  startOf(index: number): number | undefined {
    return index < this.count ? this.#starts[index] : undefined;
  }

  /** The source text of an operand. */
  source(index: number): string {
    return index >= 0 && index < this.count
      ? latin(this.#bytes, this.#starts[index] as number, this.#ends[index] as number)
      : '';
  }

  /** The length of an operand's source text. */
  lengthOf(index: number): number {
    return (this.#ends[index] as number) - (this.#starts[index] as number);
  }

  /** The source text of the operator with its operands. */
  whole(): string {
    return latin(this.#bytes, this.start, this.end);
  }

  /** `true` if an operand is an array. */
  startsList(index: number): boolean {
    return index < this.count && this.#bytes[this.#starts[index] as number] === OPEN_BRACKET;
  }

  number(index: number): number | undefined {
    const value = Number.parseFloat(this.source(index));
    return Number.isNaN(value) ? undefined : value;
  }

  /** A name without its slash; undefined for anything else. */
  name(index: number): string | undefined {
    const source = this.source(index);
    return source.startsWith('/') ? decodeName(source) : undefined;
  }

  /** Calls back with every code of the strings in an operand, of one or two bytes each. */
  codes(index: number, width: 1 | 2, each: (code: number) => void): void {
    if (index < 0 || index >= this.count) return;
    const start = this.#starts[index] as number;
    const end = this.#ends[index] as number;
    // Nearly all text from the browser has one code per string, which is read in place.
    if (width === 2 && end - start === 6 && this.#bytes[start] === LESS) {
      const code = readHex(this.#bytes, start + 1, end - 1);
      if (code >= 0) {
        each(code);
        return;
      }
    }
    this.strings(index, (string) => {
      for (let at = 0; at + width <= string.length; at += width)
        each(width === 1 ? (string[at] as number) : ((string[at] as number) << 8) | (string[at + 1] as number));
    });
  }

  /** Calls back with the bytes of every string in an operand: the string itself, or those of an array (`TJ`). */
  strings(index: number, each: (string: Uint8Array) => void): void {
    if (index < 0 || index >= this.count) return;
    const end = this.#ends[index] as number;
    for (let at = this.#starts[index] as number; at < end; ) {
      const byte = this.#bytes[at];
      if (byte === OPEN_PAREN || (byte === LESS && this.#bytes[at + 1] !== LESS)) {
        const next = skipObject(this.#bytes, at, end);
        each(byte === LESS ? decodeHex(this.#bytes, at + 1, next) : decodeLiteral(this.#bytes, at + 1, next - 1));
        at = next;
      } else if (byte === PERCENT) at = skipComment(this.#bytes, at, end);
      else at += 1;
    }
  }
}

/** The most operands of one operator: a font with 65,536 characters may list all of them in one array. */
const MOST_OPERANDS = 200_000;

/** Longer words are not operators (ISO 32000-1, Annex A). */
const MOST_LETTERS = 32;

/** Operators by their bytes, so that each is made a string once. */
const OPERATORS = new Map<number, string>();

/** The standards define about 80 operators, but damaged content can contain any number. */
const MOST_OPERATORS = 1000;

/**
 * Reads a content stream and visits its operators in order. Damaged parts are skipped, and reading continues after
 * them.
 *
 * @throws DossierError PDF_INVALID for more operands than a valid operator has
 */
export function scanContent(bytes: Uint8Array, visit: (operation: Operation) => void): void {
  const operation = new Operation(bytes);
  const length = bytes.length;
  let at = 0;
  while (at < length) {
    const byte = bytes[at] as number;
    const kind = KINDS[byte];
    if (kind === SPACE) {
      at += 1;
      continue;
    }
    if (byte === PERCENT) {
      at = skipComment(bytes, at, length);
      continue;
    }
    if (kind === DELIMITER) {
      const end = skipObject(bytes, at, length);
      operation.push(at, end);
      at = end;
      continue;
    }
    const start = at;
    if (isNumeric(byte)) {
      do at += 1;
      while (at < length && KINDS[bytes[at] as number] === REGULAR);
      operation.push(start, at);
      continue;
    }
    let code = 0;
    while (at < length && KINDS[bytes[at] as number] === REGULAR) {
      // Exact for the operators of ISO 32000-1, which have three characters at most.
      code = code * 256 + (bytes[at] as number);
      at += 1;
    }
    let operator = at - start > 6 ? latin(bytes, start, Math.min(at, start + MOST_LETTERS)) : OPERATORS.get(code);
    if (operator === undefined) {
      operator = latin(bytes, start, at);
      if (OPERATORS.size < MOST_OPERATORS) OPERATORS.set(code, operator);
    }
    if (operator === 'true' || operator === 'false' || operator === 'null') {
      operation.push(start, at);
      continue;
    }
    operation.operator = operator;
    operation.start = operation.startOf(0) ?? start;
    if (operator === 'BI') at = skipInlineImage(bytes, at);
    operation.end = at;
    visit(operation);
    operation.count = 0;
  }
}

/**
 * The end of an inline image (ISO 32000-1, 8.9.7). Its data may contain the letters EI by chance, so they end it only
 * if surrounded by white space and followed by readable text.
 */
function skipInlineImage(bytes: Uint8Array, start: number): number {
  const length = bytes.length;
  let at = start;
  while (at < length && !isWord(bytes, at, 0x49, 0x44)) {
    const byte = bytes[at] as number;
    at = KINDS[byte] === DELIMITER ? skipObject(bytes, at, length) : at + 1;
  }
  for (at += 3; at < length; at += 1) {
    if (isWord(bytes, at, 0x45, 0x49) && isReadable(bytes, at + 2)) return at + 2;
  }
  return length;
}

function isWord(bytes: Uint8Array, at: number, first: number, second: number): boolean {
  return (
    bytes[at] === first &&
    bytes[at + 1] === second &&
    KINDS[bytes[at - 1] as number] !== REGULAR &&
    (at + 2 >= bytes.length || KINDS[bytes[at + 2] as number] !== REGULAR)
  );
}

function isReadable(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < Math.min(start + 12, bytes.length); at += 1) {
    const byte = bytes[at] as number;
    if (byte > 0x7e || (byte < 0x20 && KINDS[byte] !== SPACE) || byte === 0) return false;
  }
  return true;
}
