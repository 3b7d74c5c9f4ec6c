import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  type PDFRef,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { once } from '../../memo.js';
import { type Encryption, type Method, readEncryption } from './encryption.js';

const name = (key: string) => PDFName.of(key);
const TYPE = name('Type');
const FILTER = name('Filter');
const PARMS = name('DecodeParms');
const CRYPT = name('Crypt');

/** The length of a cipher block in bytes, and of the shortest AES text: an initialization vector and a padded block. */
const BLOCK = 16;
const SHORTEST = 2 * BLOCK;

/** The number of bytes to decrypt per call: the cipher holds each block as a separate object. */
const PIECE = 64 * 1024;

/** Decrypts the contents of an encrypted file during parsing. */
export interface Decipher {
  /** `true` if streams consist of blocks of 16 bytes. */
  readonly fillsBlocks: boolean;
  /** Decrypts a string of the object with this reference; if absent, strings are left unchanged. */
  string?(bytes: Uint8Array, ref: PDFRef): Uint8Array;
  /** Decrypts a stream; undefined omits it from the document. */
  stream(stream: PDFRawStream, ref: PDFRef): PDFRawStream | undefined;
}

/**
 * Creates the decryption for a file that opens without a password.
 *
 * @param context the parts of the file that can be read without its key
 * @param file the name of the file in messages
 * @returns undefined if the file is not encrypted
 * @throws DossierError PDF_INVALID if the file needs a password or is encrypted in an unsupported way
 */
export async function openDecryption(context: PDFContext, file: string): Promise<Decryption | undefined> {
  const encryption = readEncryption(context, file);
  if (!encryption) return undefined;
  const Factory = await loadCiphers();
  try {
    return new Decryption(encryption, new Factory(encryption.dict, encryption.id));
  } catch (cause) {
    if (!(cause instanceof Error && cause.message === NEEDS_PASSWORD)) throw cause;
    throw new DossierError('PDF_INVALID', `${file} requires a password`, {
      hint: 'save it without a password',
      cause,
    });
  }
}

/** The library's error message if the empty password does not open the file. */
const NEEDS_PASSWORD = 'NEEDS PASSWORD';

/** Decrypts the strings and streams of one file (ISO 32000-1, 7.6.2). */
class Decryption implements Decipher {
  readonly #encryption: Encryption;
  readonly #ciphers: Ciphers;
  readonly #methods: PDFDict;

  constructor(encryption: Encryption, ciphers: Ciphers) {
    this.#encryption = encryption;
    this.#ciphers = ciphers;
    const { context } = encryption.dict;
    this.#methods = context.obj({ V2: { CFM: 'V2' }, AESV2: { CFM: 'AESV2' }, AESV3: { CFM: 'AESV3' } });
  }

  /** Nouns for the operations that the owner does not permit. */
  get withheld(): string[] {
    return withheld(this.#encryption.permissions);
  }

  get fillsBlocks(): boolean {
    return isAes(this.#encryption.streams);
  }

  string(bytes: Uint8Array, ref: PDFRef): Uint8Array {
    return this.#decrypt(bytes, this.#encryption.strings, ref);
  }

  stream({ dict, contents }: PDFRawStream, ref: PDFRef): PDFRawStream {
    const bytes = this.#decrypt(contents, this.#methodOf(dict), ref);
    removeCryptFilter(dict);
    return PDFRawStream.of(dict, bytes);
  }

  /** The method for a stream, which may name its own crypt filter (ISO 32000-1, 7.4.10). */
  #methodOf(dict: PDFDict): Method {
    const { filters, streams, files, encryptsMetadata } = this.#encryption;
    if (first(dict.lookup(FILTER)) === CRYPT) {
      const parameters = first(dict.lookup(PARMS));
      const named = parameters instanceof PDFDict ? parameters.lookup(name('Name')) : undefined;
      const filter = named instanceof PDFName ? named.decodeText() : 'Identity';
      if (!filters.has(filter)) throw new Error(`there is no crypt filter ${filter}`);
      return filters.get(filter);
    }
    const type = dict.lookup(TYPE);
    if (type === name('Metadata') && !encryptsMetadata) return undefined;
    return type === name('EmbeddedFile') ? files : streams;
  }

  #decrypt(bytes: Uint8Array, method: Method, { objectNumber, generationNumber }: PDFRef): Uint8Array {
    if (!method) return bytes;
    const data = isAes(method) ? bytes.subarray(0, bytes.length - (bytes.length % BLOCK)) : bytes;
    if (data.length < (isAes(method) ? SHORTEST : 1)) return new Uint8Array();
    const { encryptionKey } = this.#ciphers;
    const make = this.#ciphers.buildCipherConstructor(
      this.#methods,
      name(method),
      objectNumber,
      generationNumber,
      encryptionKey,
    );
    const cipher = make();
    const plain = new Uint8Array(data.length);
    let length = 0;
    for (let at = 0; at < data.length; at += PIECE) {
      const piece = cipher.decryptBlock(data.subarray(at, at + PIECE), at + PIECE >= data.length);
      plain.set(piece, length);
      length += piece.length;
    }
    return plain.subarray(0, length);
  }
}

