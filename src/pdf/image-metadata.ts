import { PDFArray, type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { decodeBounded } from './decode.js';

const FILTER = PDFName.of('Filter');
const PARMS = PDFName.of('DecodeParms');
const DCT = PDFName.of('DCTDecode');
const JPX = PDFName.of('JPXDecode');

/**
 * A picture without the metadata of cameras and programs: Exif, XMP, IPTC and comments (JPEG), XML and UUID boxes (JPEG
 * 2000). Other streams are returned unchanged.
 */
export function withoutImageMetadata(stream: PDFRawStream): PDFRawStream {
  const filters = filtersOf(stream.dict);
  const last = filters.at(-1);
  if (last !== DCT && last !== JPX) return stream;
  const coded = codedBytes(stream, filters);
  if (!coded) return stream;
  const bytes = last === DCT ? stripJpeg(coded) : stripJpeg2000(coded);
  stream.dict.set(FILTER, last);
  // These parameters belong to the removed filters; those of a JPEG only say how its colours are transformed.
  if (filters.length > 1) stream.dict.delete(PARMS);
  return PDFRawStream.of(stream.dict, bytes);
}

function filtersOf(dict: PDFDict): PDFName[] {
  const filter = dict.lookup(FILTER);
  if (filter instanceof PDFName) return [filter];
  if (!(filter instanceof PDFArray)) return [];
  return filter.asArray().flatMap((_, index) => {
    const name = filter.lookup(index);
    return name instanceof PDFName ? [name] : [];
  });
}

/** The bytes in the picture's own format; undefined if another filter cannot be decoded. */
function codedBytes(stream: PDFRawStream, filters: readonly PDFName[]): Uint8Array | undefined {
  if (filters.length === 1) return stream.contents;
  const dict = stream.dict.clone();
  dict.set(FILTER, dict.context.obj(filters.slice(0, -1)));
  try {
    return decodeBounded(PDFRawStream.of(dict, stream.contents));
  } catch {
    return undefined;
  }
}

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;

/** JPEG segments needed for drawing: JFIF, colour profiles, and Adobe's colour transformation. */
function isNeeded(marker: number): boolean {
  if (marker === COMMENT) return false;
  return marker < 0xe0 || marker > 0xef || marker === 0xe0 || marker === 0xe2 || marker === 0xee;
}

function stripJpeg(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== MARKER || bytes[1] !== 0xd8) return bytes;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === MARKER && bytes[at + 1] !== START_OF_SCAN) {
    const marker = bytes[at + 1] as number;
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    const end = Math.min(at + 2 + Math.max(length, 2), bytes.length);
    if (isNeeded(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  return join(kept);
}

/** Boxes with metadata about a picture (ISO 15444-1, Annex I.7). */
const DROPPED_BOXES = new Set(['xml ', 'uuid', 'uinf']);

function stripJpeg2000(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A bare code stream has no boxes.
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) return bytes;
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    // A length of 0 extends to the end of the file; 1, for a length in 64 bits, is left unchanged with all that
    // follows.
    const end = length < 8 ? bytes.length : Math.min(at + length, bytes.length);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!DROPPED_BOXES.has(type)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return join(kept);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
