import { PDFContext } from 'pdf-lib';

/**
 * A replacement for the Node.js function of this name, which the bundle for web pages uses: it compresses with pdf-lib.
 */
export function deflateSync(bytes: Uint8Array): Uint8Array {
  return PDFContext.create().flateStream(bytes).contents;
}
