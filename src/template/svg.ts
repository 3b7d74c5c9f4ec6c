import { readSvg, type SvgDocument, type SvgElement } from './svg-elements.js';

/** The maximum number of elements that a picture may expand to when drawn. */
const MOST_ELEMENTS = 100_000;

/** The maximum nesting depth; drawing programs write fewer than 100 levels. */
const MOST_LEVELS = 500;

/** The maximum number of references between elements, over all elements. */
const MOST_REFERENCES = 1_000_000;

/**
 * Encodings in which bytes below 128 are ASCII: in others, the browser could read elements that this check does not
 * see.
 */
const ENCODINGS = /^(?:utf-8|us-ascii|ascii|iso-8859-1|latin1|windows-1252)$/i;

/** Embedded pictures and fonts that are allowed; an embedded SVG would need the same checks. */
const SAFE_DATA =
  /^data:(?:image\/(?:png|jpe?g|gif|webp|avif)|font\/|application\/(?:x-)?font|application\/octet-stream)/i;

/**
 * Decides whether the browser can draw an SVG picture in reasonable time. A few hundred bytes can expand to billions of
 * elements through `use`, patterns, markers, masks and entities.
 *
 * @returns the reason for leaving the picture out; undefined for one that can be drawn
 */
export function svgProblem(text: string): string | undefined {
  const encoding = /^\s{0,9}<\?xml[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}["']([^"']{0,40})["']/.exec(
    text.slice(0, 400),
  )?.[1];
  if (encoding !== undefined && !ENCODINGS.test(encoding)) return `its encoding is ${encoding}: save it in UTF-8`;
  const document = readSvg(text, MOST_ELEMENTS);
  if (document.declaresEntities) return 'it declares entities';
  if (document.depth > MOST_LEVELS) return `its elements nest deeper than ${MOST_LEVELS} levels`;
  if (holdsOtherDocuments(document)) return 'it contains another document as data';
  if (document.elements.length > MOST_ELEMENTS || expandedSize(document) > MOST_ELEMENTS)
    return `it expands to more than ${MOST_ELEMENTS} elements`;
  return undefined;
}

function holdsOtherDocuments({ elements, style }: SvgDocument): boolean {
  const isUnsafe = (text: string) => {
    for (let at = text.search(/data:/i); at >= 0; ) {
      if (!SAFE_DATA.test(text.slice(at, at + 60))) return true;
      const next = text.slice(at + 5).search(/data:/i);
      at = next < 0 ? -1 : at + 5 + next;
    }
    return false;
  };
  // A CSS escape can hide any text.
  if (style.includes('\\') || isUnsafe(style)) return true;
  return elements.some(({ attributes }) =>
    [...attributes].some(([key, value]) => (key === 'style' && value.includes('\\')) || isUnsafe(value)),
  );
}

/** A reference to an element; an inherited one is drawn again for every descendant. */
interface Reference {
  id: string;
  inherited: boolean;
}

const INHERITED = /^(?:fill|stroke|marker)/;

/** Elements that draw nothing by themselves. */
const GRADIENTS = new Set(['linearGradient', 'radialGradient']);

/** An element with the indexes of the elements that are drawn with it. */
interface Node {
  own: number;
  children: number[];
  once: number[];
  inherited: number[];
}

/** Counts the elements drawn when references are followed; stops above the limit. */
function expandedSize({ elements, style }: SvgDocument): number {
  const ids = new Map<string, number>();
  elements.forEach(({ name, attributes }, index) => {
    const id = attributes.get('id');
    if (id !== undefined && !GRADIENTS.has(name)) ids.set(id, index);
  });
  const rules = readRules(style);
  const nodes: Node[] = [];
  let references = 0;
  for (const element of elements) {
    const node: Node = { own: 1, children: [], once: [], inherited: [] };
    for (const { id, inherited } of [...referencesOf(element), ...rules(element)]) {
      const place = ids.get(id);
      if (place !== undefined) (inherited ? node.inherited : node.once).push(place);
      references += 1;
    }
    if (references > MOST_REFERENCES) return MOST_ELEMENTS + 1;
    nodes.push(node);
  }
  elements.forEach(({ parent }, index) => {
    nodes[parent]?.children.push(index);
  });
  // Every marker may be drawn at each point of a path.
  const markers = elements.flatMap(({ name }, index) => (name === 'marker' ? [index] : []));
  if (markers.length > 0) {
    const sizes = sizesOf(nodes);
    const sum = markers.reduce((total, index) => total + (sizes[index] ?? 0), 0);
    const ofMarkers = Math.min(sum, MOST_ELEMENTS);
    elements.forEach(({ attributes }, index) => {
      const node = nodes[index] as Node;
      node.own += pointsOf(attributes.get('d') ?? attributes.get('points') ?? '') * ofMarkers;
    });
  }
  return sizesOf(nodes)[0] ?? 0;
}

