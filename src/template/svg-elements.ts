/** An element of an SVG picture, with the properties that affect the cost of drawing it. */
export interface SvgElement {
  name: string;
  /** The index of the parent element; -1 for the root. */
  parent: number;
  attributes: Map<string, string>;
}

export interface SvgDocument {
  elements: SvgElement[];
  /** The text of all style elements. */
  style: string;
  /** The number of levels of nested elements. */
  depth: number;
  declaresEntities: boolean;
}

/**
 * Reads the elements of an SVG picture in one pass over its text.
 *
 * @param most the number of elements after which reading stops
 */
export function readSvg(text: string, most: number): SvgDocument {
  const document: SvgDocument = { elements: [], style: '', depth: 0, declaresEntities: false };
  const open: number[] = [];
  let at = text.indexOf('<');
  while (at >= 0 && document.elements.length <= most) {
    let end: number;
    if (text.startsWith('<!--', at)) end = after(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) end = after(text, ']]>', at + 9);
    else if (text.startsWith('<?', at)) end = after(text, '?>', at + 2);
    else if (text.startsWith('<!', at)) {
      const stop = endOfDoctype(text, at);
      document.declaresEntities ||= text.slice(at, stop).includes('<!ENTITY');
      end = stop;
    } else if (text.startsWith('</', at)) {
      open.pop();
      end = after(text, '>', at + 2);
    } else {
      const tag = readTag(text, at + 1);
      end = tag.end;
      document.elements.push({ name: tag.name, parent: open.at(-1) ?? -1, attributes: tag.attributes });
      if (!tag.isEmpty) open.push(document.elements.length - 1);
      document.depth = Math.max(document.depth, open.length);
      if (tag.name === 'style' && !tag.isEmpty) {
        const stop = endOfText(text, end);
        document.style += text.slice(end, stop);
        end = stop;
      }
    }
    at = text.indexOf('<', end);
  }
  return document;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function until(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}

/** Returns the offset of the next end tag outside comments and CDATA sections. */
function endOfText(text: string, start: number): number {
  let at = text.indexOf('<', start);
  while (at >= 0 && !text.startsWith('</', at)) {
    if (text.startsWith('<![CDATA[', at)) at = text.indexOf('<', after(text, ']]>', at));
    else if (text.startsWith('<!--', at)) at = text.indexOf('<', after(text, '-->', at));
    else at = text.indexOf('<', at + 1);
  }
  return at < 0 ? text.length : at;
}

/** Returns the end of a document type declaration, including its brackets if it has any. */
function endOfDoctype(text: string, start: number): number {
  const close = until(text, '>', start);
  const bracket = until(text, '[', start);
  return bracket > close ? close + 1 : after(text, '>', until(text, ']', bracket));
}

const SPACE = /\s/;

function readTag(text: string, start: number) {
  const attributes = new Map<string, string>();
  let at = start;
  while (at < text.length && !isEnd(text[at] as string)) at += 1;
  const name = localName(text.slice(start, at));
  let isEmpty = false;
  while (at < text.length && text[at] !== '>') {
    const character = text[at] as string;
    isEmpty = character === '/';
    if (isEnd(character) || character === '=') {
      at += 1;
      continue;
    }
    const from = at;
    while (at < text.length && !isEnd(text[at] as string) && text[at] !== '=') at += 1;
    const key = localName(text.slice(from, at));
    while (at < text.length && (SPACE.test(text[at] as string) || text[at] === '=')) at += 1;
    const quote = text[at];
    if (quote !== '"' && quote !== "'") continue;
    const close = until(text, quote, at + 1);
    attributes.set(key, decode(text.slice(at + 1, close)));
    at = close + 1;
  }
  return { name, attributes, isEmpty, end: at + 1 };
}

function isEnd(character: string): boolean {
  return character === '>' || character === '/' || SPACE.test(character);
}

/** Returns a name without its namespace prefix: `href` for `xlink:href`. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Returns an attribute's value with character references decoded. */
function decode(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(ENTITY, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
