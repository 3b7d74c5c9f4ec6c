import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import { once } from '../memo.js';

/**
 * Opens a PDF with pdf.js, without anything that text does not need: no fonts of the system, no scripts, no pictures.
 *
 * @param use what to do with the document, which is closed afterwards
 * @throws the errors of pdf.js
 */
export async function withPdfJs<T>(bytes: Uint8Array, use: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const { getDocument, VerbosityLevel } = await loadPdfJs();
  const task = getDocument({
    // pdf.js empties the buffer that it is given.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    useSystemFonts: false,
    useWasm: false,
    disableFontFace: true,
  });
  try {
    return await use(await task.promise);
  } finally {
    await task.destroy();
  }
}

/**
 * Loads pdf.js. It looks for the classes of a canvas, which reading text does not need and not every system has, and it
 * warns about each that is missing.
 */
const loadPdfJs = once(async () => {
  const scope = globalThis as { DOMMatrix?: unknown };
  const { warn } = console;
  console.warn = () => undefined;
  try {
    scope.DOMMatrix ??= class {};
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } finally {
    console.warn = warn;
  }
});
