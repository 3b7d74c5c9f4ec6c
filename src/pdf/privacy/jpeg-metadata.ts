import { mergeUint8Arrays } from 'pdf-lib';

/** The first byte of every marker (ITU-T T.81, B.1.1.2). */
const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const TEMPORARY = 0x01;
/** Reserved for extensions, although it is in the range of the frame markers. */
const EXTENSION = 0xc8;
/** APP0. The range up to APP15 and the markers of extensions and comments follow. */
const FIRST_APP = 0xe0;

/** Application segments that affect rendering: their signatures, and their length if it is fixed. */
const KEPT_APPS: readonly { marker: number; signature: string; length?: number }[] = [
  // The bytes after this length are a thumbnail.
  { marker: FIRST_APP, signature: 'JFIF\0', length: 16 },
  { marker: 0xe2, signature: 'ICC_PROFILE\0' },
  { marker: 0xee, signature: 'Adobe', length: 14 },
];

/**
 * Removes Exif, XMP, IPTC, comments, thumbnails and everything after the picture, such as the further pictures of a
 * Multi-Picture file, from a JPEG. The coded picture is not changed.
 *
 * @returns undefined if the bytes are not a JPEG, or if it is damaged so that metadata might remain
 */
export function withoutJpegMetadata(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== MARKER || bytes[1] !== START_OF_IMAGE) return undefined;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  for (let at = 2; at < bytes.length; ) {
    if (bytes[at] !== MARKER) return undefined;
    // Any number of fill bytes may precede a marker.
    while (bytes[at + 1] === MARKER) at += 1;
    const marker = bytes[at + 1] ?? END_OF_IMAGE;
    if (marker === END_OF_IMAGE) break;
    if (isRestart(marker) || marker === TEMPORARY) {
      at += 2;
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    const segment = bytes.subarray(at, end);
    if (isCoding(marker)) kept.push(segment);
    else if (marker >= FIRST_APP) kept.push(...neededApp(segment));
    else return undefined;
    at = end;
    if (marker !== START_OF_SCAN) continue;
    at = endOfScan(bytes, end);
    kept.push(bytes.subarray(end, at));
  }
  // Readers also draw a truncated picture, so it is kept and terminated.
  return mergeUint8Arrays([...kept, Uint8Array.of(MARKER, END_OF_IMAGE)]);
}

/** The offset of the marker that ends the entropy-coded data of a scan. Within the data, 0 follows every 0xFF byte. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(MARKER, start); at >= 0; at = bytes.indexOf(MARKER, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== MARKER && !(next !== undefined && isRestart(next))) return at;
  }
  return bytes.length;
}

/** `true` for the segments of the coded picture: frames, tables, restart intervals and scans. */
function isCoding(marker: number): boolean {
  return marker >= 0xc0 && marker < FIRST_APP && marker !== START_OF_IMAGE && marker !== EXTENSION;
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** An application segment without its thumbnail; empty if the segment does not affect rendering. */
function neededApp(segment: Uint8Array): Uint8Array[] {
  const app = KEPT_APPS.find(
    ({ marker, signature }) =>
      marker === segment[1] && [...signature].every((letter, index) => segment[4 + index] === letter.charCodeAt(0)),
  );
  if (!app?.length) return app ? [segment] : [];
  const end = 2 + app.length;
  if (segment.length < end) return [];
  const cut = segment.slice(0, end);
  cut.set([0, app.length], 2);
  // The width and height of the thumbnail.
  if (app.marker === FIRST_APP) cut.fill(0, end - 2);
  return [cut];
}

const SIGNATURE = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];

/** The child boxes kept in each box: those that affect rendering (ISO 15444-1, Annex I; 15444-2, Annex M). */
const KEPT_BOXES: Readonly<Record<string, readonly string[]>> = {
  file: ['ftyp', 'jp2h', 'jpch', 'jplh', 'jp2c'],
  jp2h: ['ihdr', 'bpcc', 'colr', 'pclr', 'cmap', 'cdef'],
  jpch: ['ihdr', 'bpcc', 'pclr', 'cmap'],
  jplh: ['cgrp', 'cdef', 'opct'],
  cgrp: ['colr'],
};

const CODE_STREAM = 'jp2c';

interface Box {
  type: string;
  content: Uint8Array;
}

/**
 * Removes XML, UUID, label and other boxes that rendering does not need from a JPEG 2000 file or a bare code stream.
 * Comments are blanked, and everything after the picture is removed.
 *
 * @returns undefined if the bytes are not JPEG 2000, or if they are damaged so that metadata might remain
 */
