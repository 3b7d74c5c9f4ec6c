import { deflateSync } from 'node:zlib';
import { type PDFContext, PDFDict, PDFName, type PDFRawStream, PDFRef, typedArrayFor } from 'pdf-lib';

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
