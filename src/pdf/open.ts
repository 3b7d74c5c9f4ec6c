import { PDFDocument } from 'pdf-lib';
import { DossierError } from '../errors.js';

/**
 * Reads a PDF without changing anything in it.
 *
 * @param name what the file is called in messages
 * @throws DossierError PDF_INVALID for one that is encrypted, damaged or without pages
 */
export async function openPdf(bytes: Uint8Array, name: string): Promise<PDFDocument> {
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
    });
  } catch (cause) {
    const encrypted = /encrypted/i.test((cause as Error).message);
    throw new DossierError('PDF_INVALID', `${name} ${encrypted ? 'is encrypted' : 'cannot be read as PDF'}`, {
      hint: encrypted ? 'remove its password first' : 'save it again from the program that made it',
      cause,
    });
  }
  if (document.getPageCount() === 0) throw new DossierError('PDF_INVALID', `${name} has no pages`);
  return document;
}
