import {
  type PDFContext,
  type PDFHexString,
  PDFName,
  PDFNull,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  type PDFRef,
  type PDFString,
} from 'pdf-lib';
import type { Decipher } from './decryption.js';
import { Effort, type PdfLimits } from './effort.js';
import { isNumeric, isRegular, KINDS, PERCENT, SPACE } from './lexer.js';
import { PackedParser } from './object-stream.js';
import {
  checkName,
  checkNumber,
  hexadecimalOf,
  literalOf,
  MOST_ENCRYPTED,
  readHexadecimal,
  readLiteral,
} from './token-reader.js';

const TYPE = PDFName.of('Type');
const FILTERS = ['Filter', 'DecodeParms'].map((key) => PDFName.of(key));

const XREF_TYPE = PDFName.of('XRef');
const OBJECTS_TYPE = PDFName.of('ObjStm');

/**
 * Parses the objects of an untrusted PDF. pdf-lib's parser follows whatever a file says, such as object streams nested
 * in each other, tables with billions of entries, or lengths that lead backwards; this parser limits all of these.
 */
export class BoundedParser extends PDFParser {
  readonly #effort: Effort;
  readonly #refuse: (reason: string) => never;
  readonly #decipher: Decipher | undefined;

  /** @param decipher the decryption of an encrypted file */
  constructor(bytes: Uint8Array, limits: PdfLimits, decipher?: Decipher) {
    // By default the library yields to the event loop every 100 objects, which takes longer than parsing them.
    super(bytes, Number.POSITIVE_INFINITY, true);
    this.#effort = new Effort(limits);
    this.#decipher = decipher;
    this.#refuse = (reason) => this.#effort.giveUp(reason);
    this.#effort.limitReturns(this.bytes, bytes.length);
    // The library collects the entries of the table and then drops them; it finds objects by scanning the file. It also
    // throws and catches an error for every byte that cannot begin an object.
    const { matchIndirectObjectHeader: match } = this as unknown as { matchIndirectObjectHeader: () => boolean };
    Object.assign(this, {
      maybeParseCrossRefSection: () => this.#skipTable(),
      matchIndirectObjectHeader: () => this.#mayBeginHeader() && match.call(this),
    });
  }

  /** The limit that the file exceeds, as the end of a sentence about the file; undefined if it exceeds none. */
  get reason(): string | undefined {
    return this.#effort.reason;
  }

  override parseObject(ref?: PDFRef): PDFObject {
    if (ref && !this.#effort.inside) this.#effort.register(ref);
    const object = this.#effort.value(() => super.parseObject(ref));
    if (this.#effort.inside || !(object instanceof PDFRawStream)) return object;
    const type = object.dict.lookup(TYPE);
    if (this.#decipher) this.#effort.decipher();
    // A cross-reference stream is never encrypted.
    const isEncrypted = this.#decipher && ref && type !== XREF_TYPE;
    const stream = isEncrypted ? this.#decipher?.stream(object, ref) : object;
    if (stream && type === OBJECTS_TYPE) this.#unpack(stream);
    else if (stream && type === XREF_TYPE) readTrailer(this.context, stream);
    else if (stream) return stream;
    // Cross-reference and object streams are not part of the document.
    return PDFNull;
  }

  protected override parseString(ref?: PDFRef): PDFString {
    const string = readLiteral(this.bytes, this.#refuse);
    const plain = this.#decrypt(string, ref);
    return plain ? literalOf(plain) : string;
  }

  protected override parseHexString(ref?: PDFRef): PDFHexString {
    const string = readHexadecimal(this.bytes, this.#refuse);
    const plain = this.#decrypt(string, ref);
    return plain ? hexadecimalOf(plain) : string;
  }

  /** The decrypted bytes of a string; undefined if the string is not encrypted. */
  #decrypt(string: PDFString | PDFHexString, ref: PDFRef | undefined): Uint8Array | undefined {
    if (!this.#decipher?.string || !ref) return undefined;
    if (string.sizeInBytes() > MOST_ENCRYPTED)
      this.#refuse(`contains an encrypted string of more than ${MOST_ENCRYPTED} bytes`);
    this.#effort.decipher();
    return this.#decipher.string(string.asBytes(), ref);
  }

  /**
   * Finds the end of a stream of unknown length. The line end before `endstream` may belong to the last cipher block.
   */
  protected override findEndOfStreamFallback(start: Parameters<PDFParser['findEndOfStreamFallback']>[0]): number {
    const first = this.bytes.offset();
    const end = super.findEndOfStreamFallback(start);
    const missing = (first - end) & (BLOCK - 1);
    const lineEnd = this.bytes.offset() - END_LENGTH - end;
    return this.#decipher?.fillsBlocks && missing <= lineEnd ? end + missing : end;
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

  /**
   * `true` if an object header may begin here. Inside a number it cannot, because the first digit was tried already.
   */
  #mayBeginHeader(): boolean {
    const at = this.bytes.offset();
    const byte = this.bytes.peek();
    return beginsHeader(byte) && !(at > 0 && isDigit(byte) && isDigit(this.bytes.peekAt(at - 1)));
  }

  /** Skips a cross-reference table (ISO 32000-1, 7.5.4). */
  #skipTable(): void {
    this.skipWhitespaceAndComments();
    if (!this.matchKeyword(XREF)) return;
    this.skipWhitespaceAndComments();
    while (!this.bytes.done() && isTableByte(this.bytes.peek())) {
      this.bytes.next();
      this.skipWhitespaceAndComments();
    }
  }

  #unpack(stream: PDFRawStream): void {
    const bytes = this.#effort.unpack(stream);
    const { dict } = stream;
    for (const key of FILTERS) dict.delete(key);
    new PackedParser(PDFRawStream.of(dict, bytes), this.#effort).unpack();
  }
}

/** The length of an AES block and of the keyword `endstream`, in bytes. */
const BLOCK = 16;
const END_LENGTH = 9;

const XREF = [...'xref'].map((character) => character.charCodeAt(0));

/** `true` if a byte can begin an object header, or the white space and comments before it. */
function beginsHeader(byte: number): boolean {
  return isDigit(byte) || byte === PERCENT || KINDS[byte] === SPACE;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** `true` for a digit, or for a letter that marks an entry as free or in use. */
function isTableByte(byte: number): boolean {
  return isDigit(byte) || byte === 0x6e || byte === 0x66;
}

/** Reads only the trailer from a cross-reference stream, because objects are found by scanning the file. */
function readTrailer(context: PDFContext, { dict }: PDFRawStream): void {
  const trailer = { ...context.trailerInfo };
  for (const key of ['Root', 'Encrypt', 'Info', 'ID'] as const) {
    const value = dict.get(PDFName.of(key));
    if (value) trailer[key] = value;
  }
  context.trailerInfo = trailer;
}
