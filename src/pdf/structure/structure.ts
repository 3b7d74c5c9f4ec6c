import { PDFArray, PDFDict, PDFHexString, PDFName, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import { descendants, type Element } from './elements.js';
import { deleteTree, textOf } from './tree.js';

const ID = PDFName.of('ID');
const K = PDFName.of('K');

/** Every structure element below a root, in reading order (ISO 32000-1, 14.7.2). */
export function* walkStructure(root: PDFDict): Generator<PDFDict> {
  // An explicit stack, because a long document may nest deeper than the call stack allows.
  const stack: PDFDict[] = childElements(root).reverse();
  for (let element = stack.pop(); element; element = stack.pop()) {
    yield element;
    for (const child of childElements(element).reverse()) stack.push(child);
  }
}

function childElements(element: PDFDict): PDFDict[] {
  const kids = element.lookup(K);
  const list = kids instanceof PDFArray ? kids.asArray() : kids ? [kids] : [];
  return list.flatMap((kid): PDFDict[] => {
    const child = kid instanceof PDFRef ? element.context.lookup(kid) : kid;
    return child instanceof PDFDict && child.has(PDFName.of('S')) ? [child] : [];
  });
}

/**
 * Renumbers the identifiers of the structure elements in tree order. The browser continues its count across the prints
 * of one browser page, so without this a document's bytes would depend on earlier prints.
 */
export function renumberIds(root: Element): void {
  const key = PDFName.of('IDTree');
  deleteTree(root.dict.context, root.dict.get(key));
  root.dict.delete(key);
  const renamed = new Map<string, string>();
  const names: PDFObject[] = [];
  for (const { dict, ref } of descendants(root)) {
    const old = textOf(dict.lookup(ID));
    if (old === undefined) continue;
    const id = `node${String(names.length / 2 + 1).padStart(8, '0')}`;
    renamed.set(old, id);
    dict.set(ID, PDFString.of(id));
    names.push(PDFString.of(id), ref);
  }
  if (names.length === 0) return;
  for (const { dict } of descendants(root)) renameHeaders(dict, renamed);
  root.dict.set(key, root.dict.context.obj({ Names: names }));
}

/** Renames the header cells that a table cell references by identifier (ISO 32000-1, 14.8.5.7). */
function renameHeaders(element: PDFDict, renamed: ReadonlyMap<string, string>): void {
  const attributes = element.lookup(PDFName.of('A'));
  const dicts =
    attributes instanceof PDFArray ? attributes.asArray().map((item) => element.context.lookup(item)) : [attributes];
  for (const dict of dicts) {
    const headers = dict instanceof PDFDict ? dict.lookup(PDFName.of('Headers')) : undefined;
    if (!(headers instanceof PDFArray)) continue;
    for (let index = 0; index < headers.size(); index++) {
      const name = renamed.get(textOf(headers.lookup(index)) ?? '');
      if (name !== undefined) headers.set(index, PDFHexString.fromText(name));
    }
  }
}
