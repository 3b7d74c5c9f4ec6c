import { PDFContext } from 'pdf-lib';

/** Stands in for Node's function of that name in a web page, where the bundle puts it: what the library packs with. */
export function deflateSync(bytes: Uint8Array): Uint8Array {
  return PDFContext.create().flateStream(bytes).contents;
}
