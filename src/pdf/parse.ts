import {
  type PDFContext,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFObjectStreamParser,
  PDFParser,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { decodeBounded } from './decode.js';

/** What a file may at most be to be read; a packet of a thousand résumés is far below. */
export const PDF_LIMITS = {
  /** Levels of arrays and dictionaries in each other. */
  depth: 200,
  /** Values in the whole file. */
  values: 10_000_000,
  /** Bytes of all object streams, unfolded. */
  unfolded: 512 * 1024 * 1024,
} as const;

/** How often the parser may on average come back to a byte: it tries words one after the other. */
const REPEATS = 40;

const FIRST = PDFName.of('First');
const N = PDFName.of('N');
const TYPE = PDFName.of('Type');
const FILTERS = ['Filter', 'DecodeParms'].map((key) => PDFName.of(key));

/** What reading a file has used up, its object streams included. */
class Effort {
  /** Why the file was given up, where a limit was the reason. */
  reason: string | undefined;
  #depth = 0;
  #values = 0;
  #unfolded = 0;

  value(read: () => PDFObject): PDFObject {
    this.#values += 1;
    if (this.#values > PDF_LIMITS.values) this.giveUp(`holds more than ${PDF_LIMITS.values} values`);
    if (this.#depth === PDF_LIMITS.depth) this.giveUp(`nests deeper than ${PDF_LIMITS.depth} levels`);
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  get inside(): boolean {
    return this.#depth > 0;
  }

  unfold(stream: PDFRawStream): Uint8Array {
    const bytes = decodeBounded(stream);
    this.#unfolded += bytes.length;
    if (this.#unfolded > PDF_LIMITS.unfolded) this.giveUp(`unfolds to more than ${PDF_LIMITS.unfolded} bytes`);
    return bytes;
  }

  giveUp(reason: string): never {
    this.reason = reason;
    throw new Error(reason);
  }

  /** Limits how far a reader goes back in all: what sends it back again and again would keep it for ever. */
  limitReturns(bytes: { offset(): number; moveTo(offset: number): void }, length: number): void {
    const move = bytes.moveTo.bind(bytes);
    let left = REPEATS * (length + 1024);
    bytes.moveTo = (offset) => {
      const back = bytes.offset() - offset;
      if (back > 0) {
        left -= back;
        if (left < 0) this.giveUp('leads its reader in circles');
      }
      move(offset);
    };
  }
}

/**
 * Reads the objects of a PDF that may come from anybody. The library's parser follows whatever a file says: object
 * streams whose objects lie in each other, tables of billions of entries, lengths that lead back. Here each of these has
 * an end.
 */
export class BoundedParser extends PDFParser {
  readonly #effort = new Effort();

  constructor(bytes: Uint8Array) {
    // By default the library lets others run every 100 objects, which takes longer than the objects.
    super(bytes, Number.POSITIVE_INFINITY, true);
    this.#effort.limitReturns(this.bytes, bytes.length);
  }

  /** Why the file was given up, where a limit was the reason. */
  get reason(): string | undefined {
    return this.#effort.reason;
  }

  override parseObject(ref?: PDFRef): PDFObject {
    const object = this.#effort.value(() => super.parseObject(ref));
    if (this.#effort.inside || !(object instanceof PDFRawStream)) return object;
    const type = object.dict.lookup(TYPE);
    if (type === PDFName.of('ObjStm')) this.#unpack(object);
    else if (type === PDFName.of('XRef')) readTrailer(this.context, object);
    else return object;
    // What held the file together is no part of the document.
    return PDFNull;
  }

  #unpack(stream: PDFRawStream): void {
    const bytes = this.#effort.unfold(stream);
    const { dict } = stream;
    for (const key of FILTERS) dict.delete(key);
    new PackedParser(PDFRawStream.of(dict, bytes), this.#effort).unpack();
  }
}

/** Reads an object stream (ISO 32000-1, 7.5.7) that has no filter any more. */
class PackedParser extends PDFObjectStreamParser {
  readonly #effort: Effort;
  readonly #first: number;
  readonly #count: number;

  constructor(stream: PDFRawStream, effort: Effort) {
    super(stream);
    this.#effort = effort;
    this.#first = stream.dict.lookup(FIRST, PDFNumber).asNumber();
    this.#count = stream.dict.lookup(N, PDFNumber).asNumber();
    effort.limitReturns(this.bytes, stream.contents.length);
  }

  unpack(): void {
    const places: [number, number][] = [];
    while (places.length < this.#count) places.push([this.#integer(), this.#integer()]);
    for (const [number, offset] of places) {
      this.bytes.moveTo(this.#first + offset);
      this.context.assign(PDFRef.of(number, 0), this.parseObject());
    }
  }

  #integer(): number {
    this.skipWhitespaceAndComments();
    return this.parseRawInt();
  }

  override parseObject(ref?: PDFRef): PDFObject {
    return this.#effort.value(() => super.parseObject(ref));
  }
}

/** A cross-reference stream is read for its trailer only: the objects are found by reading the file through. */
function readTrailer(context: PDFContext, { dict }: PDFRawStream): void {
  const trailer = { ...context.trailerInfo };
  for (const key of ['Root', 'Encrypt', 'Info', 'ID'] as const) {
    const value = dict.get(PDFName.of(key));
    if (value) trailer[key] = value;
  }
  context.trailerInfo = trailer;
}
