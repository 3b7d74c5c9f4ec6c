import {
  PDFArray,
  PDFCatalog,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFPageLeaf,
  PDFPageTree,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import { OBJECTS_PER_STREAM, PackedObjects } from './object-stream.js';
import { flateStream } from './streams.js';

/** Kinds of entries in a cross-reference stream (ISO 32000-1, Table 18). */
const FREE = 0;
const PLAIN = 1;
const COMPRESSED = 2;

/** The lengths of an entry's fields, in bytes. */
const WIDTHS = [1, 4, 2] as const;
const WIDTH = WIDTHS[0] + WIDTHS[1] + WIDTHS[2];

const encoder = new TextEncoder();

/**
 * Writes a document as a file (ISO 32000-1, 7.5) with object streams and a cross-reference stream, in time linear in
 * the number of objects. pdf-lib's own writer searches from the first entry for every position, which takes more than a
 * minute for 1,000 résumés, and does not support packed objects.
 */
export function writePdf(context: PDFContext): Uint8Array {
  const plain: [PDFRef, PDFObject][] = [];
  const loose: [PDFRef, PDFObject][] = [];
  for (const entry of context.enumerateIndirectObjects()) {
    if (isContainer(entry[1])) continue;
    (standsAlone(entry) ? plain : loose).push(entry);
  }
  const last = context.largestObjectNumber;
  for (let at = 0; at < loose.length; at += OBJECTS_PER_STREAM)
    plain.push([context.nextRef(), PackedObjects.of(context, loose.slice(at, at + OBJECTS_PER_STREAM))]);
  const table = context.nextRef();
  const places = new Places(table.objectNumber + 1);

  const header = new Uint8Array(context.header.sizeInBytes() + 1).fill(NEWLINE);
  context.header.copyBytesInto(header, 0);
  let size = header.length;
  for (const [ref, object] of plain) {
    places.set(ref.objectNumber, PLAIN, size, ref.generationNumber);
    if (object instanceof PackedObjects)
      for (const [index, held] of object.numbers.entries()) places.set(held, COMPRESSED, ref.objectNumber, index);
    size += objectSize(ref, object);
  }
  places.set(table.objectNumber, PLAIN, size, 0);
  const sections = places.sections();
  const crossReference = flateStream(context, places.bytes(sections), {
    Type: 'XRef',
    Size: table.objectNumber + 1,
    W: [...WIDTHS],
    Index: sections.flat(),
    Root: context.trailerInfo.Root,
    Info: context.trailerInfo.Info,
    ID: context.trailerInfo.ID,
  });
  plain.push([table, crossReference]);
  const trailer = encoder.encode(`startxref\n${size}\n%%EOF`);

  const bytes = new Uint8Array(size + objectSize(table, crossReference) + trailer.length);
  bytes.set(header);
  let offset = header.length;
  for (const [ref, object] of plain) offset += copyObject(ref, object, bytes, offset);
  bytes.set(trailer, offset);
  // Release the object numbers used only for this file.
  context.largestObjectNumber = last;
  return bytes;
}

/** The location of each object by number, stored as consecutive entries of a cross-reference stream (7.5.8.3). */
class Places {
  readonly #entries: DataView;
  readonly #used: Uint8Array;

  constructor(count: number) {
    this.#entries = new DataView(new ArrayBuffer(count * WIDTH));
    this.#used = new Uint8Array(count);
    this.set(0, FREE, 0, 0xffff);
  }

  set(number: number, kind: number, second: number, third: number): void {
    const at = number * WIDTH;
    this.#entries.setUint8(at, kind);
    this.#entries.setUint32(at + WIDTHS[0], second);
    this.#entries.setUint16(at + WIDTHS[0] + WIDTHS[1], third);
    this.#used[number] = 1;
  }

  /** Ranges of used object numbers: the first number and the length of each. */
  sections(): [number, number][] {
    const sections: [number, number][] = [];
    let length = 0;
    for (let number = 0; number <= this.#used.length; number++) {
      if (this.#used[number]) length += 1;
      else {
        if (length > 0) sections.push([number - length, length]);
        length = 0;
      }
    }
    return sections;
  }

  /** The entries of the given ranges. */
  bytes(sections: readonly [number, number][]): Uint8Array {
    const all = new Uint8Array(this.#entries.buffer);
    const bytes = new Uint8Array(sections.reduce((sum, [, length]) => sum + length, 0) * WIDTH);
    let offset = 0;
    for (const [first, length] of sections) {
      bytes.set(all.subarray(first * WIDTH, (first + length) * WIDTH), offset);
      offset += length * WIDTH;
    }
    return bytes;
  }
}

/** `true` for a cross-reference or object stream of the file that the document was read from. */
function isContainer(object: PDFObject): boolean {
  if (!(object instanceof PDFRawStream)) return false;
  const type = object.dict.lookup(PDFName.of('Type'));
  return type === PDFName.of('XRef') || type === PDFName.of('ObjStm');
}

/** `true` for objects that must not be in an object stream (7.5.7), or that simple readers expect outside one. */
function standsAlone([ref, object]: [PDFRef, PDFObject]): boolean {
  if (object instanceof PDFStream || ref.generationNumber !== 0) return true;
  if (object instanceof PDFCatalog || object instanceof PDFPageTree || object instanceof PDFPageLeaf) return true;
  return object instanceof PDFDict && object.lookup(PDFName.of('Type')) === PDFName.of('Sig');
}

const NEWLINE = 0x0a;
const CLOSING = encoder.encode('\nendobj\n');

function opening(ref: PDFRef): string {
  return `${ref.objectNumber} ${ref.generationNumber} obj\n`;
}

function objectSize(ref: PDFRef, object: PDFObject): number {
  return opening(ref).length + object.sizeInBytes() + CLOSING.length;
}

/** Writes an object and returns the number of bytes. */
function copyObject(ref: PDFRef, object: PDFObject, bytes: Uint8Array, offset: number): number {
  const { written } = encoder.encodeInto(opening(ref), bytes.subarray(offset));
  const length = object.copyBytesInto(bytes, offset + written);
  bytes.set(CLOSING, offset + written + length);
  return written + length + CLOSING.length;
}

/** Removes the unreachable objects of a document, so that they are not saved with it. */
export function removeUnreachable(context: PDFContext): void {
  const { Root, Info } = context.trailerInfo;
  const seen = new Set<PDFRef>();
  const open = [Root, Info].filter((object) => object !== undefined);
  for (let object: PDFObject | undefined = open.pop(); object; object = open.pop()) {
    if (object instanceof PDFRef) {
      if (seen.has(object)) continue;
      seen.add(object);
      const target = context.lookup(object);
      if (target) open.push(target);
    } else for (const value of valuesOf(object)) open.push(value);
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!seen.has(ref)) context.delete(ref);
}

function valuesOf(object: PDFObject): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray();
  if (object instanceof PDFDict) return object.values();
  return object instanceof PDFRawStream ? object.dict.values() : [];
}
