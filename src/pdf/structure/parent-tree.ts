import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { deleteTree } from './tree.js';

const OBJ = PDFName.of('Obj');
const PARENT_TREE = PDFName.of('ParentTree');
const STRUCT_PARENT = PDFName.of('StructParent');
const STRUCT_PARENTS = PDFName.of('StructParents');

/** A marked-content sequence on a page, or in a form that a page paints (ISO 32000-1, 14.7.4.2). */
export interface MarkKid {
  mcid: number;
  page: PDFRef;
  form?: PDFRef;
}

/** An annotation or another object (ISO 32000-1, 14.7.4.3). */
export interface ObjectKid {
  object: PDFDict;
}

/** Builds a parent tree: a map from marked content and annotations to their elements (ISO 32000-1, 14.7.4.4). */
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
    // A form XObject numbers its own marks.
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
