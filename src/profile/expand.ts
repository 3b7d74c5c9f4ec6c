import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { LIMITS } from './limits.js';
import { distinctNames, rangeOf } from './survey.js';

/** A path into a document: keys and indexes from the root. */
export type Path = readonly PropertyKey[];

/** A half-open range of offsets in a text. */
export type TextRange = readonly [number, number];

/** The ranges of a value and its key in the text. */
export interface SourcePlace {
  key?: TextRange;
  value?: TextRange;
}

const TOO_MANY = {
  message: `the document expands to more than ${LIMITS.values.toLocaleString('en')} values`,
  hint: 'nested anchors multiply: write the values out instead',
};

const CIRCLE = {
  message: 'this anchor contains itself',
  hint: 'use the anchor only outside the value that it marks',
};

export const TOO_DEEP = {
  message: `the document is nested more than ${LIMITS.depth} levels deep`,
  hint: 'no profile needs this: check the brackets or the indentation',
};

export interface Walk {
  places: Map<string, SourcePlace>;
  nodes: number;
  /** Paths of keys without a value. */
  blankKeys: Path[];
  /** The node that each alias refers to. */
  targets: ReadonlyMap<Alias, Node>;
  /** The anchored nodes that are being expanded. */
  open: Set<Node>;
  /** Keys that are repeated in their map. */
  repeated: ReadonlySet<Scalar>;
  /** The outermost alias being expanded, for the message about an infinite expansion. */
  alias?: Alias | undefined;
  fail(node: Node, message: string, hint: string): never;
}

export function toValue(node: Node | null, path: Path, walk: Walk): unknown {
  if (node === null) return undefined;
  walk.nodes += 1;
  if (walk.nodes > LIMITS.values) {
    walk.fail(walk.alias ?? node, TOO_MANY.message, TOO_MANY.hint);
  }
  if (path.length > LIMITS.depth) {
    walk.fail(node, TOO_DEEP.message, TOO_DEEP.hint);
  }
  const key = keyOf(path);
  const range = rangeOf(node);
  if (range) walk.places.set(key, { ...walk.places.get(key), value: range });
  if (isAlias(node)) {
    const target = walk.targets.get(node);
    if (!target) return undefined;
    if (walk.open.has(target)) walk.fail(node, CIRCLE.message, CIRCLE.hint);
    const outer = walk.alias;
    walk.alias ??= node;
    walk.open.add(target);
    const value = toValue(target, path, walk);
    walk.open.delete(target);
    walk.alias = outer;
    return value;
  }
  if (isScalar(node)) return scalarValue(node);
  const anchored = (isMap(node) || isSeq(node)) && node.anchor !== undefined;
  if (anchored) walk.open.add(node);
  const value = isSeq(node)
    ? toArray(node.items, path, walk)
    : isMap(node)
      ? toObject(node.items, path, walk)
      : undefined;
  if (anchored) walk.open.delete(node);
  return value;
}

function toArray(items: unknown[], path: Path, walk: Walk): unknown[] {
  // An empty item becomes an empty text, so that later items keep their index.
  return items.map((item, index) => toValue(item as Node, [...path, index], walk) ?? '');
}

function toObject(items: unknown[], path: Path, walk: Walk): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const names = walk.repeated.size > 0 ? distinctNames(items) : undefined;
  for (const pair of withMerged(items, walk)) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const name = names?.get(pair.key) ?? String(pair.key.value);
    if (name === '__proto__') walk.fail(pair.key, 'a key cannot be named __proto__', 'rename the key');
    const childPath = [...path, name];
    const range = rangeOf(pair.key);
    if (range) walk.places.set(keyOf(childPath), { key: range });
    const value = toValue(pair.value as Node | null, childPath, walk);
    if (value !== undefined) object[name] = value;
    else if (!isAlias(pair.value)) walk.blankKeys.push(childPath);
  }
  return object;
}

/**
 * Returns the pairs of a map, including those added by merge keys (`<<: *anchor`). The map's own pairs take precedence,
 * then those of the map named first.
 */
function withMerged(pairs: readonly unknown[], walk: Walk): readonly unknown[] {
  const merges = pairs.filter(isMerge);
  if (merges.length === 0) return pairs;
  const own = pairs.filter((pair) => !isMerge(pair));
  const names = new Set(own.map(nameOf));
  const added = merges
    .flatMap((pair) => sourcesOf(pair.value, walk))
    .filter((pair) => {
      const isNew = !names.has(nameOf(pair));
      names.add(nameOf(pair));
      return isNew;
    });
  return [...own, ...added];
}

function isMerge(pair: unknown): pair is Pair<Scalar, Node> {
  return (
    isPair(pair) &&
    isScalar(pair.key) &&
    pair.key.value === '<<' &&
    pair.key.type === 'PLAIN' &&
    isMergeable(pair.value)
  );
}

function isMergeable(value: unknown): boolean {
  return isAlias(value) || isMap(value) || isSeq(value);
}

function nameOf(pair: unknown): unknown {
  return isPair(pair) && isScalar(pair.key) ? pair.key.value : pair;
}

/** The pairs of the maps named by a merge key. */
function sourcesOf(node: unknown, walk: Walk): readonly unknown[] {
  walk.nodes += 1;
  const target = isAlias(node) ? walk.targets.get(node) : node;
  if (isSeq(target)) return target.items.flatMap((item) => sourcesOf(item, walk));
  if (!isMap(target)) return [];
  if (walk.nodes > LIMITS.values) walk.fail(target, TOO_MANY.message, TOO_MANY.hint);
  if (walk.open.has(target) && isAlias(node)) walk.fail(node, CIRCLE.message, CIRCLE.hint);
  walk.nodes += target.items.length;
  walk.open.add(target);
  const pairs = withMerged(target.items, walk);
  walk.open.delete(target);
  return pairs;
}

function scalarValue(node: Scalar): unknown {
  if (node.value === null) return undefined;
  if (typeof node.value === 'boolean') return node.value;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

export function keyOf(path: Path): string {
  return path.map(String).join('\u0000');
}
