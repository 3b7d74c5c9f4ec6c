import { createRequire } from 'node:module';
import type { ParseError } from 'jsonc-parser';
import type { Problem } from '../errors.js';
import type { TextRange } from './expand.js';

/** JSON text with comments and trailing commas replaced by spaces, so that offsets stay the same. */
interface PlainJson {
  text: string;
  isJson: boolean;
  /** The offset of the first comment or trailing comma; undefined if there is none. */
  first?: number;
}

/**
 * Recognizes JSON by its beginning: `{ "`, `{ }` or `{ //`. YAML in braces rarely begins like this, and its addresses
 * contain `//`.
 */
const BEGINNING = /^(?:\s|\/\/[^\n]*\n)*\{\s*(?:"|\}|\/[/*])/;

/** Unterminated strings and comments are tokens too, so that no part of the text is scanned twice. */
const TOKEN =
  /"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*+[^/*][^*]*)*(?:\*+\/?)?|,|[\]}]|[^\s",\]}/]+|\//g;

export function stripComments(text: string): PlainJson {
  if (!BEGINNING.test(text.slice(0, 2000))) return { text, isJson: false };
  let plain = '';
  let at = 0;
  let first: number | undefined;
  let comma: number | undefined;
  const commas: number[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('//') || (token.startsWith('/*') && token.length > 3 && token.endsWith('*/'))) {
      // Only YAML can contain an unquoted address.
      if (text[index - 1] === ':') continue;
      plain += text.slice(at, index) + token.replace(/[^\n]/g, ' ');
      at = index + token.length;
      first ??= index;
      continue;
    }
    if (comma !== undefined && (token === ']' || token === '}')) commas.push(comma);
    comma = token === ',' ? index : undefined;
  }
  const start = first === undefined ? commas[0] : Math.min(first, commas[0] ?? first);
  return { text: plain + text.slice(at), isJson: true, ...(start === undefined ? {} : { first: start }) };
}

/**
 * Returns the first error in JSON without comments, since later errors may be consequences of it; undefined if there is
 * none.
 */
export function findJsonError(text: string): (Pick<Problem, 'message' | 'hint'> & { range: TextRange }) | undefined {
  const { parse, printParseErrorCode } = loadJsonParser();
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return undefined;
  const [message, hint] = EXPLANATIONS[printParseErrorCode(first.error)] ?? [
    'this is not valid JSON',
    'compare it with the lines around it',
  ];
  return { message, hint, range: [first.offset, first.offset + first.length] };
}

/** Loads the parser only for JSON: most profiles are YAML. */
export const loadJsonParser = () => createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser');

const EXPLANATIONS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  InvalidSymbol: ['this is not a JSON value', 'put text in double quotes'],
  InvalidNumberFormat: ['this is not a JSON number', 'put it in double quotes, as text'],
  PropertyNameExpected: ['a key is expected here', 'put the key in double quotes: "name": "…"'],
  ValueExpected: ['a value is expected here', 'write a value, or remove the key or the comma before it'],
  ColonExpected: ['a colon is missing before this', 'write "key": value'],
  CommaExpected: ['a comma is missing before this', 'put a comma between two values'],
  CloseBraceExpected: ['a closing brace is missing', 'add } where the group ends'],
  CloseBracketExpected: ['a closing bracket is missing', 'add ] where the list ends'],
  EndOfFileExpected: ['the document ends before this', 'remove the extra brace or bracket, or the text after it'],
  UnexpectedEndOfString: ['this text has no closing quote', 'add " at its end; write a line break as \\n'],
  UnexpectedEndOfNumber: ['this number is not complete', 'complete it, or put it in double quotes'],
  InvalidUnicode: ['this is not a character code', 'write \\u and four hexadecimal digits'],
  InvalidEscapeCharacter: ['this character cannot follow a backslash', 'write a backslash as two'],
  InvalidCharacter: ['text cannot contain this character', 'write \\n for a line break and \\t for a tab'],
};
