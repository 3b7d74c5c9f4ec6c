import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream, PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { OWN_LIMITS } from '../syntax/effort.js';
import { type OpenPdf, openPdf } from '../syntax/open.js';
import { type ReadUpdate, readUpdate, startOfSection } from './sections.js';

/**
 * Checks that an incremental update adds a signature and changes nothing else. Everything that is not certainly
 * harmless counts as a change: readers of damaged or ambiguous files may disagree on what these show.
 *
 * @param bytes a file that ends with the update
 * @param from the length of the file before the update
 * @param name the name of the file in messages
 */
export async function addsOnlySignature(bytes: Uint8Array, from: number, name: string): Promise<boolean> {
  try {
    const update = readUpdate(bytes, from);
    const document = await openPdf(bytes.subarray(0, from), name, OWN_LIMITS);
    const { context } = document;
    const before = startOfSection(bytes.subarray(0, from));
    if (before === undefined || !continues(update.trailer, before, context)) return false;
    const numbers = new Set(context.enumerateIndirectObjects().map(([{ objectNumber }]) => objectNumber));
    const added = new Set<number>();
    // Readers that ignore generations would take an object with a known number for the old one.
    for (const [{ objectNumber }] of update.objects) if (!numbers.has(objectNumber)) added.add(objectNumber);
    if (update.section && (numbers.has(update.section.objectNumber) || added.has(update.section.objectNumber)))
      return false;
    // An object that something refers to already would appear there.
    for (const [, object] of context.enumerateIndirectObjects()) if (refersTo(object, added)) return false;
    const extensible = extensibleIn(document);
    let signatures = 0;
    for (const [ref, object] of update.objects) {
      const old = context.lookup(ref);
      const keys = extensible.get(ref);
      if (added.has(ref.objectNumber) ? !isPart(object, added) : !old || !keys || !onlyAdds(old, object, added, keys))
        return false;
      if (object instanceof PDFDict && object.has(BYTE_RANGE)) signatures += 1;
    }
    return signatures === 1;
  } catch {
    return false;
  }
}

const BYTE_RANGE = PDFName.of('ByteRange');

/** `true` if a trailer continues a document: the same catalog, and no object that it hides (ISO 32000-1, 7.5.5). */
function continues(trailer: ReadUpdate['trailer'], before: number, context: PDFContext): boolean {
  const { Root, Info, ID } = context.trailerInfo;
  const size = trailer.get(PDFName.of('Size'));
  const first = (object: PDFObject | undefined) => (object instanceof PDFArray ? object.get(0) : undefined);
  return (
    String(trailer.get(PDFName.of('Root'))) === String(Root) &&
    String(trailer.get(PDFName.of('Info'))) === String(Info) &&
    String(trailer.get(PDFName.of('Prev'))) === String(before) &&
    String(first(trailer.get(PDFName.of('ID')))) === String(first(ID)) &&
    size instanceof PDFNumber &&
    size.asNumber() > context.largestObjectNumber &&
    !trailer.has(PDFName.of('Encrypt'))
  );
}

function refersTo(object: PDFObject, numbers: ReadonlySet<number>): boolean {
  if (object instanceof PDFRef) return numbers.has(object.objectNumber);
  if (object instanceof PDFArray) return object.asArray().some((item) => refersTo(item, numbers));
  const dict = object instanceof PDFRawStream ? object.dict : object;
  return dict instanceof PDFDict && dict.values().some((value) => refersTo(value, numbers));
}

/** Stands for the items of an object that is an array. */
const ITEMS = '';

/**
 * The objects that a signature may extend, with the keys of their dictionaries that it may extend or add: the form, the
 * annotations of pages, and the top of the structure.
 */
function extensibleIn(document: OpenPdf): Map<PDFRef, Set<string>> {
  const found = new Map<PDFRef, Set<string>>();
  const allow = (owner: PDFRef, dict: PDFDict | undefined, keys: readonly string[]) => {
    found.set(owner, new Set([...(found.get(owner) ?? []), ...keys]));
    for (const key of keys) {
      const value = dict?.get(PDFName.of(key));
      if (value instanceof PDFRef && document.context.lookup(value) instanceof PDFArray)
        found.set(value, new Set([ITEMS]));
    }
  };
  const below = (owner: PDFRef, dict: PDFDict | undefined, key: string, keys: readonly string[]) => {
    const value = dict?.get(PDFName.of(key));
    const inner = { owner: value instanceof PDFRef ? value : owner, dict: dictAt(dict, key) };
    if (inner.dict) allow(inner.owner, inner.dict, keys);
    return inner;
  };
  const root = document.context.trailerInfo.Root as PDFRef;
  allow(root, document.catalog, ['AcroForm']);
  below(root, document.catalog, 'AcroForm', ['Fields', 'SigFlags']);
  const structure = below(root, document.catalog, 'StructTreeRoot', ['K', 'ParentTree', 'ParentTreeNextKey']);
  below(structure.owner, structure.dict, 'ParentTree', ['Nums', 'Kids']);
  below(structure.owner, structure.dict, 'K', ['K']);
  for (const page of document.getPages()) allow(page.ref, page.node, ['Annots', 'Tabs']);
  return found;
}

