import { Parser } from 'htmlparser2';
import { DossierError } from '../errors.js';
import type { Path } from '../profile/document.js';
import { LIMITS } from '../profile/limits.js';

/** A value of a document, and the offset at which it begins. */
interface Element {
  value: Record<string, unknown>;
  text: string;
  path: Path;
}

export interface XmlTree {
  /** The root element under its name, as nested groups, lists and texts. */
  value: Record<string, unknown>;
  /** The offset at which the element or attribute at a path begins. */
  offsetOf(path: Path): number | undefined;
}

/**
 * Reads XML as a tree of values. Names lose their namespace prefix. An attribute is a value of its element; an element
 * that occurs several times in one parent becomes a list; an element without attributes and children is its text.
 * Entities of a document type are not resolved: they stay as written.
 *
 * @throws DossierError PROFILE_LIMIT if the document is nested too deeply or has too many elements, PROFILE_SYNTAX if an
 *   element is not closed
 */
export function readXml(text: string, file: string): XmlTree {
  const root: Element = { value: {}, text: '', path: [] };
  const open: { element: Element; name: string }[] = [];
  const offsets = new Map<string, number>();
  let count = 0;
  const parser: Parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (open.length >= LIMITS.depth) throw tooLarge(file, `elements are nested more than ${LIMITS.depth} deep`);
        count += 1 + Object.keys(attributes).length;
        if (count > LIMITS.values) throw tooLarge(file, `the document has more than ${LIMITS.values} values`);
        const name = localName(tag);
        const parent = open.at(-1)?.element ?? root;
        const path = [...parent.path, ...stepsTo(parent.value, name)];
        offsets.set(keyOf(path), parser.startIndex);
        const value: Record<string, unknown> = {};
        for (const [key, given] of Object.entries(attributes)) {
          if (/^xmlns\b|^xsi:/.test(key)) continue;
          value[localName(key)] = given;
          offsets.set(keyOf([...path, localName(key)]), parser.startIndex);
        }
        open.push({ element: { value, text: '', path }, name });
      },
      ontext(data) {
        const top = open.at(-1)?.element;
        if (top) top.text += data;
      },
      onclosetag(tag, isImplied) {
        // The parser marks `<a/>` as implied too.
        if (isImplied && !text.startsWith('/>', parser.endIndex - 1))
          throw new DossierError('PROFILE_SYNTAX', `the element <${tag}> is not closed`, {
            where: { file },
            hint: 'the file is damaged or incomplete: export it again',
          });
        const closed = open.pop();
        if (closed) add(open.at(-1)?.element ?? root, closed.name, contentOf(closed.element));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return { value: root.value, offsetOf: (path) => offsets.get(keyOf(path)) };
}

/** The text of an element that has nothing else; text between children is kept under the key `text`. */
function contentOf({ value, text }: Element): unknown {
  const words = text.trim();
  if (Object.keys(value).length === 0) return words;
  return words === '' ? value : { ...value, text: words };
}

function add(parent: Element, name: string, value: unknown): void {
  const before = Object.hasOwn(parent.value, name) ? parent.value[name] : undefined;
  if (before === undefined) define(parent.value, name, value);
  else if (Array.isArray(before)) before.push(value);
  else define(parent.value, name, [before, value]);
}

/** Sets a key of its own, whatever its name. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

/** The steps from a parent to its next child of a name; the second one makes a list of both. */
function stepsTo(parent: Record<string, unknown>, name: string): Path {
  const before = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (before === undefined) return [name];
  return [name, Array.isArray(before) ? before.length : 1];
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function tooLarge(file: string, message: string): DossierError {
  return new DossierError('PROFILE_LIMIT', message, { where: { file }, hint: 'no résumé needs this: check the file' });
}
