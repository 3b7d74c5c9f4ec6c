import { isMap, isSeq, parseDocument, stringify } from 'yaml';
import { loadJsonParser } from '../profile/json.js';
import { at, items } from '../profile/values.js';

/**
 * Adds items at the end of a list of a document, which is created if there is none; everything else in the text stays as
 * it is typed.
 */
export function appendItems(text: string, key: string, added: readonly unknown[], isJson: boolean): string {
  if (added.length === 0) return text;
  return isJson ? inJson(text, key, added) : inYaml(text, key, added);
}

function inJson(text: string, key: string, added: readonly unknown[]): string {
  const { applyEdits, modify } = loadJsonParser();
  const options = { formattingOptions: { insertSpaces: true, tabSize: /^ {4}\S/m.test(text) ? 4 : 2 } };
  const list = items(at(parseDocument(text).toJS(), key));
  return applyEdits(text, modify(text, [key], [...list, ...added], options));
}

function inYaml(text: string, key: string, added: readonly unknown[]): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const root = document.contents;
  const list = isMap(root) ? root.get(key, true) : undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const block = (indent: number) =>
    stringify(added, { lineWidth: 100 })
      .split('\n')
      .map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
      .join(newline);
  const ended = text.endsWith('\n') || text === '' ? text : `${text}${newline}`;
  if (list === undefined || list === null) return `${ended}${key}:${newline}${block(2)}`;
  const last = isSeq(list) ? rangeOf(list.items.at(-1)) : undefined;
  const range = isSeq(list) ? list.range : undefined;
  if (isSeq(list) && last && range) {
    if (!list.flow) {
      const start = rangeOf(list.items[0])?.[0] ?? range[0];
      const line = text.lastIndexOf('\n', start - 1) + 1;
      const indent = text.slice(line).search(/\S/);
      const end = endOfValue(text, range[1]);
      return `${text.slice(0, end)}${text[end - 1] === '\n' ? '' : newline}${block(indent)}${text.slice(end)}`;
    }
    if (added.every((item) => typeof item === 'string' && /^[a-z0-9-]+$/.test(item)))
      return `${text.slice(0, last[1])}, ${added.join(', ')}${text.slice(last[1])}`;
  }
  // Any other list in brackets, or an empty one, is written anew.
  document.set(key, [...items(at(document.toJS(), key)), ...added]);
  return document.toString({ lineWidth: 100 });
}

function rangeOf(node: unknown): [number, number, number] | undefined {
  return (node as { range?: [number, number, number] } | undefined)?.range;
}

/** The end of the line on which a value ends. */
function endOfValue(text: string, offset: number): number {
  const trimmed = text.slice(0, offset).trimEnd().length;
  const newline = text.indexOf('\n', trimmed);
  return newline === -1 ? text.length : newline + 1;
}
