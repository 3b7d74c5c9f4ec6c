import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import { dictAt } from './metadata.js';
import { textOf } from './tree.js';

const ID = PDFName.of('ID');
const K = PDFName.of('K');

/** The structure types that PDF 2.0 added or renamed, and the PDF 1.7 types that say the same. */
const ROLES: Record<string, string> = {
  Strong: 'Span',
  Em: 'Span',
  Aside: 'Sect',
};

/** Every structure element below a root, in reading order (ISO 32000-1, 14.7.2). */
export function* walkStructure(root: PDFDict): Generator<PDFDict> {
  // A stack of its own: a long document nests deeper than calls should.
  const stack: PDFDict[] = childElements(root).reverse();
  for (let element = stack.pop(); element; element = stack.pop()) {
    yield element;
    stack.push(...childElements(element).reverse());
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
 * Gives the structure elements' identifiers anew, in tree order. The browser counts them on from whatever the same
 * page printed before, so without this a document's bytes depend on its predecessors.
 */
export function renumberIds(document: PDFDocument): void {
  const root = dictAt(document.catalog, 'StructTreeRoot');
  if (!root) return;
  const renamed = new Map<string, string>();
  const elements: [string, PDFRef | undefined][] = [];
  const refs = new Map<PDFObject, PDFRef>();
  for (const [ref, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFDict && object.has(ID)) refs.set(object, ref);
  for (const element of walkStructure(root)) {
    const old = textOf(element.lookup(ID));
    if (old === undefined) continue;
    const id = `node${String(elements.length + 1).padStart(8, '0')}`;
    renamed.set(old, id);
    element.set(ID, PDFString.of(id));
    elements.push([id, refs.get(element)]);
  }
  if (elements.length === 0) return;
  for (const element of walkStructure(root)) renameHeaders(element, renamed);
  const names = elements.flatMap(([id, ref]) => (ref ? [PDFString.of(id), ref] : []));
  root.set(PDFName.of('IDTree'), document.context.obj({ Names: names }));
}

/** The header cells that a table cell names by identifier (ISO 32000-1, 14.8.5.7). */
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

/** Maps the PDF 2.0 structure types to PDF 1.7 ones: some readers drop the content of types they do not know. */
export function mapRoles(document: PDFDocument): void {
  const root = dictAt(document.catalog, 'StructTreeRoot');
  if (!root) return;
  const used = new Set<string>();
  for (const element of walkStructure(root)) {
    const type = element.lookup(PDFName.of('S'));
    if (type instanceof PDFName && type.decodeText() in ROLES) used.add(type.decodeText());
  }
  if (used.size === 0) return;
  const map = dictAt(root, 'RoleMap') ?? (document.context.obj({}) as PDFDict);
  for (const type of [...used].sort()) map.set(PDFName.of(type), PDFName.of(ROLES[type] ?? 'Span'));
  root.set(PDFName.of('RoleMap'), map);
}
