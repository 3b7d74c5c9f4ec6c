import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream, PDFRef } from 'pdf-lib';
import { OWN_LIMITS } from '../syntax/effort.js';
import { openPdf } from '../syntax/open.js';
import { readUpdate, startOfSection } from './sections.js';

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
    const { context } = await openPdf(bytes.subarray(0, from), name, OWN_LIMITS);
    const { Root, Info, ID } = context.trailerInfo;
    const before = startOfSection(bytes.subarray(0, from));
    const same = [
      [update.trailer.get(PDFName.of('Root')), Root],
      [update.trailer.get(PDFName.of('Info')), Info],
      [update.trailer.get(PDFName.of('Prev')), before === undefined ? undefined : PDFNumber.of(before)],
      [firstOf(update.trailer.get(PDFName.of('ID'))), firstOf(ID)],
    ].every(([one, other]) => String(one) === String(other));
    if (!same || before === undefined || update.trailer.has(PDFName.of('Encrypt'))) return false;
    const added = new Set<string>();
    for (const [ref] of update.objects) if (!context.lookup(ref)) added.add(String(ref));
    // An object that something refers to already would appear there.
    for (const [, object] of context.enumerateIndirectObjects()) if (refersTo(object, added)) return false;
    let signatures = 0;
    for (const [ref, object] of update.objects) {
      const old = context.lookup(ref);
      if (old ? !onlyAdds(old, object, added, '') : !isPart(object, added)) return false;
      if (!old && object instanceof PDFDict && object.has(BYTE_RANGE)) signatures += 1;
    }
    return signatures === 1;
  } catch {
    return false;
  }
}

const BYTE_RANGE = PDFName.of('ByteRange');

function firstOf(object: PDFObject | undefined): PDFObject | undefined {
  return object instanceof PDFArray ? object.get(0) : undefined;
}

function refersTo(object: PDFObject, refs: ReadonlySet<string>): boolean {
  if (object instanceof PDFRef) return refs.has(String(object));
  if (object instanceof PDFArray) return object.asArray().some((item) => refersTo(item, refs));
  const dict = object instanceof PDFRawStream ? object.dict : object;
  return dict instanceof PDFDict && dict.values().some((value) => refersTo(value, refs));
}

/** Entries to which a signature may add references, and entries that may appear or change with it. */
const EXTENDED = new Set(['Fields', 'Annots', 'K', 'Kids', 'Nums', '']);
const ADDED = new Set(['AcroForm', 'Fields', 'Annots', 'Tabs', 'SigFlags', 'ParentTree', 'ParentTreeNextKey']);
const COUNTED = new Set(['SigFlags', 'ParentTreeNextKey']);

/**
 * `true` if an object is an older one with nothing but additions for a signature.
 *
 * @param added the objects that the update adds
 * @param key the key of the objects in their dictionary; empty for whole objects
 */
function onlyAdds(old: PDFObject, object: PDFObject, added: ReadonlySet<string>, key: string): boolean {
  if (String(old) === String(object) && !(old instanceof PDFRawStream)) return true;
  if (old instanceof PDFNumber && object instanceof PDFNumber) return COUNTED.has(key);
  if (object instanceof PDFArray) {
    const before = old instanceof PDFArray ? old.asArray() : key === 'K' ? [old] : undefined;
    if (!before || !EXTENDED.has(key)) return false;
    const all = object.asArray();
    return (
      before.every((item, index) => String(item) === String(all[index])) && areParts(all.slice(before.length), added)
    );
  }
  if (!(old instanceof PDFDict) || !(object instanceof PDFDict) || isOf(old, 'Type', 'Pages')) return false;
  return [...new Set([...old.keys(), ...object.keys()])].every((name) => {
    const [before, now] = [old.get(name), object.get(name)];
    if (before && now) return onlyAdds(before, now, added, name.decodeText());
    return now !== undefined && ADDED.has(name.decodeText()) && isAddition(now, added);
  });
}

/** `true` for references to added objects, each of which may follow a number, as in a number tree. */
function areParts(items: readonly PDFObject[], added: ReadonlySet<string>): boolean {
  return items.every((item, index) => {
    const next = items[index + 1];
    return refersOnly(item, added) || (item instanceof PDFNumber && next !== undefined && refersOnly(next, added));
  });
}

function refersOnly(object: PDFObject, added: ReadonlySet<string>): boolean {
  return object instanceof PDFRef && added.has(String(object));
}

function isAddition(object: PDFObject, added: ReadonlySet<string>): boolean {
  if (object instanceof PDFArray) return areParts(object.asArray(), added);
  return object instanceof PDFNumber || object instanceof PDFName || refersOnly(object, added) || isForm(object, added);
}

/** `true` for a new object that a signature consists of: none of them shows or does anything. */
function isPart(object: PDFObject, added: ReadonlySet<string>): boolean {
  if (object instanceof PDFArray) return areParts(object.asArray(), added);
  if (!(object instanceof PDFDict)) return false;
  if (object.has(BYTE_RANGE)) return isOf(object, 'Type', 'Sig');
  if (isOf(object, 'Subtype', 'Widget'))
    return isOf(object, 'FT', 'Sig') && hasNoArea(object) && !has(object, ['AP', 'A', 'AA', 'Parent', 'Kids']);
  if (isOf(object, 'Type', 'StructElem')) return isOf(object, 'S', 'Form') && !has(object, ['ActualText', 'Alt', 'A']);
  return isForm(object, added) || isLeaf(object, added);
}

/** `true` for a new form that has only signature fields. */
function isForm(object: PDFObject, added: ReadonlySet<string>): boolean {
  if (!(object instanceof PDFDict)) return false;
  const fields = object.get(PDFName.of('Fields'));
  const keys = object.keys().map((key) => key.decodeText());
  return fields instanceof PDFArray && areParts(fields.asArray(), added) && keys.every((key) => ADDED.has(key));
}

/** `true` for a new leaf of a number tree that lists only new objects. */
function isLeaf(dict: PDFDict, added: ReadonlySet<string>): boolean {
  const nums = dict.get(PDFName.of('Nums'));
  return nums instanceof PDFArray && areParts(nums.asArray(), added) && dict.keys().length <= 2;
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
