import { PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { readNameTree, readNumberTree } from '../structure/trees.js';
import { ClassNames, RoleNames } from './class-names.js';
import { NamespaceBinder } from './namespace-merge.js';
import { pdfText, type Transplant } from './object-copier.js';
import { childrenOf, type Sheet, type SheetStructure } from './sheets.js';

/** The names for the structure of a part in the merged document. */
interface StructuredPart {
  title: string;
  lang?: string;
  /** The prefix for element identifiers. No prefix begins another, so parts never mix in the sorted tree. */
  identifiers: string;
  /** Elements that become parts of their own, at another place. */
  sheets?: readonly Sheet[];
}

/** The structure of a source before it is added to the target. */
interface SourceStructure {
  root: PDFDict;
  /** The target's element that replaces the source's root. */
  element: PDFRef;
}

/** Maps the keys of one source's parent tree to keys of the merged tree. */
type ParentKeys = (key: number) => number;

/**
 * Merges structure trees (ISO 32000-1, 14.7): one Document element with a Part for each source, one parent tree and one
 * identifier tree with a leaf for each source, one role map and one class map.
 */
export class StructureBinder {
  readonly #target: PDFDocument;
  readonly #root: PDFRef;
  readonly #document: PDFRef;
  readonly #parts: PDFRef[] = [];
  readonly #parents: PDFRef[] = [];
  readonly #identifiers: { first: string; leaf: PDFRef }[] = [];
  readonly #roles: RoleNames;
  readonly #classes: ClassNames;
  readonly #namespaces: NamespaceBinder;
  #nextKey = 0;

  /** @param isPdf2 `true` to put the elements that it adds into the namespace of PDF 2.0 */
  constructor(target: PDFDocument, isPdf2: boolean) {
    this.#target = target;
    this.#namespaces = new NamespaceBinder(target.context, isPdf2);
    this.#root = target.context.nextRef();
    this.#document = target.context.nextRef();
    this.#roles = new RoleNames(target.context);
    this.#classes = new ClassNames(target.context);
  }

  /** Creates the key mapping of one source: browsers leave wide gaps between keys, but the merged tree has none. */
  parentKeys(): ParentKeys {
    const keys = new Map<number, number>();
    return (key) => {
      const known = keys.get(key);
      if (known !== undefined) return known;
      keys.set(key, this.#nextKey);
      return this.#nextKey++;
    };
  }

  /**
   * Prepares a source, whose root is replaced by an element of the target. Call it before anything of the source is
   * copied.
   */
  begin(source: PDFDocument, transplant: Transplant): SourceStructure | undefined {
    const root = dictAt(source.catalog, 'StructTreeRoot');
    if (!root) return undefined;
    if (!this.#target.catalog.has(PDFName.of('StructTreeRoot'))) this.#open();
    const element = this.#target.context.nextRef();
    const ref = source.catalog.get(PDFName.of('StructTreeRoot'));
    if (ref instanceof PDFRef) transplant.replace(ref, element);
    this.#namespaces.add(root, transplant);
    transplant.rename({
      types: this.#roles.add(dictAt(root, 'RoleMap')),
      classes: this.#classes.add(dictAt(root, 'ClassMap'), (value) => transplant.value(value)),
    });
    return { root, element };
  }

  /** @returns the objects written for this part alone, which are not changed any more, and the structure of its sheets */
  add(
    { root, element }: SourceStructure,
    transplant: Transplant,
    part: StructuredPart,
    parentKey: ParentKeys,
  ): { settled: PDFRef[]; sheets: SheetStructure[] } {
    const lifted = childrenOf(root).flatMap((kid) => liftDocument(kid, root, transplant, element));
    const taken = new Set((part.sheets ?? []).map((sheet) => lifted[sheet.element]));
    const own = lifted.filter((kid) => !taken.has(kid));
    this.#assignPart(element, part, own, transplant);
    if (own.length > 0) this.#parts.push(element);
    const sheets = (part.sheets ?? []).map(({ title, element }) => {
      const kid = lifted[element];
      if (!(kid instanceof PDFRef)) throw new Error(`there is no element ${element} for ${title}`);
      const ref = this.#target.context.nextRef();
      this.#assignPart(ref, { ...part, title }, [kid], transplant);
      return { element: ref, kids: [transplant.ref(kid)] };
    });
    const settled = [
      ...this.#addParents(dictAt(root, 'ParentTree'), transplant, parentKey),
      ...this.#addIdentifiers(dictAt(root, 'IDTree'), transplant, part.identifiers),
    ];
    return { settled, sheets };
  }

  /** Puts the structure of a sheet behind the parts that were added so far. */
  place(element: PDFRef): void {
    this.#parts.push(element);
  }

  #assignPart(element: PDFRef, { title, lang }: StructuredPart, kids: PDFObject[], transplant: Transplant): void {
    const { context } = this.#target;
    const dict = context.obj({ Type: 'StructElem', S: 'Part', P: this.#document, T: pdfText(title) }) as PDFDict;
    if (lang) dict.set(PDFName.of('Lang'), PDFString.of(lang));
    this.#namespaces.assign(dict);
    dict.set(PDFName.of('K'), context.obj(kids.map((kid) => transplant.value(kid))));
    context.assign(element, dict);
  }

  #addParents(tree: PDFDict | undefined, transplant: Transplant, parentKey: ParentKeys): PDFRef[] {
    const entries = [...readNumberTree(tree)]
      .map(([key, value]): [number, PDFObject] => [parentKey(key), transplant.value(value)])
      .sort(([a], [b]) => a - b);
    const [first] = entries[0] ?? [];
    const [last] = entries.at(-1) ?? [];
    if (first === undefined || last === undefined) return [];
    const nums = entries.flatMap(([key, value]) => [PDFNumber.of(key), value]);
    const leaf = this.#target.context.register(this.#target.context.obj({ Limits: [first, last], Nums: nums }));
    this.#parents.push(leaf);
    return [leaf];
  }

  #addIdentifiers(tree: PDFDict | undefined, transplant: Transplant, prefix: string): PDFRef[] {
    const entries = [...readNameTree(tree)]
      .map(([id, value]): [string, PDFObject] => [prefix + id, transplant.value(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const [first] = entries[0] ?? [];
    const [last] = entries.at(-1) ?? [];
    if (first === undefined || last === undefined) return [];
    const names = entries.flatMap(([id, value]) => [pdfText(id), value]);
    const leaf = this.#target.context.register(
      this.#target.context.obj({ Limits: [pdfText(first), pdfText(last)], Names: names }),
    );
    this.#identifiers.push({ first, leaf });
    return [leaf];
  }

  /** Creates the root with the first tagged part, so that parts can be checked before all are added. */
  #open(): void {
    const { context, catalog } = this.#target;
    const root = { Type: 'StructTreeRoot', K: this.#document, RoleMap: this.#roles.map, ClassMap: this.#classes.map };
    context.assign(this.#root, context.obj(root));
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  }

  /** Writes the merged trees to the target. */
  close(): void {
    if (this.#parts.length === 0) return;
    const { context } = this.#target;
    const whole = context.obj({ Type: 'StructElem', S: 'Document', P: this.#root, K: this.#parts }) as PDFDict;
    this.#namespaces.assign(whole);
    context.assign(this.#document, whole);
    const root = context.lookup(this.#root, PDFDict);
    this.#namespaces.close(root);
    root.set(PDFName.of('ParentTree'), context.register(context.obj({ Kids: this.#parents })));
    root.set(PDFName.of('ParentTreeNextKey'), PDFNumber.of(this.#nextKey));
    const leaves = this.#identifiers.sort((a, b) => (a.first < b.first ? -1 : 1)).map(({ leaf }) => leaf);
    if (leaves.length > 0) root.set(PDFName.of('IDTree'), context.register(context.obj({ Kids: leaves })));
    for (const { map, key } of [this.#roles, this.#classes]) if (map.keys().length === 0) root.delete(PDFName.of(key));
  }
}

/** Replaces a Document element by its children, because the part has its own element; any other element is kept. */
function liftDocument(kid: PDFObject, root: PDFDict, transplant: Transplant, element: PDFRef): PDFObject[] {
  const dict = kid instanceof PDFRef ? root.context.lookup(kid) : kid;
  if (!(dict instanceof PDFDict) || dict.get(PDFName.of('S')) !== PDFName.of('Document')) return [kid];
  if (kid instanceof PDFRef) transplant.replace(kid, element);
  return childrenOf(dict);
}