export function withoutJpeg2000Metadata(bytes: Uint8Array): Uint8Array | undefined {
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) return withoutComments(bytes);
  const parts = keptBoxes(bytes.subarray(SIGNATURE.length), 'file');
  return parts && mergeUint8Arrays([bytes.subarray(0, SIGNATURE.length), ...parts]);
}

/** The boxes to keep in a box, in order; undefined if one is damaged. */
function keptBoxes(content: Uint8Array, parent: string): Uint8Array[] | undefined {
  const boxes = readBoxes(content);
  if (!boxes) return undefined;
  // Only the first code stream is drawn.
  const drawn = boxes.find(({ type }) => type === CODE_STREAM);
  if (parent === 'file' && !drawn) return undefined;
  const kept: Uint8Array[] = [];
  for (const box of boxes) {
    if (!KEPT_BOXES[parent]?.includes(box.type) || (box.type === CODE_STREAM && box !== drawn)) continue;
    const stripped = box === drawn ? withoutComments(box.content) : withoutMetadataBoxes(box);
    if (!stripped) return undefined;
    kept.push(header(box.type, stripped.length), stripped);
  }
  return kept;
}

function withoutMetadataBoxes({ type, content }: Box): Uint8Array | undefined {
  if (!(type in KEPT_BOXES)) return content;
  const parts = keptBoxes(content, type);
  return parts && mergeUint8Arrays(parts);
}

/** The boxes in a box or a file (ISO 15444-1, I.4); undefined if one extends beyond the end. */
function readBoxes(bytes: Uint8Array): Box[] | undefined {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    let length = view.getUint32(at);
    let start = at + 8;
    // A length of 1 means that a 64-bit length follows; 0 means the rest of the file.
    if (length === 1) {
      start = at + 16;
      if (start > bytes.length) return undefined;
      length = Number(view.getBigUint64(at + 8));
    } else if (length === 0) length = bytes.length - at;
    const end = at + length;
    if (end < start || end > bytes.length) return undefined;
    boxes.push({ type, content: bytes.subarray(start, end) });
    at = end;
  }
  return boxes;
}

function header(type: string, length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  viewOf(bytes).setUint32(0, 8 + length);
  for (const [index, letter] of [...type].entries()) bytes[4 + index] = letter.charCodeAt(0);
  return bytes;
}

/** The markers of a code stream (ISO 15444-1, Annex A). */
const START_OF_CODE_STREAM = 0xff4f;
const FIRST_SEGMENT = 0xff50;
const COMMENT = 0xff64;
const START_OF_TILE_PART = 0xff90;
const START_OF_PACKET = 0xff91;
const START_OF_DATA = 0xff93;
const END_OF_CODE_STREAM = 0xffd9;

/**
 * Overwrites the comments of a code stream with zeros and removes everything after its end. The comments keep their
 * lengths, because other segments give the lengths of tile parts.
 */
function withoutComments(source: Uint8Array): Uint8Array | undefined {
  const bytes = source.slice();
  const view = viewOf(bytes);
  if (bytes.length < 2 || view.getUint16(0) !== START_OF_CODE_STREAM) return undefined;
  let at = 2;
  while (at + 2 <= bytes.length) {
    const marker = view.getUint16(at);
    if (marker === END_OF_CODE_STREAM) return bytes.subarray(0, at + 2);
    if (marker === START_OF_DATA) {
      at = endOfData(view, at + 2);
      continue;
    }
    const end = at + 4 <= bytes.length ? at + 2 + view.getUint16(at + 2) : 0;
    if (marker < FIRST_SEGMENT || marker > START_OF_TILE_PART || end < at + 4 || end > bytes.length) return undefined;
    // Keep the registration value of a comment, which defines the encoding of its text.
    if (marker === COMMENT) bytes.fill(0, at + 6, end);
    at = end;
  }
  // Readers also draw a truncated picture.
  return bytes;
}

/**
 * The offset of the marker after the data of a tile part. The lengths of tile parts are not needed to find it, because
 * only the markers around packets occur in the data.
 */
function endOfData(view: DataView, start: number): number {
  for (let at = start; at + 2 <= view.byteLength; at += 1) {
    const marker = view.getUint16(at);
    if (marker === START_OF_TILE_PART || marker === END_OF_CODE_STREAM) return at;
    // The number of a packet, at the end of its segment, may have the value of a marker.
    if (marker === START_OF_PACKET) at += 5;
  }
  return view.byteLength;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