/** Returns the expanded size of each element, using an iterative depth-first walk; circular references draw nothing. */
function sizesOf(nodes: readonly Node[]): number[] {
  const sizes: number[] = [];
  const entered = new Set<number>();
  for (const start of nodes.keys()) {
    const stack = [start];
    for (let index = stack.at(-1); index !== undefined; index = stack.at(-1)) {
      const node = nodes[index] as Node;
      if (sizes[index] !== undefined) stack.pop();
      else if (!entered.has(index)) {
        entered.add(index);
        for (const next of [...node.children, ...node.once, ...node.inherited])
          if (!entered.has(next)) stack.push(next);
      } else {
        stack.pop();
        const sum = (list: readonly number[]) => list.reduce((total, next) => total + (sizes[next] ?? 0), 0);
        const drawn = node.own + sum(node.children) + sum(node.once);
        sizes[index] = Math.min(drawn * (1 + sum(node.inherited)), MOST_ELEMENTS + 1);
      }
    }
  }
  return sizes;
}

/** Returns an upper bound for the number of commands and coordinate pairs in a path. */
function pointsOf(path: string): number {
  let points = 0;
  let isNumber = false;
  for (const character of path) {
    const isPart = character >= '0' && character <= '9';
    if (isPart && !isNumber) points += 1;
    isNumber = isPart;
  }
  return points;
}

function referencesOf({ attributes }: SvgElement): Reference[] {
  return [...attributes].flatMap(([key, value]) =>
    key === 'style' ? readDeclarations(value) : idsIn(value).map((id) => ({ id, inherited: INHERITED.test(key) })),
  );
}

/** Returns the identifiers after each `#` in a value: in an address, or in `url(#…)`. */
function idsIn(value: string): string[] {
  if (!value.includes('#')) return [];
  return value
    .split('#')
    .slice(1)
    .map((rest) => /^[^\s"'();,]*/.exec(rest)?.[0] ?? '');
}

function readDeclarations(text: string): Reference[] {
  return text.split(';').flatMap((declaration) => {
    const inherited = INHERITED.test(declaration.trim());
    return idsIn(declaration.slice(declaration.indexOf(':') + 1)).map((id) => ({ id, inherited }));
  });
}

/**
 * Returns the references that style rules add to elements. A rule with any but the simplest selectors applies to all
 * elements.
 */
function readRules(style: string): (element: SvgElement) => Reference[] {
  const rules = new Map<string, Reference[]>();
  for (const rule of withoutComments(style).split('}')) {
    const brace = rule.lastIndexOf('{');
    const references = readDeclarations(rule.slice(brace + 1));
    if (references.length === 0) continue;
    for (const selector of rule.slice(0, Math.max(brace, 0)).split(',')) {
      const key = /^[.#]?[\w-]+$/.test(selector.trim()) ? selector.trim() : '*';
      const known = rules.get(key);
      if (known) known.push(...references);
      else rules.set(key, [...references]);
    }
  }
  if (rules.size === 0) return () => [];
  return ({ name, attributes }) => {
    const classes = (attributes.get('class') ?? '').split(/\s+/).map((each) => `.${each}`);
    return ['*', name, `#${attributes.get('id') ?? ''}`, ...classes].flatMap((key) => rules.get(key) ?? []);
  };
}

function withoutComments(style: string): string {
  return style
    .split('/*')
    .map((part, index) => (index === 0 ? part : part.slice(part.includes('*/') ? part.indexOf('*/') + 2 : part.length)))
    .join('');
}
