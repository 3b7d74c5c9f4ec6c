import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import type { MarkKid, ObjectKid } from './elements.js';
import { readNumberTree } from './tree.js';

const OBJ = PDFName.of('Obj');
const KIDS = PDFName.of('Kids');
const PARENT_TREE = PDFName.of('ParentTree');
const STRUCT_PARENT = PDFName.of('StructParent');
const STRUCT_PARENTS = PDFName.of('StructParents');

/** Which element each marked-content sequence and each annotation belongs to (ISO 32000-1, 14.7.4.4), written anew. */
export class ParentTree {
  readonly #document: PDFDocument;
  readonly #marks = new Map<PDFDict, PDFRef[]>();
  readonly #entries = new Map<number, PDFObject>();

  constructor(document: PDFDocument) {
    this.#document = document;
    for (const page of document.getPages()) this.#marks.set(page.node, []);
  }

  add(kid: MarkKid | ObjectKid, owner: PDFRef): void {
    const { context } = this.#document;
    if ('object' in kid) {
      const object = dictOf(kid.object.lookup(OBJ));
      const key = object?.lookup(STRUCT_PARENT);
      if (key instanceof PDFNumber) this.#entries.set(key.asNumber(), owner);
      return;
    }
    // A form has marks of its own, counted by themselves.
    const holder = dictOf(context.lookup(kid.form ?? kid.page));
    if (!holder) return;
    const list = this.#marks.get(holder) ?? [];
    list[kid.mcid] = owner;
    this.#marks.set(holder, list);
  }

  write(root: PDFDict): void {
    const { context } = this.#document;
    for (const [holder, owners] of this.#marks) {
      if (owners.length === 0) {
        holder.delete(STRUCT_PARENTS);
        continue;
      }
      const array = PDFArray.withContext(context);
      for (const owner of Array.from(owners)) array.push(owner ?? PDFNull);
      this.#entries.set(this.#keyOf(holder), array);
    }
    deleteTree(context, root.get(PARENT_TREE));
    const keys = [...this.#entries.keys()].sort((a, b) => a - b);
    const nums = keys.flatMap((key) => [PDFNumber.of(key), this.#entries.get(key) as PDFObject]);
    root.set(PARENT_TREE, context.register(context.obj({ Nums: nums })));
    root.set(PDFName.of('ParentTreeNextKey'), PDFNumber.of((keys.at(-1) ?? -1) + 1));
  }

  #keyOf(holder: PDFDict): number {
    const old = holder.lookup(STRUCT_PARENTS);
    if (old instanceof PDFNumber) return old.asNumber();
    let key = -1;
    for (const used of this.#entries.keys()) key = Math.max(key, used);
    for (const dict of this.#marks.keys()) {
      const used = dict.lookup(STRUCT_PARENTS);
      if (used instanceof PDFNumber) key = Math.max(key, used.asNumber());
    }
    holder.set(STRUCT_PARENTS, PDFNumber.of(key + 1));
    return key + 1;
  }
}

function dictOf(object: PDFObject | undefined): PDFDict | undefined {
  return object instanceof PDFStream ? object.dict : object instanceof PDFDict ? object : undefined;
}

/** Removes a number or name tree with its nodes and lists; the elements that these name stay. */
export function deleteTree(context: PDFContext, tree: PDFObject | undefined): void {
  const dict = context.lookup(tree);
  if (!(dict instanceof PDFDict)) return;
  for (const [, value] of readNumberTree(dict))
    if (value instanceof PDFRef && context.lookup(value) instanceof PDFArray) context.delete(value);
  const kids = dict.lookup(KIDS);
  for (const kid of kids instanceof PDFArray ? kids.asArray() : []) deleteTree(context, kid);
  if (tree instanceof PDFRef) context.delete(tree);
}
