import { PDFArray, PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { decodeBounded } from '../syntax/decode.js';
import { latin } from '../syntax/lexer.js';
import { withoutJpeg2000Metadata, withoutJpegMetadata } from './jpeg-metadata.js';

const FILTER = PDFName.of('Filter');
const PARMS = PDFName.of('DecodeParms');

/** Filters whose data is a picture file, which may hold metadata; the data of other filters cannot. */
const FORMATS = new Map([
  [PDFName.of('DCTDecode'), { name: 'JPEG', strip: withoutJpegMetadata }],
  [PDFName.of('JPXDecode'), { name: 'JPEG 2000', strip: withoutJpeg2000Metadata }],
]);

/**
 * Removes the metadata of cameras and programs from a picture. Other streams are returned unchanged.
 *
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function withoutImageMetadata(stream: PDFRawStream): PDFRawStream {
  const { dict } = stream;
  const filters = listOf(dict, FILTER);
  const place = filters.findIndex((filter) => filter instanceof PDFName && FORMATS.has(filter));
  const filter = filters[place];
  const format = filter instanceof PDFName ? FORMATS.get(filter) : undefined;
  if (!filter || !format) return stream;
  const coded = place === filters.length - 1 ? codedBytes(stream) : undefined;
  const bytes = coded && format.strip(coded);
  if (!bytes) throw unreadable(format.name);
  const parms = listOf(dict, PARMS)[place];
  dict.set(FILTER, filter);
  if (parms instanceof PDFDict) dict.set(PARMS, parms);
  else dict.delete(PARMS);
  return PDFRawStream.of(dict, bytes);
}

/** The part of an inline image before its data (ISO 32000-1, 8.9.7). */
const INLINE_HEADER = /^.*?[\s\]>]ID\s/s;
const INLINE_JPEG = /\/DCT(?:Decode)?(?![^\s/\]])/;

/**
 * Removes the metadata of cameras and programs from an inline image.
 *
 * @param image the operators from `BI` to `EI`, one character for each byte
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function withoutInlineMetadata(image: string): string {
  const [header = ''] = INLINE_HEADER.exec(image) ?? [];
  if (!INLINE_JPEG.test(header)) return image;
  const data = Uint8Array.from(image.slice(header.length), (character) => character.charCodeAt(0));
  const stripped = withoutJpegMetadata(data);
  if (!stripped) throw unreadable('JPEG');
  // Remove the data length, a PDF 2.0 entry, because it changes.
  const rest = header.replace(/\/L(?:ength)?\s{1,9}\d{1,10}/, '');
  return `${rest}${latin(stripped, 0, stripped.length)}\nEI`;
}

function unreadable(format: string): DossierError {
  return new DossierError('PDF_INVALID', `cannot remove the metadata of a ${format} picture: it is damaged`, {
    hint: 'save the PDF again from the program that made it',
  });
}

/** The values of an entry that is a single value or an array of values. */
function listOf(dict: PDFDict, key: PDFName) {
  const value = dict.lookup(key);
  return value instanceof PDFArray ? value.asArray().map((_, index) => value.lookup(index)) : [value];
}

/**
 * The bytes of a picture file, with the filters before the last one decoded; undefined if they cannot be decoded.
 *
 * @throws DossierError PDF_INVALID for a stream that exceeds the limits
 */
function codedBytes({ dict, contents }: PDFRawStream): Uint8Array | undefined {
  const filters = dict.lookup(FILTER);
  if (!(filters instanceof PDFArray) || filters.size() === 1) return contents;
  const outer = dict.clone();
  outer.set(FILTER, dict.context.obj(filters.asArray().slice(0, -1)));
  try {
    return decodeBounded(PDFRawStream.of(outer, contents));
  } catch (error) {
    if (error instanceof DossierError) throw error;
    return undefined;
  }
}
