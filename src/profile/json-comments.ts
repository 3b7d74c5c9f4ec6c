/** Text of JSON with its comments and trailing commas replaced by spaces, so that offsets stay the same. */
export interface PlainJson {
  text: string;
  /** The offset of the first comment or trailing comma; undefined if there is none. */
  first?: number;
}

/**
 * Recognizes JSON by its beginning: `{ "`, `{ }` or `{ //`. YAML in braces rarely begins like this, and its addresses
 * contain `//`.
 */
const BEGINNING = /^(?:\s|\/\/[^\n]*\n)*\{\s*(?:"|\}|\/[/*])/;

/** Unterminated strings and comments are tokens too, so that no part of the text is read twice. */
const TOKEN =
  /"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*+[^/*][^*]*)*(?:\*+\/?)?|,|[\]}]|[^\s",\]}/]+|\//g;

export function stripComments(text: string): PlainJson {
  if (!BEGINNING.test(text.slice(0, 2000))) return { text };
  let plain = '';
  let at = 0;
  let first: number | undefined;
  let comma: number | undefined;
  const commas: number[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('//') || (token.startsWith('/*') && token.length > 3 && token.endsWith('*/'))) {
      // An unquoted address can only be YAML.
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
  return { text: plain + text.slice(at), ...(start === undefined ? {} : { first: start }) };
}
