import { decodePDFRawStream, PDFArray, type PDFContext, PDFName, type PDFRawStream } from 'pdf-lib';
import { DossierError } from '../../errors.js';

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
