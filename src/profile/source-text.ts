import type { Problem } from '../errors.js';
import type { TextRange } from './expand.js';

/** The number of hexadecimal digits in each numeric escape of double-quoted text (YAML 1.2.2, 5.7). */
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** White space in YAML, which does not include the no-break space. */
const WHITE = /[ \t\r\n]/;

/**
 * Maps each character of a text to its offset in the file: `offsets[i]` is the offset of character `i`, and one more
 * item is the end of the last one. Folded, indented and escaped lines are followed; if the text does not match the
 * source, every offset is the start of its range.
 *
 * @param source the text of the file
 * @param range the range of the scalar in it
 */
export function alignText(source: string, range: TextRange, value: string): number[] {
  const quote = source[range[0]];
  const block = quote === '|' || quote === '>';
  // The first line of a block scalar is its header, which may end in a comment.
  let at = block ? source.indexOf('\n', range[0]) + 1 : range[0] + (quote === '"' || quote === "'" ? 1 : 0);
  const offsets: number[] = [];
  let index = 0;
  while (index < value.length) {
    const character = value[index] ?? '';
    if (WHITE.test(character)) {
      // One space of the value may be a whole indentation or an escape in the file.
      const escaped = quote === '"' && source[at] === '\\' ? escapeAt(source, at) : undefined;
      offsets.push(at);
      if (escaped?.text === character) at += escaped.length;
      else if (WHITE.test(source[at] ?? '')) at += 1;
      index += 1;
      continue;
    }
    while (at < range[1] && isFolding(source, at, quote)) at += source[at] === '\\' ? 2 : 1;
    const found = readCharacter(source, at, quote);
    if (at >= range[1] || found.text !== value.slice(index, index + found.text.length)) return nowhere(range, value);
    for (let unit = 0; unit < found.text.length; unit++) offsets.push(at);
    at += found.length;
    index += found.text.length;
  }
  offsets.push(at);
  return offsets;
}

/**
 * Returns the offset at which a scalar's text begins: after the header line of a block scalar, which may hold a
 * comment.
 */
export function textStart(source: string, range: TextRange): number {
  return source[range[0]] === '|' || source[range[0]] === '>' ? source.indexOf('\n', range[0]) + 1 : range[0];
}

function nowhere(range: TextRange, value: string): number[] {
  return Array.from({ length: value.length + 1 }, () => range[0]);
}

/** `true` for white space that is not part of the value, and for an escaped line break in double quotes. */
function isFolding(source: string, at: number, quote: string | undefined): boolean {
  return WHITE.test(source[at] ?? '') || (quote === '"' && source[at] === '\\' && /[\r\n]/.test(source[at + 1] ?? ''));
}

function readCharacter(source: string, at: number, quote: string | undefined): { text: string; length: number } {
  if (quote === "'" && source.startsWith("''", at)) return { text: "'", length: 2 };
  if (quote === '"' && source[at] === '\\') return escapeAt(source, at);
  return { text: source[at] ?? '', length: 1 };
}

function escapeAt(source: string, at: number): { text: string; length: number } {
  const kind = source[at + 1] ?? '';
  const digits = HEX_DIGITS[kind];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '', length: 2 + digits };
  }
  const named: Record<string, string> = {
    n: '\n',
    t: '\t',
    r: '\r',
    _: '\u00A0',
    N: '\u0085',
    L: '\u2028',
    P: '\u2029',
  };
  return { text: named[kind] ?? kind, length: 2 };
}

/**
 * Draws a code frame: the line in which a range begins, with its number, and carets under the range's part of that
 * line.
 */
export function drawFrame(text: string, [start, end]: readonly [number, number], number: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', start);
  const line = text.slice(from, to === -1 ? text.length : to).replace(/\r$/, '');
  const shift = Math.max(0, start - from - 80);
  const shown = `${shift > 0 ? '…' : ''}${line.slice(shift, shift + 120)}`.replaceAll('\t', ' ');
  const indent = start - from - shift + (shift > 0 ? 1 : 0);
  const width = Math.max(1, Math.min(end, from + line.length) - start, 1);
  const gutter = `${number} | `;
  return `    ${gutter}${shown}\n    ${' '.repeat(gutter.length + indent)}${'^'.repeat(Math.min(width, Math.max(1, shown.length - indent)))}`;
}

/** Translates a parser error into a message and a fix. */
export function explainSyntax(code: string, message: string): Pick<Problem, 'message' | 'hint'> {
  switch (code) {
    case 'DUPLICATE_KEY':
      return {
        message: 'this key occurs twice in the same group',
        hint: 'remove one of the two, or merge their values',
      };
    case 'TAB_AS_INDENT':
      return {
        message: 'a tab is used for indentation',
        hint: 'indent with spaces: YAML does not allow tabs',
      };
    case 'MULTIPLE_DOCS':
      return {
        message: 'the file contains more than one document',
        hint: 'write one profile per file, without a second ---',
      };
    case 'NON_STRING_KEY':
      return {
        message: 'a key must be a word',
        hint: 'write key: value',
      };
    case 'BAD_INDENT':
    case 'BLOCK_IN_FLOW':
      return { message, hint: 'line this up with the lines around it' };
    case 'IMPOSSIBLE':
    case 'UNEXPECTED_TOKEN':
    case 'MISSING_CHAR':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message,
        hint: 'put the text in quotes if it contains ": " or " #", or starts with a character such as @ & * [ {',
      };
    default:
      return { message, hint: 'compare it with the lines around it' };
  }
}
