import { DomUtils, parseDocument } from 'htmlparser2';
import { DossierError } from '../../errors.js';

type Parsed = ReturnType<typeof parseDocument>;
export type Node = Parsed['children'][number];
export type XmlElement = Extract<Node, { attribs: unknown }>;

/** The largest part of a Word file that is read, in bytes; the text of a résumé has some hundred kilobytes. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The deepest nesting of elements that is read. */
export const DEEPEST = 200;

/**
 * Reads a part of a Word file (ECMA-376 Part 1). Entities of a document type are not resolved.
 *
 * @throws DossierError PROFILE_LIMIT if it is too large
 */
export function readPart(bytes: Uint8Array, file: string): Parsed {
  if (bytes.length > MOST_BYTES)
    throw new DossierError('PROFILE_LIMIT', 'the text of the Word file is too large for a résumé', {
      where: { file },
      hint: 'import a file that contains only the résumé',
    });
  return parseDocument(new TextDecoder().decode(bytes), { xmlMode: true });
}

/** The name of an element without the prefix of its namespace. */
export function nameOf(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}

/** The elements directly below a node, of any name or of one. */
export function childrenOf(node: Parsed | XmlElement | undefined, name?: string): XmlElement[] {
  return (node?.children ?? []).filter(
    (child): child is XmlElement => 'attribs' in child && (name === undefined || nameOf(child) === name),
  );
}

export function childOf(node: Parsed | XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(node, name)[0];
}

/** The element at the end of a path of names. */
export function elementAt(node: Parsed | XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return names.reduce<Parsed | XmlElement | undefined>((at, name) => childOf(at, name), node) as XmlElement | undefined;
}

/** An attribute by its name without prefix. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  if (!element) return undefined;
  for (const [key, value] of Object.entries(element.attribs))
    if (key === name || key.slice(key.indexOf(':') + 1) === name) return value;
  return undefined;
}

/** A number in an attribute; undefined if it is missing or not a number. */
export function numberIn(element: XmlElement | undefined, name: string): number | undefined {
  const value = Number.parseFloat(attributeOf(element, name) ?? '');
  return Number.isFinite(value) ? value : undefined;
}

export function textIn(element: XmlElement): string {
  return DomUtils.textContent(element);
}
