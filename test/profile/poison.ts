/** Values that are invalid everywhere in a document, and break code that trusts its input. */
const POISON: readonly string[] = [
  '{ toString: 1 }',
  '{ toString: {} }',
  '{ toString: null, valueOf: null }',
  '{ constructor: 1 }',
  '{ constructor: { prototype: 1 } }',
  '{ length: 3 }',
  '{ then: 1 }',
  '{ hasOwnProperty: 1 }',
  '[{ toString: 1 }]',
  '[[[]]]',
  '[null]',
  '[]',
  '{}',
  'null',
  'true',
  '-1',
  '1e999',
  '.nan',
  '"constructor"',
  '"__proto__"',
  '"toString"',
  '{ id: { toString: 1 } }',
  '{ text: { toString: 1 }, name: { toString: 1 }, label: { toString: 1 } }',
];

/** Variants of a document as text, each with one value or key replaced by one of the invalid values. */
export function* poisoned(document: unknown): Generator<string> {
  for (const path of pathsIn(document, [])) for (const piece of POISON) yield write(document, path, piece);
  for (const key of ['toString', 'constructor', 'hasOwnProperty', 'valueOf'])
    for (const path of pathsIn(document, [])) yield write(document, path, `{ ${key}: x, name: y }`);
}

type Path = readonly (string | number)[];

function* pathsIn(value: unknown, path: Path): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* pathsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Serializes the document in flow style, which is valid YAML and allows raw text to be inserted. */
function write(value: unknown, path: Path | undefined, piece: string): string {
  if (path?.length === 0) return piece;
  const below = (key: string | number) => (path?.[0] === key ? path.slice(1) : undefined);
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, below(index), piece)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${write(inner, below(key), piece)}`,
  );
  return `{ ${pairs.join(', ')} }`;
}
