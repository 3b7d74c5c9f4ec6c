import {
  type PDFContext,
  type PDFDict,
  type PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectStream,
  PDFObjectStreamParser,
  type PDFRawStream,
  PDFRef,
  PDFStream,
  type PDFString,
} from 'pdf-lib';
import type { Effort } from './effort.js';
import { isNumeric, isRegular } from './lexer.js';
import { deflate } from './streams.js';
import { checkName, checkNumber, readHexadecimal, readLiteral } from './token-reader.js';

const FIRST = PDFName.of('First');
const N = PDFName.of('N');

/** The estimated bytes of memory for the number and offset of one object in an object stream. */
const PLACE_COST = 64;

/** Reads a decompressed object stream (ISO 32000-1, 7.5.7). */
export class PackedParser extends PDFObjectStreamParser {
  readonly #effort: Effort;
  readonly #refuse: (reason: string) => never;
  readonly #first: number;
  readonly #count: number;

  constructor(stream: PDFRawStream, effort: Effort) {
    super(stream);
    this.#effort = effort;
    this.#refuse = (reason) => effort.giveUp(reason);
    this.#first = stream.dict.lookup(FIRST, PDFNumber).asNumber();
    this.#count = stream.dict.lookup(N, PDFNumber).asNumber();
    effort.limitReturns(this.bytes, stream.contents.length);
  }

  unpack(): void {
    const places: [number, number][] = [];
    while (places.length < this.#count) {
      this.#effort.charge(PLACE_COST);
      places.push([this.#integer(), this.#integer()]);
    }
    for (const [number, offset] of places) {
      this.bytes.moveTo(this.#first + offset);
      const ref = PDFRef.of(number, 0);
      this.#effort.register(ref);
      this.context.assign(ref, this.parseObject());
    }
  }

  #integer(): number {
    this.skipWhitespaceAndComments();
    return this.parseRawInt();
  }

  override parseObject(ref?: PDFRef): PDFObject {
    return this.#effort.value(() => super.parseObject(ref));
  }

  protected override parseString(): PDFString {
    return readLiteral(this.bytes, this.#refuse);
  }

  protected override parseHexString(): PDFHexString {
    return readHexadecimal(this.bytes, this.#refuse);
  }

  protected override parseName(): PDFName {
    checkName(this.bytes, isRegular, this.#refuse);
    return this.#effort.name(super.parseName());
  }

  protected override parseRawInt(): number {
    checkNumber(this.bytes, isNumeric, this.#refuse);
    return super.parseRawInt();
  }

  protected override parseRawNumber(): number {
    checkNumber(this.bytes, isNumeric, this.#refuse);
    return super.parseRawNumber();
  }
}

/** The number of objects in one object stream: enough to compress well, and few enough to read one of them quickly. */
export const OBJECTS_PER_STREAM = 100;

/**
 * Finished objects, held as the bytes of the object stream in which they are saved (ISO 32000-1, 7.5.7). This takes
 * about fifty times less memory for a structure element. The objects can still be referenced, but no longer read or
 * changed.
 */
export class PackedObjects extends PDFStream {
  /** The numbers of the contained objects, in order. */
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

/** Removes objects from a document's memory by packing them; they are still saved with the document. */
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
 * Creates a reference that can be garbage-collected. pdf-lib keeps its references in a global table forever, at about
 * 200 bytes each. References from this function equal none of those, so use them only for objects referenced within one
 * document.
 */
export function newRef(context: PDFContext): PDFRef {
  context.largestObjectNumber += 1;
  const objectNumber = context.largestObjectNumber;
  const ref = { objectNumber, generationNumber: 0, tag: `${objectNumber} 0 R` };
  return Object.assign(Object.create(PDFRef.prototype) as PDFRef, ref);
}
