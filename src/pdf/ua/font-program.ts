import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { type Program, readProgram } from '../fonts/sfnt.js';
import { dictAt } from '../metadata.js';
import { decodeStream } from '../syntax/page-content.js';

/** Programs by stream, cached because the fonts of many pages share them. */
const KNOWN = new WeakMap<PDFRawStream, { program: Program | undefined }>();

/** The TrueType program of a simple font or a CIDFont; undefined if there is none or it cannot be read. */
export function programOf(font: PDFDict): Program | undefined {
  const stream = dictAt(font, 'FontDescriptor')?.lookup(PDFName.of('FontFile2'));
  if (!(stream instanceof PDFRawStream)) return undefined;
  let known = KNOWN.get(stream);
  if (!known) {
    known = { program: readProgram(decodeStream(stream)) };
    KNOWN.set(stream, known);
  }
  return known.program;
}
