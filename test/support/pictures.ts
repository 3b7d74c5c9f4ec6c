import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// @ts-expect-error The package ships no types for its decoders.
import * as decoders from 'pdfjs-dist/legacy/image_decoders/pdf.image_decoders.mjs';
import { packageFolder } from './paths.js';

interface Decoders {
  JpegImage: new () => {
    width: number;
    height: number;
    parse(bytes: Uint8Array): void;
    getData(size: { width: number; height: number }): Uint8ClampedArray;
  };
  JpxImage: {
    setOptions(options: object): void;
    decode(bytes: Uint8Array): Promise<Uint8ClampedArray>;
  };
}

const { JpegImage, JpxImage } = decoders as Decoders;

JpxImage.setOptions({
  useWasm: true,
  useWorkerFetch: false,
  handler: {
    sendWithPromise: (_: string, { filename }: { filename: string }) =>
      readFile(join(packageFolder('pdfjs-dist'), 'wasm', filename)),
  },
});

/** The pixels of a JPEG, decoded with an independent program (pdf.js). */
export function decodeJpeg(bytes: Uint8Array): Uint8ClampedArray {
  const image = new JpegImage();
  image.parse(bytes);
  const { width, height } = image;
  return image.getData({ width, height });
}

/** The pixels of a JPEG 2000 picture, decoded with an independent program (OpenJPEG). */
export async function decodeJpeg2000(bytes: Uint8Array): Promise<Uint8ClampedArray> {
  return await JpxImage.decode(bytes);
}
