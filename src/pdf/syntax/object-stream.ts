import {
  type PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectStreamParser,
  type PDFRawStream,
  PDFRef,
  type PDFString,
} from 'pdf-lib';
import type { Effort } from './effort.js';
import { isNumeric, isRegular } from './lexer.js';
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
