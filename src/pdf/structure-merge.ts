import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import { dictAt } from './metadata.js';
import { pdfText, type Transplant } from './transplant.js';
import { readNameTree, readNumberTree } from './tree.js';

/** What the structure of a part is called in the merged document. */
export interface StructuredPart {
  title: string;
  lang?: string;
  /** Prefix of its element identifiers. */
  prefix: string;
}

/** A source's structure on its way into the target. */
export interface SourceStructure {
  root: PDFDict;
  /** The target's element that stands for the source's root. */
  element: PDFRef;
}

/** Gives keys of the merged parent tree for keys of one source's. */
export type ParentKeys = (key: number) => number;

/**
 * Joins structure trees (ISO 32000-1, 14.7): one Document element, below it one Part for each source, one parent tree,
 * one tree of identifiers and one role map.
 */
export class StructureBinder {
  readonly #target: PDFDocument;
  readonly #root: PDFRef;
  readonly #document: PDFRef;
  readonly #parts: PDFRef[] = [];
  readonly #parents: [number, PDFObject][] = [];
  readonly #identifiers: [string, PDFObject, PDFObject][] = [];
  readonly #roles = new Map<PDFName, PDFObject>();
  #nextKey = 0;

  constructor(target: PDFDocument) {
    this.#target = target;
    this.#root = target.context.nextRef();
    this.#document = target.context.nextRef();
  }

  /** The keys of one source: browsers leave wide gaps in theirs, the merged tree has none. */
  parentKeys(): ParentKeys {
    const keys = new Map<number, number>();
    return (key) => {
      const known = keys.get(key);
      if (known !== undefined) return known;
      keys.set(key, this.#nextKey);
      return this.#nextKey++;
    };
  }

  /** To be called before anything of a source is copied: its root gives way to an element of the target. */
  begin(source: PDFDocument, transplant: Transplant): SourceStructure | undefined {
    const root = dictAt(source.catalog, 'StructTreeRoot');
    if (!root) return undefined;
    const element = this.#target.context.nextRef();
    const ref = source.catalog.get(PDFName.of('StructTreeRoot'));
    if (ref instanceof PDFRef) transplant.replace(ref, element);
    return { root, element };
  }

  add({ root, element }: SourceStructure, transplant: Transplant, part: StructuredPart, parentKey: ParentKeys): void {
    const { context } = this.#target;
    const lifted = childrenOf(root).flatMap((kid) => liftDocument(kid, root, transplant, element));
    const dict = context.obj({ Type: 'StructElem', S: 'Part', P: this.#document, T: pdfText(part.title) }) as PDFDict;
    if (part.lang) dict.set(PDFName.of('Lang'), PDFString.of(part.lang));
    dict.set(PDFName.of('K'), context.obj(lifted.map((kid) => transplant.value(kid))));
    context.assign(element, dict);
    this.#parts.push(element);
    for (const [key, value] of readNumberTree(dictAt(root, 'ParentTree'))) {
      this.#parents.push([parentKey(key), transplant.value(value)]);
    }
    for (const [id, value] of readNameTree(dictAt(root, 'IDTree'))) {
      this.#identifiers.push([part.prefix + id, pdfText(part.prefix + id), transplant.value(value)]);
    }
    for (const [type, role] of dictAt(root, 'RoleMap')?.entries() ?? []) {
      if (!this.#roles.has(type)) this.#roles.set(type, role);
    }
  }

  /** Writes the joined trees into the target. */
  close(): void {
    if (this.#parts.length === 0) return;
    const { context, catalog } = this.#target;
    context.assign(this.#document, context.obj({ Type: 'StructElem', S: 'Document', P: this.#root, K: this.#parts }));
    const nums = this.#parents.sort(([a], [b]) => a - b).flatMap(([key, value]) => [PDFNumber.of(key), value]);
    const root = context.obj({
      Type: 'StructTreeRoot',
      K: this.#document,
      ParentTree: context.register(context.obj({ Nums: nums })),
      ParentTreeNextKey: this.#nextKey,
    }) as PDFDict;
    if (this.#identifiers.length > 0) {
      const names = this.#identifiers.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, name, value]) => [name, value]);
      root.set(PDFName.of('IDTree'), context.obj({ Names: names }));
    }
    if (this.#roles.size > 0) {
      const roles = [...this.#roles].map(([type, role]) => [type.decodeText(), role]);
      root.set(PDFName.of('RoleMap'), context.obj(Object.fromEntries(roles)));
    }
    context.assign(this.#root, root);
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  }
}

/** The children of a Document element, which the part's own element replaces; any other element stays. */
function liftDocument(kid: PDFObject, root: PDFDict, transplant: Transplant, element: PDFRef): PDFObject[] {
  const dict = kid instanceof PDFRef ? root.context.lookup(kid) : kid;
  if (!(dict instanceof PDFDict) || dict.get(PDFName.of('S')) !== PDFName.of('Document')) return [kid];
  if (kid instanceof PDFRef) transplant.replace(kid, element);
  return childrenOf(dict);
}

function childrenOf(dict: PDFDict): PDFObject[] {
  const kids = dict.lookup(PDFName.of('K'));
  if (kids instanceof PDFArray) return kids.asArray();
  const only = dict.get(PDFName.of('K'));
  return only ? [only] : [];
}
