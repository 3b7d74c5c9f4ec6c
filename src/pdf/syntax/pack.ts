import {
  type PDFContext,
  type PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import { deflate } from './streams.js';

/** Objects in one stream: enough to compress well, few enough that a reader who wants one need not read many. */
export const OBJECTS_PER_STREAM = 100;

/**
 * Objects that are settled, as the bytes of the object stream that they are saved in (ISO 32000-1, 7.5.7). A structure
 * element takes some fifty times less memory so; it can be referred to, and neither be read nor changed any more.
 */
export class PackedObjects extends PDFStream {
  /** The numbers of what it holds, in its order. */
  readonly numbers: Uint32Array;
  readonly #bytes: Uint8Array;

  private constructor(dict: PDFDict, numbers: Uint32Array, bytes: Uint8Array) {
    super(dict);
    this.numbers = numbers;
    this.#bytes = bytes;
  }

  static of(context: PDFContext, objects: [PDFRef, PDFObject][]): PackedObjects {
    const stream = PDFObjectStream.withContextAndObjects(context, objects, false);
    const bytes = deflate(stream.getUnencodedContents());
    stream.dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
    stream.dict.set(PDFName.of('Length'), PDFNumber.of(bytes.length));
    return new PackedObjects(
      stream.dict,
      Uint32Array.from(objects, ([ref]) => ref.objectNumber),
      bytes,
    );
  }

  override getContents(): Uint8Array {
    return this.#bytes;
  }

  override getContentsSize(): number {
    return this.#bytes.length;
  }
}

/** Takes objects out of a document's memory; they are saved with it all the same. */
export function packObjects(context: PDFContext, refs: readonly PDFRef[]): void {
  const objects = refs.flatMap((ref): [PDFRef, PDFObject][] => {
    const object = context.lookup(ref);
    return object ? [[ref, object]] : [];
  });
  for (let at = 0; at < objects.length; at += OBJECTS_PER_STREAM)
    context.register(PackedObjects.of(context, objects.slice(at, at + OBJECTS_PER_STREAM)));
  for (const [ref] of objects) context.delete(ref);
}

/**
 * A reference that goes when the last who holds it goes. The library keeps those it makes in one table for good, some
 * 200 bytes each; these are equal to none of them, so they serve for objects that are referred to within one document.
 */
export function newRef(context: PDFContext): PDFRef {
  context.largestObjectNumber += 1;
  const objectNumber = context.largestObjectNumber;
  const ref = { objectNumber, generationNumber: 0, tag: `${objectNumber} 0 R` };
  return Object.assign(Object.create(PDFRef.prototype) as PDFRef, ref);
}
