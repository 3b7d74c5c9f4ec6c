import { mergeUint8Arrays } from 'pdf-lib';

/** The byte that begins every marker (ITU-T T.81, B.1.1.2). */
const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const TEMPORARY = 0x01;
/** Reserved for extensions; in the middle of the markers for frames. */
const EXTENSION = 0xc8;
/** APP0; APP15 and the markers of extensions and comments follow. */
const FIRST_APP = 0xe0;

/** Application segments that affect how a picture is drawn: how they begin, and their length if it is fixed. */
const KEPT_APPS: readonly { marker: number; signature: string; length?: number }[] = [
  // The bytes after this length are a thumbnail.
  { marker: FIRST_APP, signature: 'JFIF\0', length: 16 },
  { marker: 0xe2, signature: 'ICC_PROFILE\0' },
  { marker: 0xee, signature: 'Adobe', length: 14 },
];

/**
 * A JPEG without Exif, XMP, IPTC, comments, thumbnails, and everything that follows the picture, such as the further
 * pictures of a Multi-Picture file. The coded picture is not changed.
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
  // Readers also draw a picture that is cut off, so it is kept, and ended.
  return mergeUint8Arrays([...kept, Uint8Array.of(MARKER, END_OF_IMAGE)]);
}

/** The place of the marker that ends the entropy-coded data of a scan; in the data, 0 follows every byte 0xFF. */
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

/** An application segment without its thumbnail; nothing if it does not affect how the picture is drawn. */
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
  // The width and the height of the thumbnail.
  if (app.marker === FIRST_APP) cut.fill(0, end - 2);
  return [cut];
}
