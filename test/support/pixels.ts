import { decodeJpeg } from './pictures.js';

/** A picture as RGB pixels of three bytes each. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The colours used in test/fixtures/pictures, and two more. */
const COLOURS = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  magenta: [255, 0, 255],
  cyan: [0, 255, 255],
} as const;

export type Colour = keyof typeof COLOURS;

/** The tolerance of each colour channel: JPEG compression and conversion through CMYK change the values. */
const NEAR = 100;

/** The bounding box of all pixels of a colour; `undefined` if there are none. */
export function boxOf({ width, height, data }: Pixels, colour: Colour): Box | undefined {
  const wanted = COLOURS[colour];
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (wanted.some((value, channel) => Math.abs(value - (data[at + channel] ?? 0)) > NEAR)) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The colours of a picture of four quarters, row by row from the upper left. */
export function quartersOf(pixels: Pixels): Colour[] {
  const boxes = (['red', 'green', 'blue', 'yellow'] as const).flatMap((colour) => {
    const box = boxOf(pixels, colour);
    return box ? [{ colour, ...box }] : [];
  });
  const half = Math.min(...boxes.map(({ height }) => height)) / 2;
  return boxes
    .sort((a, b) => (Math.abs(a.top - b.top) > half ? a.top - b.top : a.left - b.left))
    .map(({ colour }) => colour);
}

/** The pixels of a JPEG. */
export function jpegPixels(bytes: Uint8Array, width: number, height: number): Pixels {
  return { width, height, data: decodeJpeg(bytes) };
}

/** The pixels of a binary PPM file as written by Poppler. */
export function ppmPixels(bytes: Uint8Array): Pixels {
  const header = /^P6\s(\d+)\s(\d+)\s255\s/.exec(Buffer.from(bytes.subarray(0, 40)).toString('latin1'));
  if (!header) throw new Error('not a binary PPM file');
  return { width: Number(header[1]), height: Number(header[2]), data: bytes.subarray(header[0].length) };
}

/** Adds an orientation to a JPEG the way cameras record it (Exif 3.0, 4.6.5.1: tag 0x0112). */
export function turned(jpeg: Uint8Array, orientation: number): Buffer {
  const exif = Buffer.alloc(26);
  exif.write('MM\0*', 'latin1');
  exif.writeUInt32BE(8, 4);
  exif.writeUInt16BE(1, 8);
  exif.writeUInt16BE(0x0112, 10);
  exif.writeUInt16BE(3, 12);
  exif.writeUInt32BE(1, 14);
  exif.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** The expected result of `quartersOf` for test/fixtures/pictures/quarters.jpg, by orientation. */
export const TURNED: Readonly<Record<number, Colour[]>> = {
  1: ['red', 'green', 'blue', 'yellow'],
  2: ['green', 'red', 'yellow', 'blue'],
  3: ['yellow', 'blue', 'green', 'red'],
  4: ['blue', 'yellow', 'red', 'green'],
  5: ['red', 'blue', 'green', 'yellow'],
  6: ['blue', 'red', 'yellow', 'green'],
  7: ['yellow', 'green', 'blue', 'red'],
  8: ['green', 'yellow', 'red', 'blue'],
};
