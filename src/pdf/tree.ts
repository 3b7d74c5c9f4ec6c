import { PDFArray, PDFDict, PDFHexString, PDFName, PDFNumber, type PDFObject, PDFString } from 'pdf-lib';

/** How deep a name or number tree may nest; a deeper one is a loop. */
const DEPTH = 32;

/** The entries of a number tree (ISO 32000-1, 7.9.7), in the order in which they stand. */
export function* readNumberTree(root: PDFDict | undefined, depth = 0): Generator<[number, PDFObject]> {
  if (!root || depth > DEPTH) return;
  const nums = root.lookupMaybe(PDFName.of('Nums'), PDFArray);
  for (let index = 0; nums && index + 1 < nums.size(); index += 2) {
    const key = nums.lookup(index);
    if (key instanceof PDFNumber) yield [key.asNumber(), nums.get(index + 1)];
  }
  for (const kid of kids(root)) yield* readNumberTree(kid, depth + 1);
}

/** The entries of a name tree (ISO 32000-1, 7.9.6). */
export function* readNameTree(root: PDFDict | undefined, depth = 0): Generator<[string, PDFObject]> {
  if (!root || depth > DEPTH) return;
  const names = root.lookupMaybe(PDFName.of('Names'), PDFArray);
  for (let index = 0; names && index + 1 < names.size(); index += 2) {
    const key = textOf(names.lookup(index));
    if (key !== undefined) yield [key, names.get(index + 1)];
  }
  for (const kid of kids(root)) yield* readNameTree(kid, depth + 1);
}

/** The text of a string object; undefined for anything else. */
export function textOf(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined;
}

/** The text of a string or a name, which destinations may be called by either of. */
export function nameOf(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFName ? object.decodeText() : textOf(object);
}

function* kids(root: PDFDict): Generator<PDFDict> {
  const array = root.lookupMaybe(PDFName.of('Kids'), PDFArray);
  for (let index = 0; array && index < array.size(); index++) {
    const kid = array.lookup(index);
    if (kid instanceof PDFDict) yield kid;
  }
}
