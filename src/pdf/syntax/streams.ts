import { deflateSync } from 'node:zlib';
import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFRawStream,
  PDFRef,
  typedArrayFor,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';

interface Known {
  contents: Uint8Array;
  dict: string;
  ref: PDFRef;
}

/** The limit on different streams with the same checksum: more than occur by chance, and few enough to compare all. */
const MOST_TWINS = 16;

/** Stores equal streams once per document, even if several sources contain them; most are fonts and pictures. */
export class StreamStore {
  // Bytes and dictionary only: the stream itself would keep its whole source document in memory.
  readonly #known = new Map<string, Known[]>();
  #saved = 0;

  /** The number of bytes that did not have to be stored again. */
  get saved(): number {
    return this.#saved;
  }

  /** The reference of a stream with the same dictionary and the same bytes. */
  find(stream: PDFRawStream): PDFRef | undefined {
    const twin = this.#known.get(keyOf(stream))?.find((known) => equal(known, stream));
    if (twin) this.#saved += stream.contents.length;
    return twin?.ref;
  }

  add(stream: PDFRawStream, ref: PDFRef): void {
    if (refersElsewhere(stream.dict)) return;
    const key = keyOf(stream);
    const known = { contents: stream.contents, dict: String(stream.dict), ref };
    const list = this.#known.get(key);
    if (!list) this.#known.set(key, [known]);
    else if (list.length < MOST_TWINS) list.push(known);
  }
}

/** `true` if a stream's dictionary references other objects, so that it has meaning only in its own document. */
function refersElsewhere(dict: PDFDict): boolean {
  return dict.values().some((value) => value instanceof PDFRef || (value instanceof PDFDict && refersElsewhere(value)));
}

/** The length and a checksum (FNV-1a): enough to find candidates, which are then compared. */
function keyOf({ contents }: PDFRawStream): string {
  let hash = 0x811c9dc5;
  for (const byte of contents) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${contents.length} ${hash}`;
}

function equal(known: Known, stream: PDFRawStream): boolean {
  return known.contents.every((byte, index) => byte === stream.contents[index]) && known.dict === String(stream.dict);
}

/** Entries of a stream's dictionary, as a context accepts them. */
type Entries = Parameters<PDFContext['stream']>[1];

/**
 * Creates a stream compressed with the Flate filter (ISO 32000-1, 7.4.4). pdf-lib compresses in JavaScript, which takes
 * almost a tenth of the time to render one profile from a cold start.
 *
 * @param contents bytes, or text of characters up to U+00FF
 */
export function flateStream(context: PDFContext, contents: Uint8Array | string, entries: Entries = {}): PDFRawStream {
  const bytes = deflate(typedArrayFor(contents));
  return context.stream(bytes as never, { ...entries, Filter: PDFName.of('FlateDecode') });
}

/**
 * Compresses bytes in the zlib format (RFC 1950). The result has its own buffer: Node.js returns a view of a larger
 * one.
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(deflateSync(bytes));
}

const MEGABYTE = 1024 * 1024;

/** The most bytes that the filters of one stream may output in total: far more than any page, font or file needs. */
const MOST_OF_ONE = 64 * MEGABYTE;

/** The most bytes for all streams of a document; a packet of a thousand résumés needs a tenth of it. */
const MOST_OF_ALL = 4096 * MEGABYTE;

/** The most filters in a chain; valid files have at most two. */
const MOST_FILTERS = 8;

/** The number of bytes decompressed so far for each document. */
const UNPACKED = new WeakMap<PDFContext, number>();

const HINT = 'save the PDF again from the program that made it';

/** A limit on the bytes of one stream, and the error for a stream that exceeds it. */
export interface DecodeLimit {
  most: number;
  error: () => DossierError;
}

const ONE: DecodeLimit = {
  most: MOST_OF_ONE,
  error: () =>
    new DossierError('PDF_INVALID', `a stream decompresses to more than ${MOST_OF_ONE / MEGABYTE} MB`, { hint: HINT }),
};

/** The common shape of the library's filters: a growing buffer, and the filter or the bytes that they read from. */
interface Filter {
  stream?: Filter;
  ensureBuffer?(requested: number): Uint8Array;
}

/**
 * Decodes the bytes of a stream. A few kilobytes can decompress to gigabytes, and filters can be chained, so all
 * filters of a stream share one limit.
 *
 * @param limit the most bytes of the decoded stream, and the error if it has more
 * @throws Error for an unknown filter or damaged bytes
 * @throws DossierError PDF_INVALID for a stream, or a document, that exceeds the limits
 */
export function decodeBounded(stream: PDFRawStream, limit: DecodeLimit = ONE): Uint8Array {
  const filters = stream.dict.lookup(PDFName.of('Filter'));
  if (filters instanceof PDFArray && filters.size() > MOST_FILTERS)
    throw new DossierError('PDF_INVALID', `a stream has more than ${MOST_FILTERS} filters`, { hint: HINT });
  const decoder = decodePDFRawStream(stream);
  let left = MOST_OF_ONE;
  for (let filter = decoder as unknown as Filter | undefined; filter; filter = filter.stream) {
    const grow = filter.ensureBuffer;
    if (!grow) continue;
    const { most } = filter === (decoder as unknown as Filter) ? limit : ONE;
    let held = 0;
    filter.ensureBuffer = function (this: Filter, requested: number): Uint8Array {
      if (requested > held) {
        left -= requested - held;
        held = requested;
      }
      if (held > most || left < 0) throw limit.error();
      return grow.call(this, requested);
    };
  }
  const bytes = decoder.decode();
  const { context } = stream.dict;
  const all = (UNPACKED.get(context) ?? 0) + bytes.length;
  UNPACKED.set(context, all);
  if (all > MOST_OF_ALL)
    throw new DossierError('PDF_INVALID', `its streams decompress to more than ${MOST_OF_ALL / MEGABYTE} MB`, {
      hint: HINT,
    });
  return bytes;
}