/**
 * `true` if an object is an older one with nothing but additions for a signature.
 *
 * @param added the numbers of the objects that the update adds
 * @param keys the keys under which there may be additions
 * @param key the key of the objects in their dictionary
 */
function onlyAdds(
  old: PDFObject,
  object: PDFObject,
  added: ReadonlySet<number>,
  keys: ReadonlySet<string>,
  key = ITEMS,
): boolean {
  if (String(old) === String(object) && !(old instanceof PDFRawStream)) return true;
  if (old instanceof PDFDict && object instanceof PDFDict)
    return [...new Set([...old.keys(), ...object.keys()])].every((name) => {
      const [before, now] = [old.get(name), object.get(name)];
      if (before && now) return onlyAdds(before, now, added, keys, name.decodeText());
      return now !== undefined && keys.has(name.decodeText()) && isAddition(now, added);
    });
  if (!keys.has(key)) return false;
  if (old instanceof PDFNumber && object instanceof PDFNumber) return true;
  const before = old instanceof PDFArray ? old.asArray() : key === 'K' ? [old] : undefined;
  if (!before || !(object instanceof PDFArray)) return false;
  const all = object.asArray();
  return (
    before.every((item, index) => String(item) === String(all[index])) && areParts(all.slice(before.length), added)
  );
}

/** `true` for references to added objects, each of which may follow a number, as in a number tree. */
function areParts(items: readonly PDFObject[], added: ReadonlySet<number>): boolean {
  return items.every((item, index) => {
    const next = items[index + 1];
    return isAdded(item, added) || (item instanceof PDFNumber && next !== undefined && isAdded(next, added));
  });
}

function isAdded(object: PDFObject, added: ReadonlySet<number>): boolean {
  return object instanceof PDFRef && object.generationNumber === 0 && added.has(object.objectNumber);
}

function isAddition(object: PDFObject, added: ReadonlySet<number>): boolean {
  if (object instanceof PDFArray) return areParts(object.asArray(), added);
  return object instanceof PDFNumber || object instanceof PDFName || isAdded(object, added) || isForm(object, added);
}

/** `true` for a new object that a signature consists of: none of them shows or does anything. */
function isPart(object: PDFObject, added: ReadonlySet<number>): boolean {
  if (object instanceof PDFArray) return areParts(object.asArray(), added);
  if (!(object instanceof PDFDict)) return false;
  if (object.has(BYTE_RANGE)) return isOf(object, 'Type', 'Sig');
  if (isOf(object, 'Subtype', 'Widget'))
    return isOf(object, 'FT', 'Sig') && hasNoArea(object) && !has(object, ['AP', 'A', 'AA', 'Parent', 'Kids']);
  if (isOf(object, 'Type', 'StructElem')) return isOf(object, 'S', 'Form') && !has(object, ['ActualText', 'Alt', 'A']);
  return isForm(object, added) || isLeaf(object, added);
}

/** `true` for a new form that has only signature fields. */
function isForm(object: PDFObject, added: ReadonlySet<number>): boolean {
  if (!(object instanceof PDFDict)) return false;
  const fields = object.get(PDFName.of('Fields'));
  const keys = object.keys().map((key) => key.decodeText());
  return (
    fields instanceof PDFArray &&
    areParts(fields.asArray(), added) &&
    keys.every((key) => key === 'Fields' || key === 'SigFlags')
  );
}

/** `true` for a new leaf of a number tree that lists only new objects. */
function isLeaf(dict: PDFDict, added: ReadonlySet<number>): boolean {
  const nums = dict.get(PDFName.of('Nums'));
  const keys = dict.keys().map((key) => key.decodeText());
  return (
    nums instanceof PDFArray &&
    areParts(nums.asArray(), added) &&
    keys.every((key) => key === 'Nums' || key === 'Limits')
  );
}

function isOf(dict: PDFDict, key: string, value: string): boolean {
  return dict.get(PDFName.of(key)) === PDFName.of(value);
}

function has(dict: PDFDict, keys: readonly string[]): boolean {
  return keys.some((key) => dict.has(PDFName.of(key)));
}

function hasNoArea(widget: PDFDict): boolean {
  const rect = widget.get(PDFName.of('Rect'));
  if (!(rect instanceof PDFArray) || rect.size() !== 4) return false;
  const [left, bottom, right, top] = rect.asArray().map(String);
  return left === right || bottom === top;
}
