import type { Problem } from '../errors.js';

/** The line in which a range begins, by its number, under it carets as wide as the range's part of that line. */
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

/** The parser's complaint in words that say how to mend it. */
export function explainSyntax(code: string, message: string): Pick<Problem, 'message' | 'hint'> {
  switch (code) {
    case 'DUPLICATE_KEY':
      return {
        message: 'this key stands twice in the same place',
        hint: 'remove one of the two, or join their values',
      };
    case 'TAB_AS_INDENT':
      return {
        message: 'a tab is used to indent',
        hint: 'YAML indents with spaces only',
      };
    case 'MULTIPLE_DOCS':
      return {
        message: 'the file holds more than one document',
        hint: 'write one profile a file, without a second ---',
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
        hint: 'put the text in quotes if it holds ": ", " #" or begins with a sign such as @ & * [ {',
      };
    default:
      return { message, hint: 'compare it with the lines around it' };
  }
}
