/** How deep the members of lists and groups come one by one; what lies deeper comes whole. */
const LEVELS = 3;

/** Characters that are gathered before they are encoded. */
const GATHERED = 1 << 16;

/**
 * What JSON.stringify gives of plain values, in pieces, so that what is said of thousands of profiles need not lie in
 * memory as one text. A list may be anything that can be gone through: its members are asked for one by one.
 *
 * @param indent spaces for each level; none where all stands on one line
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

/** Texts as UTF-8, many small ones at once. */
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
