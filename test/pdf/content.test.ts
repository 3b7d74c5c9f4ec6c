import { describe, expect, test } from 'vitest';
import { scanContent } from '../../src/pdf/syntax/content.js';

const bytesOf = (source: string) => Uint8Array.from(source, (character) => character.charCodeAt(0));
const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** Returns every operator with its operands as written and the source it covers. */
function read(source: string): { operator: string; operands: string[]; covers: string }[] {
  const found: { operator: string; operands: string[]; covers: string }[] = [];
  scanContent(bytesOf(source), (operation) => {
    const { operator, start, end, count } = operation;
    const operands = Array.from({ length: count }, (_, index) => operation.source(index));
    found.push({ operator, operands, covers: source.slice(start, end) });
  });
  return found;
}

function strings(source: string): string[] {
  const found: string[] = [];
  scanContent(bytesOf(source), (operation) => operation.strings(operation.count - 1, (it) => found.push(textOf(it))));
  return found;
}

describe('operators and their operands', () => {
  test.each<[string, string, string[][]]>([
    ['all forms of numbers', '1 -.5 +2. 0 0 1 cm', [['cm', '1', '-.5', '+2.', '0', '0', '1']]],
    [
      'tokens without separators',
      '[(a)-3<62>]TJ/F1 9 Tf',
      [
        ['TJ', '[(a)-3<62>]'],
        ['Tf', '/F1', '9'],
      ],
    ],
    ['operators with symbols', '(a)\' T* f* 1 2(b)"', [["'", '(a)'], ['T*'], ['f*'], ['"', '1', '2', '(b)']]],
    ['parentheses in strings', '(a(b)c\\)) Tj q', [['Tj', '(a(b)c\\))'], ['q']]],
    [
      'nested dictionaries',
      '/P <</A <</B [<</C (>>)>>]>>/MCID 1>> BDC',
      [['BDC', '/P', '<</A <</B [<</C (>>)>>]>>/MCID 1>>']],
    ],
    ['comments', '1 % 2 Q (\n0 0 rg % end', [['rg', '1', '0', '0']]],
    ['booleans and null', 'true null false x', [['x', 'true', 'null', 'false']]],
    ['unmatched closing brackets', ') ] >> q', [['q', ')', ']', '>>']]],
    ['an unterminated string', 'q (abc', [['q']]],
  ])('parses %s', (_, source, expected) => {
    expect(read(source).map(({ operator, operands }) => [operator, ...operands])).toEqual(expected);
  });

  test('covers the source of an operator from its first operand', () => {
    expect(read(' 1 0 0 rg  q\n').map(({ covers }) => covers)).toEqual(['1 0 0 rg', 'q']);
  });
});

describe('inline images', () => {
  test('are one operator, regardless of the bytes in their data', () => {
    const image = 'BI /W 2 /H 2 /CS /G /BPC 8 ID \u0001 EI \u0002\u0003\u0004 EI';
    expect(read(`q ${image} Q`).map(({ covers }) => covers)).toEqual(['q', image, 'Q']);
  });

  test('may be the last operator', () => {
    expect(read('BI /W 1 ID ab EI').map(({ operator }) => operator)).toEqual(['BI']);
  });
});

describe('strings', () => {
  test.each([
    ['escapes', '(\\n\\t\\(\\)\\\\\\x\\101\\7) Tj', ['\n\t()\\xA\u0007']],
    ['escaped line breaks', '(a\\\r\nb\\\nc) Tj', ['abc']],
    ['hexadecimal strings with an odd number of digits', '<41 4 2 5> Tj', ['ABP']],
    ['all strings of an array', '[(a) -20 <62> (c)] TJ', ['a', 'b', 'c']],
  ])('decodes %s', (_, source, expected) => {
    expect(strings(source)).toEqual(expected);
  });

  test('can be read as one-byte or two-byte codes', () => {
    const codes: number[] = [];
    scanContent(bytesOf('<0041> Tj [(AB) <00420043>] TJ'), (operation) =>
      operation.codes(operation.count - 1, 2, (code) => codes.push(code)),
    );
    expect(codes).toEqual([0x41, 0x4142, 0x42, 0x43]);
  });
});

test('decodes names', () => {
  const names: (string | undefined)[] = [];
  scanContent(bytesOf('/A#20B Do 1 Do'), (operation) => names.push(operation.name(0)));
  expect(names).toEqual(['A B', undefined]);
});