function isAes(method: Method): boolean {
  return method === 'AESV2' || method === 'AESV3';
}

/** The value itself, or the first item of an array. */
function first(value: PDFObject | undefined): PDFObject | undefined {
  if (!(value instanceof PDFArray)) return value;
  return value.size() > 0 ? value.lookup(0) : undefined;
}

/** Removes a crypt filter that has been applied from the filters of a stream. */
function removeCryptFilter(dict: PDFDict): void {
  if (first(dict.lookup(FILTER)) !== CRYPT) return;
  for (const key of [FILTER, PARMS]) {
    const list = dict.lookup(key);
    if (list instanceof PDFArray && list.size() > 1) list.remove(0);
    else dict.delete(key);
  }
}

/** The bit positions of the flags (ISO 32000-1, Table 22), counted from 1. */
const PRINT = 3;
const MODIFY = 4;
const COPY = 5;
const ANNOTATE = 6;
const FILL_IN = 9;
const READ_ALOUD = 10;
const ASSEMBLE = 11;
const PRINT_WELL = 12;

/** The first revision that defines bits 9 and up. */
const WITH_MORE = 3;

/**
 * Lists the operations that the owner of a file does not permit, as nouns: `printing`, `copying text and pictures`. A
 * permission that another one includes is listed only if both are withheld.
 */
export function withheld({ flags, revision }: Encryption['permissions']): string[] {
  const may = (bit: number) => (flags & (1 << (bit - 1))) !== 0;
  const hasMore = revision >= WITH_MORE;
  const all: [string, boolean][] = [
    ['printing', !may(PRINT)],
    ['printing in high quality', hasMore && may(PRINT) && !may(PRINT_WELL)],
    ['changes', !may(MODIFY)],
    ['rearranging pages', hasMore && !may(MODIFY) && !may(ASSEMBLE)],
    ['copying text and pictures', !may(COPY)],
    ['reading aloud', hasMore && !may(READ_ALOUD)],
    ['comments', !may(ANNOTATE)],
    ['filling in forms', !may(ANNOTATE) && !(hasMore && may(FILL_IN))],
  ];
  return all.filter(([, isWithheld]) => isWithheld).map(([what]) => what);
}

/** The library's ciphers of one file (ISO 32000-1, 7.6; ISO 32000-2, 7.6). */
export type Ciphers = NonNullable<Parameters<typeof PDFParser.forBytesWithOptions>[5]>;

/**
 * Obtains the cipher class of pdf-lib, which is not exported. The library passes an instance only to its own parser,
 * which has no limits, so the class is captured while the library reads a small encrypted file.
 */
export const loadCiphers = once(async (): Promise<new (...values: CipherValues) => Ciphers> => {
  const make = PDFParser.forBytesWithOptions;
  let made: Ciphers | undefined;
  PDFParser.forBytesWithOptions = (...values) => {
    made ??= values[5];
    return make(...values);
  };
  try {
    await PDFDocument.load(SAMPLE, { password: '', updateMetadata: false });
  } finally {
    PDFParser.forBytesWithOptions = make;
  }
  if (!made) throw new Error('the library decrypted nothing');
  return made.constructor as new (
    ...values: CipherValues
  ) => Ciphers;
});

/** The encryption dictionary and the identifier of the file. */
type CipherValues = [encryption: Ciphers['dict'], id: Uint8Array];

/** An encrypted file without pages that opens with the empty password. */
const SAMPLE = new TextEncoder().encode(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
trailer <</Root 1 0 R/ID[<><>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${'00'.repeat(32)}>
/U<8f7efc46fff90877b2e6d154adf4d6ef6350ba7dbf706fdab9637213e483e974>>>>>
startxref
0
%%EOF`);
