import { type Alias, type Document, isMap, isNode, isPair, isScalar, type Node, type Scalar, visit } from 'yaml';

/** The aliases and the duplicate keys of a document. */
interface Survey {
  /** The target of each alias: the last node before it with an anchor of that name. */
  targets: Map<Alias, Node>;
  /** Aliases without an anchor. */
  dangling: Alias[];
  /** Keys that occurred earlier in the same map. */
  repeated: Scalar[];
}

/**
 * Collects aliases and duplicate keys in one pass; the parser itself would search the whole document for each of them.
 */
export function survey(document: Document): Survey {
  const anchors = new Map<string, Node>();
  const found: Survey = { targets: new Map(), dangling: [], repeated: [] };
  visit(document, {
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target) found.targets.set(alias, target);
      else found.dangling.push(alias);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (!isMap(node)) return;
      const names = new Set<unknown>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value)) found.repeated.push(key);
        names.add(key.value);
      }
    },
  });
  return found;
}

/**
 * Returns a distinct name for each key of a map: of duplicate keys, the last keeps its name and earlier ones are
 * marked.
 */
export function distinctNames(pairs: readonly unknown[]): Map<Scalar, string> {
  const later = new Map<string, number>();
  const names = new Map<Scalar, string>();
  for (const pair of pairs.toReversed()) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const name = String(pair.key.value);
    const count = later.get(name) ?? 0;
    later.set(name, count + 1);
    names.set(pair.key, count === 0 ? name : `${name} (earlier${count > 1 ? ` ${count}` : ''})`);
  }
  return names;
}

/** Returns the start and end offsets of a node in the text. */
export function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: [number, number, number] | null }).range;
  return range ? [range[0], range[1]] : undefined;
}

/** Returns the root keys whose values contain an anchor that an alias uses. */
export function anchorHolders(document: Document, used: ReadonlySet<Node>): Set<string> {
  const holders = new Set<string>();
  if (used.size === 0 || !isMap(document.contents)) return holders;
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isNode(value)) continue;
    visit(value, {
      Value(_key, node) {
        if (!used.has(node)) return undefined;
        holders.add(String(key.value));
        return visit.BREAK;
      },
    });
  }
  return holders;
}
