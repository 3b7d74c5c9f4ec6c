import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFStream,
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

/** Converts a date of PDF (ISO 32000-1, 7.9.4) to ISO 8601; undefined if it is not a date. */
export function isoDate(text: string | undefined): string | undefined {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, hours, minutes] = match;
  const zone = sign ? `${sign}${hours}:${minutes ?? '00'}` : 'Z';
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
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
