import { ParseSpeeds, PDFDocument } from 'pdf-lib';
import { DossierError } from '../errors.js';

/** A PDF that is open; only this folder knows what is in it. */
export type OpenPdf = PDFDocument;

/**
 * Reads a PDF without changing anything in it.
 *
 * @param name what the file is called in messages
 * @throws DossierError PDF_INVALID for one that is encrypted, damaged or without pages
 */
export async function openPdf(bytes: Uint8Array, name: string): Promise<PDFDocument> {
  try {
    const document = await PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
      // By default the library lets others run every 100 objects, which takes longer than the objects.
      parseSpeed: ParseSpeeds.Fastest,
    });
    // Damage may show only when the page tree is asked for.
    if (document.getPageCount() > 0) return document;
  } catch (cause) {
    const encrypted = isEncrypted(bytes);
    throw new DossierError('PDF_INVALID', `${name} ${encrypted ? 'is encrypted' : 'cannot be read as PDF'}`, {
      hint: encrypted ? 'remove its password first' : 'save it again from the program that made it',
      cause,
    });
  }
  throw new DossierError('PDF_INVALID', `${name} has no pages`);
}

/** Whether a file that cannot be read names an encryption dictionary in a trailer (ISO 32000-1, 7.6.1). */
function isEncrypted(bytes: Uint8Array): boolean {
  return /\/Encrypt\b/.test(new TextDecoder('latin1').decode(bytes));
}
