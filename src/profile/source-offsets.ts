import type { Range } from './document.js';

/** The value of an escape in double quotes, and how many characters it takes in the file (YAML 1.2.2, 5.7). */
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** White space as YAML has it, which a no-break space is not. */
const WHITE = /[ \t\r\n]/;

/**
 * Where each character of a text stands in the file: `offsets[i]` is the offset of character `i`, and one more says
 * where the last one ends. Lines that are folded, indented or escaped in the file are followed; a text that does not
 * stand there as such is all at the beginning of its place.
 *
 * @param source the text of the file
 * @param range where the scalar stands in it
 */
export function alignText(source: string, range: Range, value: string): number[] {
  const quote = source[range[0]];
  const block = quote === '|' || quote === '>';
  // A block's first line says how it is folded, and may end in a comment.
  let at = block ? source.indexOf('\n', range[0]) + 1 : range[0] + (quote === '"' || quote === "'" ? 1 : 0);
  const offsets: number[] = [];
  let index = 0;
  while (index < value.length) {
    const character = value[index] ?? '';
    if (WHITE.test(character)) {
      // One space of the value may be a whole indentation in the file, or an escape.
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

/** Where the text of a scalar begins: behind the first line of a block, which may hold a comment. */
export function textStart(source: string, range: Range): number {
  return source[range[0]] === '|' || source[range[0]] === '>' ? source.indexOf('\n', range[0]) + 1 : range[0];
}

function nowhere(range: Range, value: string): number[] {
  return Array.from({ length: value.length + 1 }, () => range[0]);
}

/** White space that the value has not, and the end of a line that is escaped in double quotes. */
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
