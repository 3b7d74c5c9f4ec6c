import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { listAt } from '../metadata.js';

/** The entries of a number tree (ISO 32000-1, 7.9.7), in stored order. */
export function* readNumberTree(root: PDFDict | undefined): Generator<[number, PDFObject]> {
  for (const [key, value] of entries(root, 'Nums')) if (key instanceof PDFNumber) yield [key.asNumber(), value];
}

/** The entries of a name tree (ISO 32000-1, 7.9.6). */
export function* readNameTree(root: PDFDict | undefined): Generator<[string, PDFObject]> {
  for (const [key, value] of entries(root, 'Names')) {
    const name = textOf(key);
    if (name !== undefined) yield [name, value];
  }
}

/**
 * Keys and values of all nodes. A node that is reached a second time is skipped, because a valid tree has no shared
 * nodes.
 */
function* entries(root: PDFDict | undefined, list: 'Nums' | 'Names'): Generator<[PDFObject | undefined, PDFObject]> {
  if (!root) return;
  const context: PDFContext = root.context;
  const seen = new Set<PDFDict>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const pairs = listAt(node, list);
    for (let index = 0; index + 1 < pairs.length; index += 2)
      yield [context.lookup(pairs[index]), pairs[index + 1] as PDFObject];
    for (const kid of listAt(node, 'Kids').toReversed()) {
      const dict = context.lookup(kid);
      if (dict instanceof PDFDict) open.push(dict);
    }
  }
}

/** The text of a string object; undefined for anything else. */
export function textOf(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined;
}

/** The text of a string or a name; either can name a destination. */
export function nameOf(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFName ? object.decodeText() : textOf(object);
}

/** Deletes a number or name tree with its nodes and lists; the elements that they reference are kept. */
export function deleteTree(context: PDFContext, tree: PDFObject | undefined): void {
  const dict = context.lookup(tree);
  if (!(dict instanceof PDFDict)) return;
  for (const [, value] of readNumberTree(dict))
    if (value instanceof PDFRef && context.lookup(value) instanceof PDFArray) context.delete(value);
  const kids = dict.lookup(PDFName.of('Kids'));
  for (const kid of kids instanceof PDFArray ? kids.asArray() : []) deleteTree(context, kid);
  if (tree instanceof PDFRef) context.delete(tree);
}
