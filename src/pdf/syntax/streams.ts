import { PDFDict, type PDFRawStream, PDFRef } from 'pdf-lib';

interface Known {
  contents: Uint8Array;
  dict: string;
  ref: PDFRef;
}

/** Different streams of one checksum: more than chance makes, few enough to compare each with all of them. */
const MOST_TWINS = 16;

/** Streams that stand in a document once, however many sources bring them along: fonts and pictures above all. */
export class StreamStore {
  // Bytes and dictionary only: the stream itself would keep the whole of its document in memory.
  readonly #known = new Map<string, Known[]>();
  #saved = 0;

  /** Bytes that did not have to be stored again. */
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

/** A stream whose dictionary refers to other objects means something only among them. */
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
