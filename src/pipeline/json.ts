/** The depth to which lists and objects are split into their members; deeper values are serialized at once. */
const LEVELS = 3;

/** The number of characters that are collected before they are encoded. */
const GATHERED = 1 << 16;

/**
 * Serializes plain values like JSON.stringify, but in pieces, so that the records of thousands of profiles need not be
 * in memory as one text. A list may be any iterable; its members are requested one at a time.
 *
 * @param indent the number of spaces per level; 0 for a single line
 */
export function* jsonParts(value: unknown, indent = 0, depth = 0): Generator<string> {
  const gap = (levels: number) => (indent === 0 ? '' : `\n${' '.repeat(indent * levels)}`);
  if (typeof value !== 'object' || value === null || depth === LEVELS) {
    const text = JSON.stringify(value, null, indent);
    yield indent === 0 ? text : text.replaceAll('\n', gap(depth));
    return;
  }
  const isList = Symbol.iterator in value;
  let isEmpty = true;
  for (const [key, member] of isList ? numbered(value as Iterable<unknown>) : Object.entries(value)) {
    if (!isList && member === undefined) continue;
    const name = isList ? '' : `${JSON.stringify(key)}:${indent === 0 ? '' : ' '}`;
    yield `${isEmpty ? (isList ? '[' : '{') : ','}${gap(depth + 1)}${name}`;
    yield* jsonParts(member === undefined ? null : member, indent, depth + 1);
    isEmpty = false;
  }
  if (isEmpty) yield isList ? '[]' : '{}';
  else yield `${gap(depth)}${isList ? ']' : '}'}`;
}

function* numbered(members: Iterable<unknown>): Generator<[string, unknown]> {
  for (const member of members) yield ['', member];
}

/** Encodes texts as UTF-8, and combines small ones. */
export function* encoded(parts: Iterable<string>): Generator<Uint8Array> {
  let gathered = '';
  for (const part of parts) {
    gathered += part;
    if (gathered.length < GATHERED) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  if (gathered !== '') yield Buffer.from(gathered);
}
