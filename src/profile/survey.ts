import { type Alias, type Document, isMap, isScalar, type Node, type Scalar, visit } from 'yaml';

/** What stands for what in a document, and what stands twice. */
export interface Survey {
  /** What each alias stands for: the anchor of that name last set before it. */
  targets: Map<Alias, Node>;
  /** Aliases of anchors that are not there. */
  dangling: Alias[];
  /** Keys that stand in their group already. */
  repeated: Scalar[];
}

/** What the parser itself would find by searching the whole document for each alias and each key. */
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

/** Where a node begins and ends in the text. */
export function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: [number, number, number] | null }).range;
  return range ? [range[0], range[1]] : undefined;
}
