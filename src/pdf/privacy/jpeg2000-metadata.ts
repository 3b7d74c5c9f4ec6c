import { mergeUint8Arrays } from 'pdf-lib';

const SIGNATURE = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];

/** The child boxes kept in each box: those that affect how a picture is drawn (ISO 15444-1, Annex I; 15444-2, Annex M). */
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
 * A JPEG 2000 file, or a bare code stream, without XML, UUID, label and other boxes that drawing does not need, with
 * empty comments, and without what follows the picture.
 *
 * @returns undefined if the bytes are not JPEG 2000, or if they are damaged so that metadata might remain
 */
export function withoutJpeg2000Metadata(bytes: Uint8Array): Uint8Array | undefined {
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) return withoutComments(bytes);
  const parts = keptBoxes(bytes.subarray(SIGNATURE.length), 'file');
  return parts && mergeUint8Arrays([bytes.subarray(0, SIGNATURE.length), ...parts]);
}

/** The boxes kept in a box, in their order; undefined if one is damaged. */
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

/** The boxes in a box or a file (ISO 15444-1, I.4); undefined if one extends beyond it. */
function readBoxes(bytes: Uint8Array): Box[] | undefined {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    let length = view.getUint32(at);
    let start = at + 8;
    // A length of 1 announces a longer one in 64 bits; 0 stands for the rest of the file.
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
 * A code stream whose comments are overwritten with zeros, and without what follows its end. The comments keep their
 * lengths, since other segments give the lengths of tile parts.
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
    // The registration of a comment, which says how to read its text, is kept.
    if (marker === COMMENT) bytes.fill(0, at + 6, end);
    at = end;
  }
  // Readers also draw a picture that is cut off.
  return bytes;
}

/**
 * The place of the marker behind the data of a tile part. The lengths of tile parts are not needed to find it: only
 * the markers around packets occur in the data.
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
