import { decodePDFRawStream, type PDFContext, type PDFRawStream } from 'pdf-lib';
import { DossierError } from '../errors.js';

/** The most bytes that one stream may unfold to: far above any page, font or file that a document carries. */
const MOST_OF_ONE = 128 * 1024 * 1024;

/** The same of all streams of a document; a packet of a thousand résumés unfolds to a tenth of it. */
const MOST_OF_ALL = 4 * 1024 * 1024 * 1024;

/** What the streams of each document have unfolded to. */
const UNFOLDED = new WeakMap<PDFContext, number>();

/** What the library's filters have in common: a buffer that grows, and the filter or the bytes they read from. */
interface Filter {
  stream?: Filter;
  ensureBuffer?(requested: number): Uint8Array;
}

/**
 * The bytes of a stream without its filters. A few kilobytes can unfold to gigabytes, and filters stand one behind the
 * other: each stops where it would pass the limit.
 *
 * @throws Error for a filter that is unknown, bytes that are damaged, or too many of them
 * @throws DossierError PDF_INVALID where all streams of the document have too many
 */
export function decodeBounded(stream: PDFRawStream): Uint8Array {
  const decoder = decodePDFRawStream(stream);
  for (let filter = decoder as unknown as Filter | undefined; filter; filter = filter.stream) {
    const grow = filter.ensureBuffer;
    if (!grow) continue;
    filter.ensureBuffer = function (this: Filter, requested: number): Uint8Array {
      if (requested > MOST_OF_ONE) throw new Error(`a stream unfolds to more than ${MOST_OF_ONE} bytes`);
      return grow.call(this, requested);
    };
  }
  const bytes = decoder.decode();
  const { context } = stream.dict;
  const all = (UNFOLDED.get(context) ?? 0) + bytes.length;
  UNFOLDED.set(context, all);
  if (all > MOST_OF_ALL)
    throw new DossierError('PDF_INVALID', `the document unfolds to more than ${MOST_OF_ALL} bytes`, {
      hint: 'save it again from the program that made it',
    });
  return bytes;
}
