import {
  PDFArray,
  PDFDict,
  PDFHexString,
  type PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { decodeBounded } from './streams.js';

const MEGABYTE = 1024 * 1024;

/** Limits on the resources that reading a PDF may use. */
export interface PdfLimits {
  /** The most levels of nested arrays and dictionaries. */
  depth: number;
  /** The most bytes of memory for the objects of the file, as an estimate, without the contents of its streams. */
  memory: number;
  /** The most bytes of all object streams after decompression. */
  unpacked: number;
}

/** Limits for files from other programs; they keep the memory for binding a packet within 512 MB. */
export const FOREIGN_LIMITS: PdfLimits = { depth: 200, memory: 176 * MEGABYTE, unpacked: 256 * MEGABYTE };

/** Limits for files that Dossier wrote itself, such as a packet of a thousand résumés. */
export const OWN_LIMITS: PdfLimits = { depth: 200, memory: 4096 * MEGABYTE, unpacked: 1024 * MEGABYTE };

/** The average number of times that the parser may reread a byte, because it tries one keyword after another. */
const REPEATS = 40;

/** The largest valid object number (ISO 32000-1, Annex C). */
const LARGEST_NUMBER = 0x7fffff;

/** Measured sizes of the library's objects, in bytes. References and names stay in global tables forever. */
const COSTS = {
  value: 80,
  array: 96,
  slot: 8,
  dict: 320,
  entry: 56,
  stream: 240,
  firstRef: 320,
  firstName: 320,
  /** Decryption of a string or stream costs time rather than memory; counting it as memory limits it too. */
  cipher: 512,
} as const;

/** The bytes of memory for each character of a name, which the library builds one character at a time. */
const NAME_CHARACTER = 32;

/** The resources that reading a file has used so far, its object streams included. */
export class Effort {
  /** The limit that the file exceeds, as the end of a sentence about the file. */
  reason: string | undefined;
  readonly #limits: PdfLimits;
  readonly #numbers = new SeenNumbers();
  readonly #names = new Set<PDFName>();
  #depth = 0;
  #memory = 0;
  #unpacked = 0;

  constructor(limits: PdfLimits) {
    this.#limits = limits;
  }

  /** Reads one value, counting its depth and its size. */
  value(read: () => PDFObject): PDFObject {
    if (this.#depth === this.#limits.depth) this.giveUp(`nests deeper than ${this.#limits.depth} levels`);
    this.#depth += 1;
    // Charge before reading the value: an array uses memory while it grows, not only when it is complete.
    this.charge(COSTS.slot);
    try {
      const object = read();
      this.charge(object instanceof PDFRef ? this.#costOfRef(object) : costOf(object));
      return object;
    } finally {
      this.#depth -= 1;
    }
  }

  get inside(): boolean {
    return this.#depth > 0;
  }

  /** Counts an object that is registered under an object number. */
  register(ref: PDFRef): void {
    this.charge(this.#costOfRef(ref));
  }

  /** Counts a name: the key of an entry, or a value. */
  name(name: PDFName): PDFName {
    if (!this.#names.has(name)) {
      this.charge(COSTS.firstName + name.sizeInBytes() * NAME_CHARACTER);
      this.#names.add(name);
    }
    return name;
  }

  /** Counts a string or a stream that is decrypted. */
  decipher(): void {
    this.charge(COSTS.cipher);
  }

  /** Counts bytes of memory. */
  charge(bytes: number): void {
    this.#memory += bytes;
    if (this.#memory > this.#limits.memory) this.giveUp('contains more objects than any document needs');
  }

  /** Decompresses an object stream. */
  unpack(stream: PDFRawStream): Uint8Array {
    const bytes = decodeBounded(stream);
    this.#unpacked += bytes.length;
    const { unpacked } = this.#limits;
    if (this.#unpacked > unpacked) this.giveUp(`has more than ${unpacked / MEGABYTE} MB of compressed objects`);
    return bytes;
  }

  giveUp(reason: string): never {
    this.reason = reason;
    throw new Error(reason);
  }

  /** Limits the total distance that a reader moves backwards, because a file can send it back without end. */
  limitReturns(bytes: { offset(): number; moveTo(offset: number): void }, length: number): void {
    const move = bytes.moveTo.bind(bytes);
    let left = REPEATS * (length + 1024);
    bytes.moveTo = (offset) => {
      const back = bytes.offset() - offset;
      if (back > 0) {
        left -= back;
        if (left < 0) this.giveUp('makes the parser read the same bytes too often');
      }
      move(offset);
    };
  }

  #costOfRef({ objectNumber, generationNumber }: PDFRef): number {
    const isNew = generationNumber !== 0 || this.#numbers.add(objectNumber);
    return isNew ? COSTS.firstRef : 0;
  }
}

/** The estimated bytes of memory of a value, without the values inside it. */
export function costOf(object: PDFObject): number {
  if (object instanceof PDFDict) return COSTS.dict + object.entries().length * COSTS.entry;
  if (object instanceof PDFArray) return COSTS.array + object.size() * COSTS.slot;
  if (object instanceof PDFRawStream) return COSTS.stream + costOf(object.dict);
  if (object instanceof PDFString || object instanceof PDFHexString) return COSTS.value + object.sizeInBytes();
  return object instanceof PDFNumber ? COSTS.value : COSTS.slot;
}

/** A set of object numbers that uses one bit for each. */
class SeenNumbers {
  #bits = new Uint8Array(1024);

  /** @returns `true` if the number is new, or too large to be recorded */
  add(number: number): boolean {
    if (!(number >= 0 && number <= LARGEST_NUMBER)) return true;
    const place = number >> 3;
    if (place >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(this.#bits.length * 2, place + 1));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    const bit = 1 << (number & 7);
    const byte = this.#bits[place] as number;
    this.#bits[place] = byte | bit;
    return (byte & bit) === 0;
  }
}
